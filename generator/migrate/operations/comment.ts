import { commentOn } from "../ddl/comment-sql.js";
import { findTable } from "../state/lookup.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withColumn, withTable } from "./with-table.js";

export const comment: Kind<OperationOf<"comment">> = {
  apply: (state, { table, column, to }) =>
    column === null
      ? withTable(state, table, () => ({ comment: to }))
      : withColumn(state, table, column, { comment: to }),
  phase: () => PHASES.comment,
  sql: ({ table, column, to }, { before }) => [
    {
      mode: "transaction",
      sql: commentOn(table, column, to),
      table: findTable(before, table) === undefined ? null : table,
    },
  ],
  title: ({ table, column, from, to }, modelOf) =>
    column === null
      ? `~ ${modelOf(table)}: comment`
      : `~ ${modelOf(table)}.${column}: comment ${from ?? "none"} → ${to ?? "none"}`,
};
