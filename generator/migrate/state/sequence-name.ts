import { byteLength, MAX_NAME_BYTES } from "../../schema/naming/names.js";
import { quoteName } from "../ddl/quote.js";
import { quoteTable, tableKey, tableOfKey } from "./table-key.js";

/**
 * The sequence of an identity follows the names of its table and column, where it has the name that PostgreSQL gave it.
 *
 * @param table in the schema that the sequence lies in.
 * @param before `book_id`, table and column.
 */
export function renameSequence(table: string, before: string, after: string): string[] {
  const { schema } = tableOfKey(table);
  const [old, now] = [`${before}_seq`, `${after}_seq`];
  if (byteLength(old) > MAX_NAME_BYTES || byteLength(now) > MAX_NAME_BYTES) return [];
  return [
    `ALTER SEQUENCE IF EXISTS ${quoteTable(tableKey({ schema, name: old }))} RENAME TO ${quoteName(now)};`,
  ];
}

/** As PostgreSQL names what stands behind a `serial`: of names that are too long, the longer one is cut. */
export function sequenceName(table: string, column: string): string {
  let [a, b] = [[...table], [...column]];
  const joined = (): string => `${a.join("")}_${b.join("")}_seq`;
  while (byteLength(joined()) > MAX_NAME_BYTES) {
    if (byteLength(a.join("")) > byteLength(b.join(""))) a = a.slice(0, -1);
    else b = b.slice(0, -1);
  }
  return joined();
}
