import { addForeignKey as addForeignKeySql } from "../ddl/foreign-key-sql.js";
import { findTable } from "../state/lookup.js";
import { quoteName } from "../ddl/quote.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable, without } from "./with-table.js";

export const addForeignKey: Kind<OperationOf<"addForeignKey">> = {
  apply: (state, { table, foreignKey }) =>
    withTable(state, table, ({ foreignKeys }) => ({ foreignKeys: [...foreignKeys, foreignKey] })),
  phase: () => PHASES.addForeignKey,
  sql({ table, foreignKey }, { online, before }) {
    const isNew = findTable(before, table) === undefined;
    if (isNew) return [{ mode: "transaction", sql: addForeignKeySql(table, foreignKey), table: null }];
    if (!online) return [{ mode: "transaction", sql: addForeignKeySql(table, foreignKey), table }];
    return [
      { mode: "transaction", sql: addForeignKeySql(table, foreignKey, true), table },
      { ...alterTable(table, `VALIDATE CONSTRAINT ${quoteName(foreignKey.name)}`), apart: true },
    ];
  },
  title: ({ table, foreignKey }, modelOf) => `+ ${modelOf(table)}: foreign key ${foreignKey.name}`,
};

export const dropForeignKey: Kind<OperationOf<"dropForeignKey">> = {
  apply: (state, { table, foreignKey }) =>
    withTable(state, table, ({ foreignKeys }) => ({ foreignKeys: without(foreignKeys, foreignKey) })),
  phase: () => PHASES.dropForeignKey,
  sql: ({ table, foreignKey }) => [alterTable(table, `DROP CONSTRAINT ${quoteName(foreignKey.name)}`)],
  title: ({ table, foreignKey }, modelOf) => `- ${modelOf(table)}: foreign key ${foreignKey.name}`,
};
