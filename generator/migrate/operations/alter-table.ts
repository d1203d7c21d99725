import { quoteTable } from "../state/table-key.js";
import type { Piece } from "./piece.js";

/** One ALTER TABLE of a table that was there before. */
export function alterTable(table: string, action: string): Piece {
  return { mode: "transaction", sql: `ALTER TABLE ${quoteTable(table)} ${action};`, table };
}
