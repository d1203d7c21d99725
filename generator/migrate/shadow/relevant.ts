import { enumOf } from "../state/lookup.js";
import type { Operation } from "../operations/operation.js";
import type { DatabaseState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";

/**
 * The part of both states that a migration can touch: its tables, and those that refer to them or are referred to.
 * A schema of hundreds of tables is not made anew for one column.
 */
export function relevantTo(
  operations: readonly Operation[],
  before: DatabaseState,
  after: DatabaseState,
): readonly [DatabaseState, DatabaseState] {
  const touched = new Set(operations.flatMap(tablesOf));
  const enums = new Set(
    operations.flatMap((operation) => (operation.kind === "changeLabels" ? operation.name : [])),
  );
  const renamedEnums = operations.flatMap((operation) =>
    operation.kind === "renameEnum" ? [operation.from, operation.to] : [],
  );
  for (const name of renamedEnums) enums.add(name);
  for (const state of [before, after]) {
    for (const table of state.tables) {
      const uses = table.columns.some((column) => enums.has(enumOf(state, column)?.name ?? ""));
      if (uses) touched.add(tableKey(table));
    }
  }
  const near = new Set(touched);
  for (const { tables } of [before, after]) {
    for (const table of tables) {
      for (const { table: target } of table.foreignKeys) {
        if (touched.has(target)) near.add(tableKey(table));
        if (touched.has(tableKey(table))) near.add(target);
      }
    }
  }
  return [within(before, near), within(after, near)];
}

function within(state: DatabaseState, keys: ReadonlySet<string>): DatabaseState {
  const tables = state.tables
    .filter((table) => keys.has(tableKey(table)))
    .map((table) => ({
      ...table,
      foreignKeys: table.foreignKeys.filter(({ table: target }) => keys.has(target)),
    }));
  return { ...state, tables };
}

function tablesOf(operation: Operation): string[] {
  if (operation.kind === "renameTable") return [operation.from, operation.to];
  if (!("table" in operation)) return [];
  const { table } = operation;
  return [typeof table === "string" ? table : tableKey(table)];
}
