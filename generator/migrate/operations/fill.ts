import { operand } from "../ddl/create-table.js";
import { requireTable } from "../state/lookup.js";
import { quoteName } from "../ddl/quote.js";
import { quoteTable } from "../state/table-key.js";
import type { Piece, Planning } from "./piece.js";

const SIZE = 1000;

/** Gives every row without a value one: in batches by the key where rows can be told by a single column. */
export function fillColumn(table: string, column: string, value: string, planning: Planning): Piece {
  const { primaryKey } = requireTable(planning.before, table);
  const [key, ...more] = primaryKey?.columns ?? [];
  const kept = requireTable(planning.after, table).columns.some(({ name }) => name === key);
  const name = quoteName(column);
  const update = `UPDATE ${quoteTable(table)} SET ${name} = ${operand(value)} WHERE ${name} IS NULL`;
  if (!planning.online || key === undefined || more.length > 0 || !kept) {
    return { mode: "transaction", sql: `${update};`, table };
  }
  return { mode: { size: SIZE, table, column: key }, sql: `${update} AND {batch};`, table };
}
