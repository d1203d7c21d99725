import { shortened } from "../../schema/naming/names.js";
import { quoteName } from "../ddl/quote.js";
import { columnKey, tableOfKey } from "../state/table-key.js";
import { alterTable } from "./alter-table.js";
import { fillColumn } from "./fill.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import type { Piece } from "./piece.js";
import { withColumn } from "./with-table.js";

export const alterNull: Kind<OperationOf<"alterNull">> = {
  apply: (state, { table, column, to }) => withColumn(state, table, column, { null: to }),
  phase: () => PHASES.notNull,
  sql({ table, column, to }, planning) {
    if (to) return [alterTable(table, `ALTER COLUMN ${quoteName(column)} DROP NOT NULL`)];
    const value = planning.fill(columnKey(table, column));
    const fill = value === undefined ? [] : [fillColumn(table, column, value, planning)];
    return [...fill, ...setNotNull(table, column, planning.online)];
  },
  title: ({ table, column, from, to }, modelOf) =>
    `~ ${modelOf(table)}.${column}: null ${String(from)} → ${String(to)}`,
};

/** Behind a check that was validated while others wrote, SET NOT NULL need not look at the rows. */
export function setNotNull(table: string, column: string, online: boolean): Piece[] {
  const set = `ALTER COLUMN ${quoteName(column)} SET NOT NULL`;
  if (!online) return [alterTable(table, set)];
  const name = quoteName(shortened(`${tableOfKey(table).name}_${column}`, "_is_set"));
  return [
    alterTable(table, `ADD CONSTRAINT ${name} CHECK (${quoteName(column)} IS NOT NULL) NOT VALID`),
    { ...alterTable(table, `VALIDATE CONSTRAINT ${name}`), apart: true },
    alterTable(table, set),
    alterTable(table, `DROP CONSTRAINT ${name}`),
  ];
}
