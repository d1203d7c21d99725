import { operand } from "../ddl/create-table.js";
import { quoteName } from "../ddl/quote.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withColumn } from "./with-table.js";

export const alterDefault: Kind<OperationOf<"alterDefault">> = {
  apply: (state, { table, column, to }) => withColumn(state, table, column, { default: to }),
  phase: () => PHASES.default,
  sql: ({ table, column, to }) => [
    alterTable(
      table,
      `ALTER COLUMN ${quoteName(column)} ${to === null ? "DROP DEFAULT" : `SET DEFAULT ${operand(to)}`}`,
    ),
  ],
  title: ({ table, column, from, to }, modelOf) =>
    `~ ${modelOf(table)}.${column}: default ${from ?? "none"} → ${to ?? "none"}`,
};
