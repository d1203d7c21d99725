import { requireTable } from "../state/lookup.js";
import type { ColumnState, DatabaseState, TableState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";

/** The state with one table changed. */
export function withTable(
  state: DatabaseState,
  key: string,
  change: (table: TableState) => Partial<TableState>,
): DatabaseState {
  const table = requireTable(state, key);
  const changed = { ...table, ...change(table) };
  return { ...state, tables: state.tables.map((each) => (each === table ? changed : each)) };
}

export function withColumn(
  state: DatabaseState,
  key: string,
  name: string,
  change: Partial<ColumnState>,
): DatabaseState {
  return withTable(state, key, ({ columns }) => ({
    columns: columns.map((column) => (column.name === name ? { ...column, ...change } : column)),
  }));
}

export function sorted(tables: readonly TableState[]): readonly TableState[] {
  return [...tables].sort((a, b) => compare(tableKey(a), tableKey(b)));
}

export function without<T extends { readonly name: string }>(items: readonly T[], { name }: T): readonly T[] {
  return items.filter((item) => item.name !== name);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
