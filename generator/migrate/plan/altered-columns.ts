import { enumOf } from "../state/lookup.js";
import { isExtended } from "../operations/labels.js";
import type { Operation } from "../operations/operation.js";
import type { DatabaseState } from "../state/state.js";
import { columnKey, tableKey } from "../state/table-key.js";

/** Columns by key: those that change in place, and those that are made anew. */
export interface Altered {
  readonly changed: ReadonlySet<string>;
  readonly anew: ReadonlySet<string>;
}

/** What the operations alter; of an enum that is made anew, every column that has it. */
export function alteredColumns(operations: readonly Operation[], before: DatabaseState): Altered {
  const changed = new Set<string>();
  const anew = new Set<string>();
  for (const operation of operations) {
    if (operation.kind === "alterType") changed.add(columnKey(operation.table, operation.column));
    if (operation.kind === "replaceColumn" || operation.kind === "alterGenerated") {
      anew.add(columnKey(operation.table, operation.from.name));
    }
    if (operation.kind !== "changeLabels" || isExtended(operation)) continue;
    for (const table of before.tables) {
      for (const column of table.columns) {
        if (enumOf(before, column)?.name === operation.name)
          changed.add(columnKey(tableKey(table), column.name));
      }
    }
  }
  return { changed, anew };
}

/** Those that are unique by an index that carries an altered one along, which PostgreSQL makes anew. */
export function carryingColumns({ changed, anew }: Altered, { tables }: DatabaseState): Set<string> {
  const isAltered = (key: string): boolean => changed.has(key) || anew.has(key);
  const keys = tables.flatMap((table) => {
    const keyIn = (name: string): string => columnKey(tableKey(table), name);
    return table.uniques
      .filter(({ include = [] }) => include.some((name) => isAltered(keyIn(name))))
      .flatMap(({ columns }) => columns.map(keyIn));
  });
  return new Set(keys);
}
