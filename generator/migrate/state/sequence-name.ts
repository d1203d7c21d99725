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
