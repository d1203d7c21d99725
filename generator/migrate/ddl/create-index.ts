import { grouped, quoteName, quoteNames } from "./quote.js";
import type { IndexColumn, IndexState } from "../state/state.js";
import { quoteTable } from "../state/table-key.js";

/** @param concurrently without stopping who writes to the table; it cannot stand in a transaction. */
export function createIndex(table: string, index: IndexState, concurrently = false): string {
  const method = index.using === null ? "" : ` USING ${word(index.using)}`;
  const columns = index.columns.map((key) => keySql(key, index.ops));
  const include = index.include.length === 0 ? "" : ` INCLUDE (${quoteNames(index.include)})`;
  const nulls = index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
  const storage = index.with.length === 0 ? "" : ` WITH (${index.with.join(", ")})`;
  const where = index.where === null ? "" : ` WHERE ${grouped(index.where)}`;
  const kind = `${index.unique ? "UNIQUE " : ""}INDEX${concurrently ? " CONCURRENTLY" : ""}`;
  return `CREATE ${kind} ${quoteName(index.name)} ON ${quoteTable(table)}${method} (${columns.join(", ")})${include}${nulls}${storage}${where};`;
}

/** A part of an index: a column or an expression, and what is said of it. */
export function keySql(
  { name, expression, collation, ops, descending, nulls }: IndexColumn,
  whole: string | null,
): string {
  const key = name === null ? grouped(expression ?? "") : quoteName(name);
  const operators = ops ?? whole;
  return [
    key,
    ...(collation === undefined ? [] : [`COLLATE ${word(collation)}`]),
    ...(operators === null ? [] : [word(operators)]),
    ...(descending ? ["DESC"] : []),
    ...(nulls === undefined ? [] : [`NULLS ${nulls.toUpperCase()}`]),
  ].join(" ");
}

/** An operator class or access method: plain words as they are (`public.gin_trgm_ops`), anything else in quotes. */
export function word(name: string): string {
  return /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/.test(name) ? name : quoteName(name);
}
