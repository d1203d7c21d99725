import { deferred, including, uniqueSql } from "../ddl/create-table.js";
import { quoteName, quoteNames } from "../ddl/quote.js";
import { quoteTable } from "../state/table-key.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable, without } from "./with-table.js";

export const addUnique: Kind<OperationOf<"addUnique">> = {
  apply: (state, { table, unique }) =>
    withTable(state, table, ({ uniques }) => ({ uniques: [...uniques, unique] })),
  phase: () => PHASES.addUnique,
  sql({ table, unique }, { online }) {
    if (!online) return [alterTable(table, `ADD ${uniqueSql(unique)}`)];
    const name = quoteName(unique.name);
    const nulls = unique.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
    const index = `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${quoteTable(table)} (${quoteNames(unique.columns)})${including(unique.include)}${nulls};`;
    return [
      { mode: "alone", sql: index, table },
      alterTable(table, `ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name}${deferred(unique.deferrable)}`),
    ];
  },
  title: ({ table, unique }, modelOf) => `+ ${modelOf(table)}: unique ${unique.name}`,
};

export const dropUnique: Kind<OperationOf<"dropUnique">> = {
  apply: (state, { table, unique }) =>
    withTable(state, table, ({ uniques }) => ({ uniques: without(uniques, unique) })),
  phase: () => PHASES.dropUnique,
  sql: ({ table, unique }) => [alterTable(table, `DROP CONSTRAINT ${quoteName(unique.name)}`)],
  title: ({ table, unique }, modelOf) => `- ${modelOf(table)}: unique ${unique.name}`,
};
