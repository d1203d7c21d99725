import type { CatalogueColumn, CatalogueEnum } from "../migrate/catalogue/catalogue.js";
import { writtenColumnType, writtenType } from "../migrate/catalogue/column-type.js";

/** A call of a field function, in parts. */
export interface FieldCall {
  readonly name: string;
  /** What stands before the options. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const SIZES: Readonly<Record<string, number>> = { smallint: 2, integer: 4, bigint: 8 };
const PLAIN: Readonly<Record<string, string>> = {
  ...{ smallint: "smallInteger", integer: "integer", bigint: "bigInteger", boolean: "boolean", date: "date" },
  ...{
    uuid: "uuid",
    jsonb: "json",
    bytea: "bytes",
    inet: "inet",
    hstore: "hstore",
    tsvector: "searchVector",
    text: "text",
    numeric: "decimal",
  },
  ...{ "double precision": "float" },
};
const RANGES: Readonly<Record<string, string>> = {
  ...{
    int4range: "integer",
    int8range: "bigInteger",
    numrange: "decimal",
    daterange: "date",
    tstzrange: "timestamp",
  },
};

/** The field function that makes a column of this type. */
export function typeCall(
  type: string,
  enums: readonly CatalogueEnum[],
  collation: string | null = null,
): FieldCall {
  const written = writtenType(type);
  if (written.endsWith("[]")) {
    const inner = typeCall(type.slice(0, -2), enums, collation);
    return { name: "array", argument: printCall(inner), options: {} };
  }
  if (collation !== null) {
    const call = typeCall(type, enums);
    if (call.name === "text") return { ...call, options: { ...call.options, collation } };
    return custom(writtenColumnType({ type, collation }));
  }
  const plain = PLAIN[written];
  if (plain !== undefined) return { name: plain, options: {} };
  if (written === "json") return { name: "json", options: { type: "json" } };
  const range = RANGES[written];
  if (range !== undefined) return { name: "range", argument: JSON.stringify(range), options: {} };
  return enumCall(written, enums) ?? sizedCall(written) ?? custom(type);
}

function enumCall(type: string, enums: readonly CatalogueEnum[]): FieldCall | null {
  const name = /^"((?:[^"]|"")*)"$/.exec(type)?.[1]?.replaceAll('""', '"');
  const found = enums.find((each) => each.schema === "public" && each.name === name);
  return found === undefined
    ? null
    : { name: "enum", argument: JSON.stringify(found.labels), options: { name: found.name } };
}

/** A domain, a type of an extension: as it is in SQL. */
function custom(type: string): FieldCall {
  return { name: "custom<string>", options: { dbType: type } };
}

function sizedCall(type: string): FieldCall | null {
  const [, base = type, size] = /^([a-z ]+?)(?:\((\d+(?:,-?\d+)?)\))?$/.exec(type) ?? [];
  const length = size === undefined ? {} : { maxLength: Number(size) };
  const precision = size === undefined ? {} : { precision: Number(size) };
  // A column without a size holds microseconds; a model that says nothing has milliseconds.
  const fraction = size === "3" ? {} : { precision: Number(size ?? 6) };
  switch (base) {
    case "varchar":
      return { name: "text", options: size === undefined ? { type: "varchar" } : length };
    case "char":
    case "citext":
      return { name: "text", options: { type: base, ...length } };
    case "real":
      return { name: "float", options: { size: 4 } };
    case "numeric": {
      const [digits = 0, scale = 0] = (size ?? "").split(",").map(Number);
      return scale < 0 || scale > digits ? null : { name: "decimal", options: { precision: digits, scale } };
    }
    case "timestamptz":
      return { name: "timestamp", options: fraction };
    case "timestamp":
      return { name: "timestamp", options: { zone: false, ...fraction } };
    case "time":
    case "interval":
      return { name: base, options: precision };
    default:
      return null;
  }
}

/** The key of a model that counts. */
export function idCall({ type, identity }: CatalogueColumn): FieldCall | null {
  const size = SIZES[type];
  if (identity === null || size === undefined) return null;
  return {
    name: "id",
    options: {
      ...(size !== 8 && { size }),
      ...(identity === "serial" && { serial: true }),
      ...(identity === "always" && { always: true }),
    },
  };
}

/** Who counts in a column beside the key. */
export function countedOptions({ type, identity }: CatalogueColumn): Record<string, unknown> {
  if (identity === null || SIZES[type] === undefined) return {};
  if (identity === "serial") return { serial: true };
  return { identity: identity === "always" ? "always" : true };
}

export function printCall({ name, argument, options }: FieldCall): string {
  return `fields.${name}(${[...(argument === undefined ? [] : [argument]), ...optionsText(options)].join(", ")})`;
}

/** `{ a: 1 }`, or nothing where there is nothing in it. */
export function optionsText(options: Readonly<Record<string, unknown>>): string[] {
  const parts = Object.entries(options).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return parts.length === 0 ? [] : [`{ ${parts.join(", ")} }`];
}
