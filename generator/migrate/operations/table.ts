import { createTable as createTableSql } from "../ddl/create-table.js";
import { unvalidatedChecks } from "../ddl/create-sql.js";
import { renameSequence } from "../state/sequence-name.js";
import { quoteName } from "../ddl/quote.js";
import { findTable } from "../state/lookup.js";
import { columnKey, quoteTable, tableKey, tableOfKey } from "../state/table-key.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { sorted, withTable } from "./with-table.js";

/** The table alone: its foreign keys, indexes and comments follow as operations of their own. */
export const createTable: Kind<OperationOf<"createTable">> = {
  apply: (state, { table }) => ({ ...state, tables: sorted([...state.tables, table]) }),
  phase: () => PHASES.createTable,
  sql: ({ table }) => [
    {
      mode: "transaction",
      sql: [...schemaOf(table), createTableSql(table), ...unvalidatedChecks(table)].join("\n"),
      table: null,
    },
  ],
  title: ({ table }) => `+ ${table.model} (table ${table.name})`,
};

function schemaOf({ schema }: { readonly schema: string | null }): string[] {
  return schema === null ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)};`];
}

export const dropTable: Kind<OperationOf<"dropTable">> = {
  apply: (state, { table }) => ({
    ...state,
    tables: state.tables.filter((each) => tableKey(each) !== tableKey(table)),
  }),
  phase: () => PHASES.dropTable,
  sql: ({ table }) => [
    {
      mode: "transaction",
      sql: `DROP TABLE ${quoteTable(tableKey(table))};`,
      table: tableKey(table),
      loses: [tableKey(table)],
    },
  ],
  title: ({ table }) => `- ${table.model} (table ${table.name})`,
};

export const leaveTable: Kind<OperationOf<"leaveTable">> = {
  apply: (state, { table }) => ({
    ...state,
    tables: state.tables.filter((each) => tableKey(each) !== tableKey(table)),
    unmanaged: [...(state.unmanaged ?? []), tableKey(table)].sort(),
  }),
  phase: () => PHASES.dropTable,
  sql: () => [],
  title: ({ table }) => `~ ${table.model}: not managed any more, table ${table.name} stays`,
};

export const takeTable: Kind<OperationOf<"takeTable">> = {
  apply: (state, { table }) => ({
    ...state,
    tables: sorted([...state.tables, table]),
    unmanaged: (state.unmanaged ?? []).filter((key) => key !== tableKey(table)),
  }),
  phase: () => PHASES.createTable,
  sql: () => [],
  title: ({ table }) => `~ ${table.model}: managed again, table ${table.name} is there`,
};

export const renameTable: Kind<OperationOf<"renameTable">> = {
  apply(state, { from, to }) {
    const tables = state.tables.map((table) => ({
      ...table,
      ...(tableKey(table) === from ? tableOfKey(to) : {}),
      foreignKeys: table.foreignKeys.map((key) => (key.table === from ? { ...key, table: to } : key)),
    }));
    return { ...state, tables: sorted(tables) };
  },
  phase: () => PHASES.rename,
  sql({ from, to }, { before }) {
    const [old, now] = [tableOfKey(from), tableOfKey(to)];
    const statements: string[] = [];
    if (old.schema !== now.schema) {
      statements.push(...schemaOf(now));
      statements.push(`ALTER TABLE ${quoteTable(from)} SET SCHEMA ${quoteName(now.schema ?? "public")};`);
    }
    const moved = tableKey({ ...old, schema: now.schema });
    if (old.name !== now.name) {
      statements.push(`ALTER TABLE ${quoteTable(moved)} RENAME TO ${quoteName(now.name)};`);
      for (const { name, identity } of findTable(before, to)?.columns ?? []) {
        if (identity !== null)
          statements.push(...renameSequence(moved, `${old.name}_${name}`, `${now.name}_${name}`));
      }
    }
    return [{ mode: "transaction", sql: statements.join("\n"), table: to }];
  },
  title: ({ from, to }) => `~ table ${from} → ${to}`,
};

export const renameModel: Kind<OperationOf<"renameModel">> = {
  apply: (state, { table, to }) => withTable(state, table, () => ({ model: to })),
  phase: () => PHASES.rename,
  sql: () => [],
  title: ({ from, to }) => `~ model ${from} → ${to}`,
};

/** What a table's end takes with it. */
export function columnsOf(key: string, columns: readonly { readonly name: string }[]): string[] {
  return columns.map(({ name }) => columnKey(key, name));
}
