import { quoteName } from "../ddl/quote.js";

export interface TableName {
  readonly schema: string | null;
  readonly name: string;
}

/** What a table is called in the state and in comments of a migration: `note`, `sales.note`, `"My Notes"`. */
export function tableKey({ schema, name }: TableName): string {
  return schema === null ? printable(name) : `${printable(schema)}.${printable(name)}`;
}

/** A name that can stand in a comment of one line: in JSON's quotes where it is not plain. */
export function printable(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name)
    ? name
    : JSON.stringify(name).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** The parts of a key, or of a key with a column behind it. */
export function partsOf(key: string): string[] {
  const parts = key.match(/"(?:[^"\\]|\\.)*"|[^."]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? (JSON.parse(part) as string) : part));
}

export function tableOfKey(key: string): TableName {
  const parts = partsOf(key);
  return { schema: parts.length > 1 ? (parts[0] ?? null) : null, name: parts.at(-1) ?? "" };
}

/** The table in SQL: `"note"`, `"sales"."note"`. */
export function quoteTable(key: string): string {
  return partsOf(key).map(quoteName).join(".");
}

/** `note.due`, for people and for the comments of a migration. */
export function columnKey(table: string, column: string): string {
  return `${table}.${printable(column)}`;
}
