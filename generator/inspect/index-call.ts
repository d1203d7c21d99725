import type { IndexColumn, IndexState } from "../migrate/state/state.js";
import { indexName } from "../schema/naming/names.js";
import { optionsText } from "./column-call.js";

/** `index("author", { field: "-published", nulls: "last" })`. */
export function indexCall(
  table: string,
  { name, columns, unique, using, ops, include, where, nullsNotDistinct, with: storage }: IndexState,
  field: (column: string) => string,
): string {
  const options = {
    ...(name !== derivedName(table, columns) && { name }),
    ...(unique && { unique }),
    // An operator class belongs to a method, which the models ask for.
    ...((using !== null || ops !== null) && { using: using ?? "btree" }),
    ...(ops !== null && { ops }),
    ...(where !== null && { where }),
    ...(include.length > 0 && { include: include.map(field) }),
    ...(nullsNotDistinct && { nullsNotDistinct }),
    ...(storage.length > 0 && { with: Object.fromEntries(storage.map(parameter)) }),
  };
  return `index(${[...columns.map((key) => keyText(key, field)), ...optionsText(options)].join(", ")})`;
}

/** What stands for an expression in a name hangs on how it was written: such an index says its own. */
function derivedName(table: string, columns: readonly IndexColumn[]): string | null {
  const names = columns.map(({ name }) => name);
  return names.includes(null) ? null : indexName(table, names as string[]);
}

/** A part of an index, as a model writes it. */
export function keyText(key: IndexColumn, field: (column: string) => string): string {
  const { name, expression = "", descending, ...more } = key;
  const said = Object.entries(more).map(([option, value]) => `${option}: ${JSON.stringify(value)}`);
  const sql = `sql(${JSON.stringify(expression)})`;
  const plain = name === null ? sql : JSON.stringify(`${descending ? "-" : ""}${field(name)}`);
  if (name === null && descending) said.unshift("descending: true");
  if (said.length === 0) return plain;
  return `{ ${[`${name === null ? "expression" : "field"}: ${plain}`, ...said].join(", ")} }`;
}

function parameter(text: string): [string, unknown] {
  const at = text.indexOf("=");
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  if (/^\d+(?:\.\d+)?$/u.test(value)) return [name, Number(value)];
  if (value === "true" || value === "false") return [name, value === "true"];
  return [name, value.startsWith("'") ? value.slice(1, -1).replaceAll("''", "'") : value];
}
