import type { ColumnType, RangeSubtype } from "../../schema/schema.js";
import { word } from "../ddl/create-index.js";
import { quoteName } from "../ddl/quote.js";

const INTEGERS = { 2: "smallint", 4: "integer", 8: "bigint" } as const;

const RANGES: Readonly<Record<RangeSubtype, string>> = {
  integer: "int4range",
  bigInteger: "int8range",
  decimal: "numrange",
  date: "daterange",
  timestamp: "tstzrange",
};

/** The type as CREATE TABLE writes it, with the collation behind it. */
export function columnType(type: ColumnType): string {
  return collated(plainType(type), collationOf(type));
}

/** `varchar(9) COLLATE "C"`. */
export function collated(type: string, collation: string | null): string {
  return collation === null ? type : `${type} COLLATE ${word(collation)}`;
}

/** A type in parts: without its collation, and that as SQL. */
export function uncollated(type: string): readonly [type: string, collation: string | null] {
  const at = type.lastIndexOf(" COLLATE ");
  return at === -1 ? [type, null] : [type.slice(0, at), type.slice(at + " COLLATE ".length)];
}

function collationOf(type: ColumnType): string | null {
  if (type.kind === "array") return collationOf(type.of);
  return type.kind === "text" ? (type.collation ?? null) : null;
}

function plainType(type: ColumnType): string {
  switch (type.kind) {
    case "text":
      return textType(type);
    case "integer":
      return INTEGERS[type.size];
    case "float":
      return type.size === 4 ? "real" : "double precision";
    case "decimal":
      if (type.precision === null) return "numeric";
      return `numeric(${String(type.precision)},${String(type.scale ?? 0)})`;
    case "boolean":
    case "date":
    case "uuid":
    case "inet":
    case "hstore":
      return type.kind;
    case "searchVector":
      return "tsvector";
    case "time":
    case "interval":
      return `${type.kind}${digits(type.precision)}`;
    case "timestamp":
      return `${type.zone === false ? "timestamp" : "timestamptz"}${type.precision === 6 ? "" : digits(type.precision)}`;
    case "json":
      return type.dbType ?? "jsonb";
    case "bytes":
      return "bytea";
    case "choice":
      return "text";
    case "enum":
      return quoteName(type.name);
    case "array":
      return `${plainType(type.of)}[]`;
    case "range":
      return RANGES[type.of];
    case "custom":
      return type.dbType;
  }
}

function textType({ maxLength, dbType }: Extract<ColumnType, { kind: "text" }>): string {
  const name = dbType ?? (maxLength === null ? "text" : "varchar");
  return maxLength === null || name === "text" || name === "citext" ? name : `${name}(${String(maxLength)})`;
}

function digits(precision: number | undefined): string {
  return precision === undefined ? "" : `(${String(precision)})`;
}
