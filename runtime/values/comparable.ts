import type { Codec } from "./codec.js";
import { decimal } from "./decimal.js";
import { text } from "./text.js";

const NUMERIC = 1700;
const anyDecimal = decimal();
const anyNumber = decimal({ as: "number" });
const anyInteger: Codec<number | bigint> = {
  ...anyNumber,
  encode: (value) => (typeof value === "bigint" ? String(value) : anyNumber.encode(value)),
};
/** What an integer column's own codec would refuse of the integers, by type. */
const LIMITS: Readonly<Record<string, number>> = { int2: 2 ** 15, int4: 2 ** 31, int8: 2 ** 53 };
const INT8 = 2n ** 63n;

/**
 * The codec for values that a column is compared with, not stored in it: a `numeric(8,2)` is compared with
 * `"9.999"` or an average exactly, an integer with `2.5`, a choice with any text.
 */
export function comparable(codec: Codec, values: readonly unknown[]): Codec {
  if (codec.oid === text.oid) return text;
  if (codec.name === "bigint") return codec.oid === NUMERIC || values.some(isBeyondInt8) ? anyInteger : codec;
  if (codec.oid === NUMERIC) return codec.name === anyNumber.name ? anyNumber : anyDecimal;
  const limit = codec.name === "integer" ? LIMITS[codec.dbType] : undefined;
  return limit !== undefined && values.some((value) => isBeyond(value, limit)) ? anyNumber : codec;
}

function isBeyond(value: unknown, limit: number): boolean {
  return typeof value === "number" && !(Number.isInteger(value) && value >= -limit && value < limit);
}

function isBeyondInt8(value: unknown): boolean {
  return typeof value === "bigint" && (value < -INT8 || value >= INT8);
}
