import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const N = "[+-]?\\d{1,9}";
const DURATION = new RegExp(
  `^P(?=[\\dT+-])(?:${N}Y)?(?:${N}M)?(?:${N}W)?(?:${N}D)?(?:T(?=[\\d+-])(?:${N}H)?(?:${N}M)?(?:${N}(?:\\.\\d{1,6})?S)?)?$`,
);

/** An ISO 8601 duration: `"P1Y2M3DT4H5M6.789S"`, `"PT0S"`, `"P-1D"`; it is read back in PostgreSQL's normal form. */
export const interval: Codec<string> = {
  name: 'interval string "P1DT2H"',
  dbType: "interval",
  oid: 1186,
  encode(value) {
    if (typeof value !== "string") refuse('an ISO 8601 duration such as "P1DT2H"', value);
    if (!DURATION.test(value))
      inexact('The string is not an ISO 8601 duration of whole parts such as "P1DT2H30M0.5S"');
    return value;
  },
  decode: ascii,
};
