import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";

const T = 0x74;
const F = 0x66;

export const boolean: Codec<boolean> = {
  name: "boolean",
  dbType: "bool",
  oid: 16,
  encode(value) {
    if (value === true) return "t";
    if (value === false) return "f";
    return refuse("true or false", value);
  },
  decode(bytes, start) {
    const byte = bytes[start];
    if (byte === T) return true;
    if (byte === F) return false;
    return inexact(
      "The database answered something else than a boolean: the column has another type than the model",
    );
  },
};
