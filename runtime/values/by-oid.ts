import { ARRAY_OIDS, arrayOf } from "./array.js";
import { boolean } from "./boolean.js";
import { bytes } from "./bytes.js";
import type { Codec } from "./codec.js";
import { date } from "./date.js";
import { decimal } from "./decimal.js";
import { float4, float8 } from "./float.js";
import { inet } from "./inet.js";
import { int2, int4, int8 } from "./integer.js";
import { interval } from "./interval.js";
import { json, plainJson } from "./json.js";
import { rangeOf } from "./range.js";
import { text } from "./text.js";
import { time } from "./time.js";
import { timestamptz } from "./timestamp.js";
import { uuid } from "./uuid.js";

const OID = 26;
const MAX_OID = 2 ** 32;
const oid: Codec<number> = {
  ...int8({ as: "number" }),
  dbType: "oid",
  oid: OID,
  encode(value) {
    return int8({ as: "number" }).encode(value % MAX_OID === value && value >= 0 ? value : NaN);
  },
};

const int8Number = int8({ as: "number" });
const numeric = decimal();

const SCALARS: readonly Codec[] = [
  boolean,
  bytes,
  int8Number,
  int2,
  int4,
  text,
  oid,
  plainJson,
  float4,
  float8,
  inet,
  date,
  time,
  timestamptz,
  interval,
  numeric,
  uuid,
  json,
  rangeOf(int4, "int4range"),
  rangeOf(numeric, "numrange"),
  rangeOf(text, "tsrange"),
  rangeOf(timestamptz, "tstzrange"),
  rangeOf(date, "daterange"),
  rangeOf(int8Number, "int8range"),
];

const known = new Map<number, Codec>();
for (const codec of SCALARS) known.set(codec.oid, codec);
for (const [item, array] of ARRAY_OIDS) known.set(array, arrayOf(known.get(item) ?? text));

/**
 * The codec for a column that the server described: int8 is a number with a check of its range, `numeric` a
 * string, `timestamp` without a time zone and every type that is not built in the text as it stands.
 */
export function codecForOid(oid: number): Codec {
  return known.get(oid) ?? text;
}
