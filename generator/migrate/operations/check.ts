import { checkSql } from "../ddl/create-table.js";
import { quoteName } from "../ddl/quote.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable, without } from "./with-table.js";

export const addCheck: Kind<OperationOf<"addCheck">> = {
  apply: (state, { table, check }) =>
    withTable(state, table, ({ checks }) => ({ checks: [...checks, check] })),
  phase: () => PHASES.addCheck,
  sql({ table, check }, { online }) {
    if (check.notValid === true) return [alterTable(table, `ADD ${checkSql(check)} NOT VALID`)];
    if (!online) return [alterTable(table, `ADD ${checkSql(check)}`)];
    return [
      alterTable(table, `ADD ${checkSql(check)} NOT VALID`),
      { ...alterTable(table, `VALIDATE CONSTRAINT ${quoteName(check.name)}`), apart: true },
    ];
  },
  title: ({ table, check }, modelOf) => `+ ${modelOf(table)}: check ${check.name}`,
};

export const validateCheck: Kind<OperationOf<"validateCheck">> = {
  apply: (state, { table, check }) =>
    withTable(state, table, ({ checks }) => ({
      checks: checks.map((each) => (each.name === check.name ? check : each)),
    })),
  phase: () => PHASES.addCheck,
  sql: ({ table, check }, { online }) => [
    { ...alterTable(table, `VALIDATE CONSTRAINT ${quoteName(check.name)}`), apart: online },
  ],
  title: ({ table, check }, modelOf) => `~ ${modelOf(table)}: check ${check.name} validated`,
};

export const dropCheck: Kind<OperationOf<"dropCheck">> = {
  apply: (state, { table, check }) =>
    withTable(state, table, ({ checks }) => ({ checks: without(checks, check) })),
  phase: () => PHASES.dropCheck,
  sql: ({ table, check }) => [alterTable(table, `DROP CONSTRAINT ${quoteName(check.name)}`)],
  title: ({ table, check }, modelOf) => `- ${modelOf(table)}: check ${check.name}`,
};
