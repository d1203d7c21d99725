import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

/** Every double comes back the same: -0, NaN and the infinities too. */
export const float8: Codec<number> = float("float8", 701);
/** Read from the server only: a number that is not a single-precision one would be rounded. */
export const float4: Codec<number> = float("float4", 700);

function float(dbType: "float4" | "float8", oid: number): Codec<number> {
  return {
    name: "number",
    dbType,
    oid,
    encode(value) {
      if (typeof value !== "number") refuse("a number", value);
      if (dbType === "float4" && !Object.is(Math.fround(value), value)) {
        inexact("The number is not exact in single precision (float4): pass Math.fround(value)");
      }
      return Object.is(value, -0) ? "-0" : String(value);
    },
    decode(bytes, start, end) {
      const written = ascii(bytes, start, end);
      const value = Number(written);
      if (value !== value && written !== "NaN") {
        inexact(
          "The database answered something else than a number: the column has another type than the model",
        );
      }
      return value;
    },
  };
}
