import { isIP } from "node:net";
import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

/** `"192.168.0.1"`, `"192.168.0.1/24"`, `"2001:db8::1"`; it is read back in PostgreSQL's normal form. */
export const inet: Codec<string> = {
  name: "IP address string",
  dbType: "inet",
  oid: 869,
  encode(value) {
    if (typeof value !== "string") refuse("an IP address string", value);
    if (!isAddress(value))
      inexact('The string is not an IP address such as "192.168.0.1", "192.168.0.1/24" or "2001:db8::1"');
    return value;
  },
  decode: ascii,
  plain: plainAddress,
};

/** `"2001:DB8:0::1"` and `"2001:db8::1/128"` are one address; a shorter prefix makes another value. */
function plainAddress(value: string): string {
  if (typeof value !== "string" || !isAddress(value)) return value;
  const [address = "", prefix] = value.split("/");
  const four = isIP(address) === 4;
  // A URL writes an address of version 6 in its one shortest form.
  const plain = four ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
  return prefix === undefined || prefix === (four ? "32" : "128") ? plain : `${plain}/${prefix}`;
}

function isAddress(value: string): boolean {
  const [address = "", prefix, ...rest] = value.split("/");
  const version = address.includes("%") ? 0 : isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    prefix === undefined ||
    (/^(?:0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
  );
}
