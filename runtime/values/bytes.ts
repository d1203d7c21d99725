import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const BACKSLASH = 0x5c;
const X = 0x78;

export const bytes: Codec<Uint8Array> = {
  name: "Uint8Array",
  dbType: "bytea",
  oid: 17,
  encode(value) {
    if (!(value instanceof Uint8Array)) refuse("a Uint8Array", value);
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  },
  decode(source, start, end) {
    if (source[start] !== BACKSLASH || source[start + 1] !== X) {
      inexact("The database answered something else than hexadecimal bytes: bytea_output must be hex");
    }
    const value = new Uint8Array((end - start - 2) >> 1);
    Buffer.from(value.buffer).write(ascii(source, start + 2, end), "hex");
    return value;
  },
};
