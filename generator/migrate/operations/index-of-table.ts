import { createIndex as createIndexSql } from "../ddl/create-index.js";
import { findTable } from "../state/lookup.js";
import { quoteName } from "../ddl/quote.js";
import { quoteTable, tableKey, tableOfKey } from "../state/table-key.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable, without } from "./with-table.js";

export const createIndex: Kind<OperationOf<"createIndex">> = {
  apply: (state, { table, index }) =>
    withTable(state, table, ({ indexes }) => ({ indexes: [...indexes, index] })),
  phase: () => PHASES.createIndex,
  sql({ table, index }, { online, before }) {
    const isNew = findTable(before, table) === undefined;
    if (isNew) return [{ mode: "transaction", sql: createIndexSql(table, index), table: null }];
    return [{ mode: online ? "alone" : "transaction", sql: createIndexSql(table, index, online), table }];
  },
  title: ({ table, index }, modelOf) => `+ ${modelOf(table)}: index ${index.name}`,
};

export const dropIndex: Kind<OperationOf<"dropIndex">> = {
  apply: (state, { table, index }) =>
    withTable(state, table, ({ indexes }) => ({ indexes: without(indexes, index) })),
  phase: () => PHASES.dropIndex,
  sql: ({ table, index }, { online }) => [
    {
      mode: online ? "alone" : "transaction",
      sql: `DROP INDEX${online ? " CONCURRENTLY" : ""} ${quoteIndex(table, index.name)};`,
      table,
    },
  ],
  title: ({ table, index }, modelOf) => `- ${modelOf(table)}: index ${index.name}`,
};

export const renameIndex: Kind<OperationOf<"renameIndex">> = {
  apply: (state, { table, from, to }) =>
    withTable(state, table, ({ indexes }) => ({
      indexes: indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
    })),
  phase: () => PHASES.renameOwned,
  sql: ({ table, from, to }) => [
    {
      mode: "transaction",
      sql: `ALTER INDEX ${quoteIndex(table, from)} RENAME TO ${quoteName(to)};`,
      table,
    },
  ],
  title: ({ table, from, to }, modelOf) => `~ ${modelOf(table)}: index ${from} → ${to}`,
};

/** An index lies in its table's schema. */
function quoteIndex(table: string, name: string): string {
  return quoteTable(tableKey({ schema: tableOfKey(table).schema, name }));
}
