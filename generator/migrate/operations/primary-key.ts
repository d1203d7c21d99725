import { primaryKeySql } from "../ddl/create-table.js";
import { quoteName, quoteNames } from "../ddl/quote.js";
import { quoteTable } from "../state/table-key.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable } from "./with-table.js";

export const addPrimaryKey: Kind<OperationOf<"addPrimaryKey">> = {
  apply: (state, { table, key }) => withTable(state, table, () => ({ primaryKey: key })),
  phase: () => PHASES.addPrimaryKey,
  sql({ table, key }, { online }) {
    if (!online) return [alterTable(table, `ADD ${primaryKeySql(key)}`)];
    const name = quoteName(key.name);
    const index = `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${quoteTable(table)} (${quoteNames(key.columns)});`;
    return [
      { mode: "alone", sql: index, table },
      alterTable(table, `ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${name}`),
    ];
  },
  title: ({ table, key }, modelOf) => `+ ${modelOf(table)}: primary key ${key.name}`,
};

export const dropPrimaryKey: Kind<OperationOf<"dropPrimaryKey">> = {
  apply: (state, { table }) => withTable(state, table, () => ({ primaryKey: null })),
  phase: () => PHASES.dropPrimaryKey,
  sql: ({ table, key }) => [alterTable(table, `DROP CONSTRAINT ${quoteName(key.name)}`)],
  title: ({ table, key }, modelOf) => `- ${modelOf(table)}: primary key ${key.name}`,
};
