import type { Column, ColumnType, ForeignKey, Json, Schema } from "../../schema/schema.js";
import { quoteText } from "../ddl/quote.js";
import { columnKey, tableKey } from "./table-key.js";

/** What the models give a new row in each column, as SQL, where that is known without running them. */
export function fillsOf({ models }: Schema): Map<string, string> {
  const fills = new Map<string, string>();
  for (const { table, schema = null, fields } of models) {
    for (const field of fields) {
      if (field.kind === "manyToMany" || field.kind === "reference") continue;
      const fill = fillOf(field);
      if (fill !== null) fills.set(columnKey(tableKey({ schema, name: table }), field.column), fill);
    }
  }
  return fills;
}

function fillOf(field: Column | ForeignKey): string | null {
  if (field.dbDefault !== null) return field.dbDefault;
  if (field.default?.kind === "literal") return literal(field.default.value, field.type);
  return field.kind === "column" && isTimed(field) ? "now()" : null;
}

function isTimed({ autoNow, autoNowAdd }: Column): boolean {
  return autoNow || autoNowAdd;
}

/** PostgreSQL reads a quoted literal by the column's own type. */
function literal(value: Json, type: ColumnType): string | null {
  if (value === null) return null;
  if (type.kind === "json") return quoteText(JSON.stringify(value));
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (typeof value === "string") return quoteText(value);
  if (type.kind === "hstore") return quoteText(hstoreLiteral(value as Readonly<Record<string, Json>>));
  return type.kind === "array" && Array.isArray(value)
    ? quoteText(arrayLiteral(value as readonly Json[]))
    : null;
}

function hstoreLiteral(value: Readonly<Record<string, Json>>): string {
  const pairs = Object.entries(value).map(
    ([name, each]) => `${quoted(name)}=>${typeof each === "string" ? quoted(each) : "NULL"}`,
  );
  return pairs.join(", ");
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function arrayLiteral(values: readonly Json[]): string {
  const parts = values.map((value) => {
    if (value === null) return "NULL";
    if (Array.isArray(value)) return arrayLiteral(value as readonly Json[]);
    if (typeof value === "string") return quoted(value);
    return JSON.stringify(value);
  });
  return `{${parts.join(",")}}`;
}
