import type { ColumnType, RangeSubtype, TextType } from "../../schema/schema.js";
import { uncollated } from "../state/column-type.js";
import type { EnumState } from "../state/state.js";

const INTEGERS: Readonly<Record<string, 2 | 4 | 8>> = { smallint: 2, integer: 4, bigint: 8 };
const RANGES: Readonly<Record<string, RangeSubtype>> = {
  ...{ int4range: "integer", int8range: "bigInteger", numrange: "decimal" },
  ...{ daterange: "date", tstzrange: "timestamp" },
};

/** The type of a column by what the state says of it: the other way round of `columnType`. */
export function typeOfSql(written: string, enums: readonly EnumState[]): ColumnType {
  const [sql] = uncollated(written);
  if (sql.endsWith("[]")) return { kind: "array", of: typeOfSql(sql.slice(0, -2), enums) };
  const size = INTEGERS[sql];
  if (size !== undefined) return { kind: "integer", size, as: "number", identity: false };
  const of = RANGES[sql];
  if (of !== undefined) return { kind: "range", of };
  const name = /^"((?:[^"]|"")*)"$/.exec(sql)?.[1]?.replaceAll('""', '"');
  const found = enums.find((each) => each.name === name);
  if (found !== undefined) return { kind: "enum", name: found.name, labels: found.labels };
  return sizedType(sql) ?? custom(sql);
}

function sizedType(sql: string): ColumnType | null {
  const [, base = "", first, second] = /^([a-z]+(?: [a-z]+)?)(?:\((\d+)(?:,(\d+))?\))?$/.exec(sql) ?? [];
  const length = first === undefined ? null : Number(first);
  switch (base) {
    case "text":
      return { kind: "text", maxLength: null, format: null };
    case "varchar":
    case "char":
    case "citext":
      return textType(base, length);
    case "real":
      return { kind: "float", size: 4 };
    case "double precision":
      return { kind: "float" };
    case "numeric":
      return {
        kind: "decimal",
        precision: length,
        scale: length === null ? null : Number(second ?? 0),
        as: "string",
      };
    case "boolean":
    case "date":
    case "uuid":
    case "inet":
    case "hstore":
      return { kind: base };
    case "tsvector":
      return { kind: "searchVector" };
    case "time":
    case "interval":
      return { kind: base, ...(length !== null && { precision: length }) };
    case "timestamptz":
    case "timestamp":
      return {
        ...{ kind: "timestamp", precision: length ?? 6, as: (length ?? 6) > 3 ? "string" : "date" },
        ...(base === "timestamp" && { zone: false }),
      };
    case "json":
      return { kind: "json", tsType: null, dbType: "json" };
    case "jsonb":
      return { kind: "json", tsType: null };
    case "bytea":
      return { kind: "bytes" };
    default:
      return null;
  }
}

function textType(dbType: TextType, maxLength: number | null): ColumnType {
  const plain = dbType === "varchar" && maxLength !== null;
  return { kind: "text", maxLength, ...(!plain && { dbType }), format: null };
}

function custom(dbType: string): ColumnType {
  return { kind: "custom", dbType, tsType: { text: "string" }, parse: null, serialize: null };
}
