import { MigrationError } from "../migration-errors.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import type { TableState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";

/** PostgreSQL cannot divide a table that is there: its rows have to be carried into another. */
export const repartition: Kind<OperationOf<"repartition">> = {
  apply: (state, { table, to }) => ({
    ...state,
    tables: state.tables.map((each) => {
      if (tableKey(each) !== table) return each;
      const kept = Object.entries(each).filter(([name]) => name !== "partitionBy");
      return Object.fromEntries(to === null ? kept : [...kept, ["partitionBy", to]]) as unknown as TableState;
    }),
  }),
  phase: () => PHASES.createTable,
  sql({ table, from, to }) {
    throw new MigrationError(
      `${table} is partitioned by ${from ?? "nothing"}, and is to be by ${to ?? "nothing"}: PostgreSQL cannot change that of a ` +
        "table. Write it by hand (`makemigrations --empty sql`): rename the table, make the new one, carry the rows over, drop " +
        "the old; then `makemigrations --record` notes it",
    );
  },
  title: ({ table, from, to }, modelOf) =>
    `~ ${modelOf(table)}: partitioned by ${from ?? "nothing"} → ${to ?? "nothing"}`,
};
