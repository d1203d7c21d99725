import { excludeSql } from "../ddl/create-table.js";
import { quoteName } from "../ddl/quote.js";
import type { ExcludeState, TableState } from "../state/state.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable, without } from "./with-table.js";

/** PostgreSQL cannot build it while others write, so that it has one form. */
export const addExclude: Kind<OperationOf<"addExclude">> = {
  apply: (state, { table, exclude }) =>
    withTable(state, table, (held) => ({ excludes: [...of(held), exclude] })),
  phase: () => PHASES.addUnique,
  sql: ({ table, exclude }) => [alterTable(table, `ADD ${excludeSql(exclude)}`)],
  title: ({ table, exclude }, modelOf) => `+ ${modelOf(table)}: exclusion ${exclude.name}`,
};

export const dropExclude: Kind<OperationOf<"dropExclude">> = {
  apply: (state, { table, exclude }) =>
    withTable(state, table, (held) => ({ excludes: without(of(held), exclude) })),
  phase: () => PHASES.dropUnique,
  sql: ({ table, exclude }) => [alterTable(table, `DROP CONSTRAINT ${quoteName(exclude.name)}`)],
  title: ({ table, exclude }, modelOf) => `- ${modelOf(table)}: exclusion ${exclude.name}`,
};

function of({ excludes = [] }: TableState): readonly ExcludeState[] {
  return excludes;
}
