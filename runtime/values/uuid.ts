import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `"018f3a5c-…"`, of any version; it is read back in lower case. */
export const uuid: Codec<string> = {
  name: "UUID string",
  dbType: "uuid",
  oid: 2950,
  encode(value) {
    if (typeof value !== "string") refuse("a UUID string", value);
    if (!UUID.test(value)) inexact("The string is not a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12");
    return value;
  },
  decode: ascii,
  plain: (value) => String(value).toLowerCase(),
};
