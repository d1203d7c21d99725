import { operand } from "../ddl/create-table.js";
import { findColumn, findTable } from "../state/lookup.js";
import { quoteName } from "../ddl/quote.js";
import { columnKey } from "../state/table-key.js";
import { castBetween } from "../ddl/type-cast.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import type { Piece } from "./piece.js";
import { withColumn } from "./with-table.js";

export const alterType: Kind<OperationOf<"alterType">> = {
  apply: (state, { table, column, to }) => withColumn(state, table, column, { type: to }),
  phase: () => PHASES.type,
  sql({ table, column, from, to }, planning) {
    const name = quoteName(column);
    const cast = castBetween(from, to, column);
    const using = planning.using(columnKey(table, column)) ?? cast.using;
    const old = findColumn(findTable(planning.before, table), column)?.default ?? null;
    const value = findColumn(findTable(planning.after, table), column)?.default ?? null;
    const around = old !== null && value !== null && !cast.free;
    const actions = [
      ...(old !== null && (around || value === null) ? [`ALTER COLUMN ${name} DROP DEFAULT`] : []),
      `ALTER COLUMN ${name} TYPE ${to}${using === null ? "" : ` USING ${operand(using)}`}`,
      ...(around ? [`ALTER COLUMN ${name} SET DEFAULT ${operand(value)}`] : []),
    ];
    const zoned = [from, to].some((type) => type.startsWith("timestamptz"));
    const pieces: Piece[] = actions.map((action) => alterTable(table, action));
    const sql = [...(zoned ? ["SET LOCAL TimeZone = 'UTC';"] : []), ...pieces.map((piece) => piece.sql)];
    return [
      {
        mode: "transaction",
        sql: sql.join("\n"),
        table,
        ...(cast.loses ? { loses: [columnKey(table, column)] } : {}),
      },
    ];
  },
  title: ({ table, column, from, to }, modelOf) => `~ ${modelOf(table)}.${column}: type ${from} → ${to}`,
};
