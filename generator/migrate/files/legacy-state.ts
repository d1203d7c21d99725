import { readFileSync } from "node:fs";
import { join } from "node:path";
import { difference } from "../difference/difference.js";
import type { Operation } from "../operations/operation.js";
import {
  EMPTY,
  type ColumnState,
  type DatabaseState,
  type ForeignKeyState,
  type TableState,
} from "../state/state.js";
import { tableKey } from "../state/table-key.js";

export const LEGACY_STATE = "state.json";

type FormerKey = {
  readonly name: string;
  readonly column: string;
  readonly table: string;
  readonly target: string;
};
type FormerColumn = Omit<ColumnState, "identity"> & { readonly identity: boolean };
type FormerTable = Omit<TableState, "schema" | "auto" | "foreignKeys" | "columns"> & {
  readonly columns: readonly FormerColumn[];
  readonly foreignKeys: readonly FormerKey[];
};
interface FormerFile {
  readonly migration: string;
  readonly state: Omit<DatabaseState, "tables"> & { readonly tables: readonly FormerTable[] };
}

/** What a `state.json`, which once held the whole state, says of the one migration that it belongs to. */
export function readLegacyState(folder: string): { migration: string; operations: Operation[] } | null {
  try {
    const { migration, state } = JSON.parse(readFileSync(join(folder, LEGACY_STATE), "utf8")) as FormerFile;
    const tables = state.tables.map((table): TableState => ({
      ...{
        name: table.name,
        schema: null,
        model: table.model,
        auto: /^\w+_/.test(table.model) && isJoin(table),
      },
      ...{
        comment: table.comment,
        columns: table.columns.map(column),
        primaryKey: table.primaryKey,
        uniques: table.uniques,
      },
      ...{ checks: table.checks, foreignKeys: table.foreignKeys.map(foreignKey), indexes: table.indexes },
    }));
    return { migration, operations: difference(EMPTY, { ...state, tables }) };
  } catch {
    return null;
  }
}

function foreignKey({ name, column, table, target }: FormerKey): ForeignKeyState {
  return {
    name,
    columns: [column],
    table: tableKey({ schema: null, name: table }),
    targets: [target],
    onDelete: null,
    onUpdate: null,
    checked: "deferred",
  };
}

function column({ identity, ...column }: FormerColumn): ColumnState {
  return { ...column, identity: identity ? "default" : null };
}

/** A key and two references: what was made for a many-to-many. */
function isJoin({ columns, foreignKeys }: FormerTable): boolean {
  return columns.length === 3 && foreignKeys.length === 2;
}
