import { columnSql } from "../ddl/create-table.js";
import { quoteName } from "../ddl/quote.js";
import { columnKey } from "../state/table-key.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withColumn } from "./with-table.js";

/** PostgreSQL before 17 has no other way than to drop the column and to add it. */
export const alterGenerated: Kind<OperationOf<"alterGenerated">> = {
  apply: (state, { table, from, to }) => withColumn(state, table, from.name, to),
  phase: () => PHASES.addGenerated,
  sql: ({ table, from, to }) => [
    {
      ...alterTable(table, `DROP COLUMN ${quoteName(from.name)}`),
      ...(from.generated === null ? { loses: [columnKey(table, from.name)] } : {}),
    },
    alterTable(table, `ADD COLUMN ${columnSql(to)}`),
  ],
  title: ({ table, from, to }, modelOf) =>
    `~ ${modelOf(table)}.${to.field}: generated ${from.generated ?? "none"} → ${to.generated ?? "none"}`,
};
