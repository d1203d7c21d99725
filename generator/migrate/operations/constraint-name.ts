import { quoteName } from "../ddl/quote.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withTable } from "./with-table.js";

export const renameConstraint: Kind<OperationOf<"renameConstraint">> = {
  apply: (state, { table, from, to }) => {
    const named = <T extends { readonly name: string }>(item: T): T =>
      item.name === from ? { ...item, name: to } : item;
    return withTable(state, table, ({ primaryKey, uniques, checks, foreignKeys, excludes }) => ({
      primaryKey: primaryKey && named(primaryKey),
      uniques: uniques.map(named),
      checks: checks.map(named),
      foreignKeys: foreignKeys.map(named),
      ...(excludes && { excludes: excludes.map(named) }),
    }));
  },
  phase: () => PHASES.renameOwned,
  sql: ({ table, from, to }) => [
    alterTable(table, `RENAME CONSTRAINT ${quoteName(from)} TO ${quoteName(to)}`),
  ],
  title: ({ table, from, to }, modelOf) => `~ ${modelOf(table)}: constraint ${from} → ${to}`,
};
