import { createTable } from "./create-table.js";
import { grouped, quoteName, quoteNames, quoteText } from "./quote.js";
import type { DatabaseState, ForeignKeyState, IndexState, TableState } from "./state.js";

/** Statements that make all of it in an empty database: foreign keys behind the tables, so that cycles work. */
export function createSql({ extensions, enums, tables }: DatabaseState): string[] {
  return [
    ...extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)};`),
    ...enums.map(
      ({ name, labels }) => `CREATE TYPE ${quoteName(name)} AS ENUM (${labels.map(quoteText).join(", ")});`,
    ),
    ...tables.map(createTable),
    ...tables.flatMap((table) => table.foreignKeys.map((key) => addForeignKey(table.name, key))),
    ...tables.flatMap((table) => table.indexes.map((index) => createIndex(table.name, index))),
    ...tables.flatMap(comments),
  ];
}

/**
 * Checked at the end of the transaction, as in Django: rows of a cycle can be written in any order. There is no
 * ON DELETE: what a deletion does to other rows is the model's, carried out by the client.
 */
function addForeignKey(table: string, { name, column, table: other, target }: ForeignKeyState): string {
  return (
    `ALTER TABLE ${quoteName(table)} ADD CONSTRAINT ${quoteName(name)} FOREIGN KEY (${quoteName(column)})\n` +
    `  REFERENCES ${quoteName(other)} (${quoteName(target)}) DEFERRABLE INITIALLY DEFERRED;`
  );
}

function createIndex(table: string, index: IndexState): string {
  const method = index.using === null ? "" : ` USING ${word(index.using)}`;
  const ops = index.ops === null ? "" : ` ${word(index.ops)}`;
  const columns = index.columns.map(
    ({ name, descending }) => `${quoteName(name)}${ops}${descending ? " DESC" : ""}`,
  );
  const include = index.include.length === 0 ? "" : ` INCLUDE (${quoteNames(index.include)})`;
  const nulls = index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
  const where = index.where === null ? "" : ` WHERE ${grouped(index.where)}`;
  const unique = index.unique ? "UNIQUE " : "";
  return `CREATE ${unique}INDEX ${quoteName(index.name)} ON ${quoteName(table)}${method} (${columns.join(", ")})${include}${nulls}${where};`;
}

function comments({ name, comment, columns }: TableState): string[] {
  const table = comment === null ? [] : [`COMMENT ON TABLE ${quoteName(name)} IS ${quoteText(comment)};`];
  const described = columns.flatMap((column) =>
    column.comment === null
      ? []
      : [`COMMENT ON COLUMN ${quoteName(name)}.${quoteName(column.name)} IS ${quoteText(column.comment)};`],
  );
  return [...table, ...described];
}

/** An operator class or access method: plain words as they are (`public.gin_trgm_ops`), anything else in quotes. */
function word(name: string): string {
  return /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/.test(name) ? name : quoteName(name);
}
