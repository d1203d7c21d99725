import type { Call } from "../facts.js";
import { readLabels, readSubtype } from "../options/column-arguments.js";
import { readInnerType } from "./inner-field.js";
import { flag, number, text, type Options } from "../options/options.js";
import type { Report } from "../report.js";
import type { ColumnType, TextType } from "../schema.js";

/** How long texts are where nothing is said. */
const LENGTHS = { slug: 50, email: 254, url: 200 } as const;

/** The type of a column; null where the call does not tell, which is then reported. */
export function readColumnType(
  call: Call,
  options: Options,
  subject: string,
  report: Report,
): ColumnType | null {
  const collation = text(options, "collation");
  switch (call.name) {
    case "id":
      return {
        kind: "integer",
        size: idSize(options),
        as: text(options, "as") === "bigint" ? "bigint" : "number",
        identity: true,
        ...(flag(options, "always") && { always: true }),
        ...(flag(options, "serial") && { serial: true }),
      };
    case "text":
      return {
        ...{ kind: "text", maxLength: number(options, "maxLength"), format: null },
        ...(text(options, "type") !== null && { dbType: text(options, "type") as TextType }),
        ...(collation !== null && { collation }),
      };
    case "slug":
    case "email":
    case "url":
      return {
        kind: "text",
        maxLength: number(options, "maxLength") ?? LENGTHS[call.name],
        format: call.name,
      };
    case "integer":
      return { kind: "integer", size: 4, as: "number", ...counted(options) };
    case "smallInteger":
      return { kind: "integer", size: 2, as: "number", ...counted(options) };
    case "bigInteger":
      return {
        kind: "integer",
        size: 8,
        as: text(options, "as") === "bigint" ? "bigint" : "number",
        ...counted(options),
      };
    case "decimal":
      return decimal(options, subject, report);
    case "float":
      return { kind: "float", ...(number(options, "size") === 4 && { size: 4 }) };
    case "time":
    case "interval":
      return { kind: call.name, ...precisionOf(options) };
    case "boolean":
    case "date":
    case "uuid":
    case "bytes":
    case "inet":
    case "hstore":
    case "searchVector":
      return { kind: call.name };
    case "timestamp":
      return timestamp(options, subject, report);
    case "json":
      return {
        ...{ kind: "json", tsType: call.typeArgument },
        ...(text(options, "type") === "json" && { dbType: "json" }),
      };
    case "choice": {
      const values = readLabels(call, subject, report);
      return values && { kind: "choice", values };
    }
    case "enum": {
      const labels = readLabels(call, subject, report);
      return labels && { kind: "enum", name: text(options, "name") ?? "", labels };
    }
    case "array": {
      const of = readInnerType(call, subject, report);
      return of && { kind: "array", of };
    }
    case "generated":
      return readInnerType(call, subject, report);
    case "range": {
      const of = readSubtype(call, subject, report);
      return of && { kind: "range", of };
    }
    default:
      return custom(call, options);
  }
}

function idSize(options: Options): 2 | 4 | 8 {
  const size = number(options, "size");
  return size === 2 || size === 4 ? size : 8;
}

function precisionOf(options: Options): { readonly precision?: number } {
  const precision = number(options, "precision");
  return precision === null ? {} : { precision };
}

/** What a Date holds. */
const MILLISECONDS = 3;

function timestamp(options: Options, subject: string, report: Report): ColumnType {
  const precision = number(options, "precision");
  const entry = options.get("precision");
  if (entry && precision !== null && precision > 6) {
    report(
      "ORM2038",
      entry.value.span,
      `the precision of ${subject} is ${precision}`,
      "PostgreSQL keeps up to 6 digits behind the second",
    );
  }
  return {
    kind: "timestamp",
    precision: precision ?? MILLISECONDS,
    as: text(options, "as") === "string" ? "string" : "date",
    ...(!flag(options, "zone", true) && { zone: false }),
  };
}

function decimal(options: Options, subject: string, report: Report): ColumnType {
  const precision = number(options, "precision");
  const scale = number(options, "scale");
  if (precision === 0) {
    const span = options.get("precision")?.value.span;
    if (span) report("ORM2038", span, `the precision of ${subject} is 0`, "precision counts all digits");
  }
  const entry = options.get("scale");
  if (entry && scale !== null && precision !== null && scale > precision) {
    const message = `the scale of ${subject} is ${scale}, more than its precision of ${precision}`;
    report("ORM2038", entry.value.span, message, "precision counts all digits, scale those after the point");
  }
  if (entry && precision === null) {
    report(
      "ORM1007",
      entry.span,
      `${subject} has a scale and no precision`,
      "say how many digits there are in all",
    );
  }
  return {
    kind: "decimal",
    precision,
    scale: scale ?? (precision === null ? null : 0),
    as: text(options, "as") === "number" ? "number" : "string",
  };
}

function custom(call: Call, options: Options): ColumnType {
  const code = (name: string) => {
    const value = options.get(name)?.value;
    return value?.kind === "expression" ? value.code : null;
  };
  return {
    kind: "custom",
    dbType: text(options, "dbType") ?? "",
    tsType: call.typeArgument ?? { text: "string" },
    parse: code("parse"),
    serialize: code("serialize"),
  };
}

/** Who counts in a column beside the key. */
function counted(options: Options): { identity: boolean; always?: true; serial?: true } {
  const isAlways = text(options, "identity") === "always";
  const isSerial = flag(options, "serial");
  return {
    identity: isAlways || isSerial || flag(options, "identity"),
    ...(isAlways && { always: true }),
    ...(isSerial && { serial: true }),
  };
}
