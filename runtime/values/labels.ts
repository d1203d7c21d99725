import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { utf8 } from "./slices.js";

/** One of a few strings in a text column. What the database holds beside them is read as it stands. */
export function choice<const L extends string>(labels: readonly L[]): Codec<L> {
  return labelled(labels, "text", 25);
}

/** A PostgreSQL enum type; its name is quoted for casts. */
export function enumOf<const L extends string>(name: string, labels: readonly L[]): Codec<L> {
  return labelled(labels, `"${name.replaceAll('"', '""')}"`, 0);
}

function labelled<L extends string>(labels: readonly L[], dbType: string, oid: number): Codec<L> {
  const known = new Set<string>(labels);
  const expected = `one of ${labels.map((label) => JSON.stringify(label)).join(", ")}`;
  return {
    name: expected,
    dbType,
    oid,
    encode(value) {
      if (typeof value !== "string") refuse(expected, value);
      if (!known.has(value)) inexact(`Expected ${expected}, got another string`);
      return value;
    },
    decode: (bytes, start, end) => utf8(bytes, start, end) as L,
  };
}
