import { byteLength, MAX_NAME_BYTES } from "../../schema/naming/names.js";
import { quoteName } from "../ddl/quote.js";
import { quoteTable, tableKey, tableOfKey } from "./table-key.js";

/** The sequence of an identity follows its table's name, where it has the name that PostgreSQL gave it. */
export function renameSequence(from: string, name: string, column: string): string[] {
  const old = tableOfKey(from);
  const [before, after] = [`${old.name}_${column}_seq`, `${name}_${column}_seq`];
  if (byteLength(before) > MAX_NAME_BYTES || byteLength(after) > MAX_NAME_BYTES) return [];
  const sequence = quoteTable(tableKey({ schema: old.schema, name: before }));
  return [`ALTER SEQUENCE IF EXISTS ${sequence} RENAME TO ${quoteName(after)};`];
}
