import type { ColumnState, DatabaseState, EnumState, TableState } from "./state.js";
import { tableKey } from "./table-key.js";

export function findTable(state: DatabaseState, key: string): TableState | undefined {
  return state.tables.find((table) => tableKey(table) === key);
}

/** Throws where there is none: operations name tables that are there. */
export function requireTable(state: DatabaseState, key: string): TableState {
  const table = findTable(state, key);
  if (table === undefined) throw new Error(`the state holds no table ${key}`);
  return table;
}

export function findColumn(table: TableState | undefined, name: string): ColumnState | undefined {
  return table?.columns.find((column) => column.name === name);
}

/** The enum that a column's type is, or an array of it. */
export function enumOf(state: DatabaseState, { type }: ColumnState): EnumState | undefined {
  const name = /^"((?:[^"]|"")*)"(?:\[\])*$/.exec(type)?.[1]?.replaceAll('""', '"');
  return name === undefined ? undefined : state.enums.find((each) => each.name === name);
}
