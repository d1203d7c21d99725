import { enumOf } from "../state/lookup.js";
import type { Operation } from "../operations/operation.js";
import { countedBy } from "../ddl/late-defaults.js";
import { sequenceName } from "../state/sequence-name.js";
import type { ColumnState, DatabaseState, TableState } from "../state/state.js";
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
  withSequences(near, [before, after]);
  return [within(before, near), within(after, near)];
}

/** A default may count by the sequence of another table, which may do the same. */
function withSequences(keys: Set<string>, states: readonly DatabaseState[]): void {
  const tables = states.flatMap((state) => state.tables);
  for (const table of tables.filter((each) => keys.has(tableKey(each)))) {
    const sequences = table.columns.flatMap(({ default: value }) => (value === null ? [] : countedBy(value)));
    if (sequences.length === 0) continue;
    const owners = tables.filter(
      (other) =>
        !keys.has(tableKey(other)) &&
        other.columns.some((column) => sequences.includes(ownSequence(other, column))),
    );
    for (const owner of owners) keys.add(tableKey(owner));
    if (owners.length > 0) return withSequences(keys, states);
  }
}

function ownSequence({ name }: TableState, { name: column, identity }: ColumnState): string {
  return identity === null ? "" : sequenceName(name, column);
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
