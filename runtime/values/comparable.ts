import type { Codec } from "./codec.js";
import { decimal } from "./decimal.js";

const NUMERIC = 1700;
const anyDecimal = decimal();
const anyNumber = decimal({ as: "number" });

/**
 * The codec for a value that a column is compared with, not stored in it: a `numeric(8,2)` is compared with
 * `"9.999"`, or with an average, exactly.
 */
export function comparable(codec: Codec): Codec {
  if (codec.oid !== NUMERIC) return codec;
  return codec.name === anyNumber.name ? anyNumber : anyDecimal;
}
