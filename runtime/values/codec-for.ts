import { arrayOf } from "./array.js";
import { boolean } from "./boolean.js";
import { bytes } from "./bytes.js";
import type { Codec } from "./codec.js";
import type { ColumnSpec, RangeSubtypeSpec } from "./column-spec.js";
import { custom, type CustomType } from "./custom.js";
import { date } from "./date.js";
import { decimal } from "./decimal.js";
import { float8 } from "./float.js";
import { hstore } from "./hstore.js";
import { inet } from "./inet.js";
import { int2, int4, int8 } from "./integer.js";
import { interval } from "./interval.js";
import { json, plainJson } from "./json.js";
import { choice, enumOf } from "./labels.js";
import { columnSpecOf } from "./plain-type.js";
import { rangeOf } from "./range.js";
import { tsvector } from "./search.js";
import { citext, text, varchar } from "./text.js";
import { time } from "./time.js";
import { timestamptz, timestamptzText } from "./timestamp.js";
import { uuid } from "./uuid.js";

const made = new WeakMap<ColumnSpec, Codec>();

/**
 * The codec for a column's type as data; the same object gives the same codec.
 *
 * ```ts
 * codecFor({ type: "array", of: { type: "integer", size: 4 } }).encode([1, null]) // {1,NULL}
 * ```
 */
export function codecFor(spec: ColumnSpec): Codec {
  const known = made.get(spec);
  if (known !== undefined) return known;
  const codec = make(spec);
  made.set(spec, codec);
  return codec;
}

function make(spec: ColumnSpec): Codec {
  switch (spec.type) {
    case "text":
      if (spec.citext === true) return citext;
      return spec.maxLength == null ? text : varchar(spec.maxLength);
    case "integer":
      return spec.size === 2 ? int2 : spec.size === 4 ? int4 : int8({ as: spec.as ?? "number" });
    case "float":
      return float8;
    case "decimal":
      return decimal(spec);
    case "boolean":
      return boolean;
    case "date":
      return date;
    case "time":
      return time;
    case "timestamp":
      return spec.as === "string" ? timestamptzText : timestamptz;
    case "interval":
      return interval;
    case "uuid":
      return uuid;
    case "json":
      return spec.text === true ? plainJson : json;
    case "bytes":
      return bytes;
    case "choice":
      return choice(spec.values);
    case "enum":
      return enumOf(spec.name, spec.labels);
    case "array":
      return arrayOf(codecFor(columnSpecOf(spec.of)));
    case "range":
      return RANGES[spec.of];
    case "inet":
      return inet;
    case "hstore":
      return hstore;
    case "searchVector":
      return tsvector;
    case "custom":
      return custom<unknown>(spec as CustomType<unknown>);
  }
}

const RANGES: Readonly<Record<RangeSubtypeSpec, Codec>> = {
  integer: rangeOf(int4, "int4range"),
  bigInteger: rangeOf(int8({ as: "number" }), "int8range"),
  decimal: rangeOf(decimal(), "numrange"),
  date: rangeOf(date, "daterange"),
  timestamp: rangeOf(timestamptz, "tstzrange"),
};
