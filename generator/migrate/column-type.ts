import type { ColumnType, RangeSubtype } from "../schema/schema.js";
import { quoteName } from "./quote.js";

const INTEGERS = { 2: "smallint", 4: "integer", 8: "bigint" } as const;

const RANGES: Readonly<Record<RangeSubtype, string>> = {
  integer: "int4range",
  bigInteger: "int8range",
  decimal: "numrange",
  date: "daterange",
  timestamp: "tstzrange",
};

/** The type as CREATE TABLE writes it. */
export function columnType(type: ColumnType): string {
  switch (type.kind) {
    case "text":
      return type.maxLength === null ? "text" : `varchar(${String(type.maxLength)})`;
    case "integer":
      return INTEGERS[type.size];
    case "float":
      return "double precision";
    case "decimal":
      if (type.precision === null) return "numeric";
      return `numeric(${String(type.precision)},${String(type.scale ?? 0)})`;
    case "boolean":
    case "date":
    case "time":
    case "interval":
    case "uuid":
    case "inet":
      return type.kind;
    case "timestamp":
      return type.precision === 6 ? "timestamptz" : `timestamptz(${String(type.precision)})`;
    case "json":
      return "jsonb";
    case "bytes":
      return "bytea";
    case "choice":
      return "text";
    case "enum":
      return quoteName(type.name);
    case "array":
      return `${columnType(type.of)}[]`;
    case "range":
      return RANGES[type.of];
    case "custom":
      return type.dbType;
  }
}
