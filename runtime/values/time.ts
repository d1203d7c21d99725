import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$|^24:00(?::00(?:\.0{1,6})?)?$/;

/** `"14:30:00"`, microseconds kept: `"14:30:00.000001"`; `"14:30"` is read back as `"14:30:00"`. */
export const time: Codec<string> = {
  name: 'time string "HH:MM:SS"',
  dbType: "time",
  oid: 1083,
  encode(value) {
    if (typeof value !== "string") refuse('a time string "HH:MM:SS"', value);
    if (!TIME.test(value))
      inexact('The string is not a time "HH:MM:SS", with at most six digits of a second');
    return value;
  },
  decode: ascii,
  plain: plainTime,
};

/** `"14:30"` and `"14:30:00.000"` are `"14:30:00"`. */
function plainTime(value: string): string {
  const [hour = "", minute = "", second = "00"] = value.split(":");
  const [whole = "", fraction = ""] = second.split(".");
  const rest = fraction.replace(/0+$/, "");
  return `${hour}:${minute}:${whole}${rest === "" ? "" : `.${rest}`}`;
}
