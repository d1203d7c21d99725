import type { Codec } from "./codec.js";
import { rangeDecoder } from "./range-decoder.js";
import { inexact, refuse } from "./refuse.js";

export type RangeBounds = "[)" | "[]" | "(]" | "()";

/** A range's value; a bound that is null is open to infinity. */
export type Range<T> =
  { readonly lower: T | null; readonly upper: T | null; readonly bounds: RangeBounds } | "empty";

const BOUNDS = new Set<unknown>(["[)", "[]", "(]", "()"]);

/**
 * `rangeOf(int4, "int4range")`: `{ lower: 1, upper: 5, bounds: "[)" }` or `"empty"`.
 *
 * PostgreSQL writes ranges of integers and dates as `[)`, and an infinite bound as exclusive: what comes
 * back holds the same values, perhaps in that form.
 */
export function rangeOf<T>(items: Codec<T>, name: string, oid = RANGE_OIDS.get(name) ?? 0): Codec<Range<T>> {
  return {
    name: `range of ${items.name}`,
    dbType: name,
    oid,
    encode(value) {
      if (value === "empty") return "empty";
      if (typeof value !== "object" || !BOUNDS.has(value.bounds)) {
        refuse('a range { lower, upper, bounds: "[)" } or "empty"', value);
      }
      const [open, close] = value.bounds;
      return `${open as string}${bound(items, value.lower)},${bound(items, value.upper)}${close as string}`;
    },
    decode: rangeDecoder(items),
  };
}

function bound<T>(items: Codec<T>, value: T | null): string {
  if (value === undefined) inexact("A range's bound is undefined: null stands for an open end");
  return value === null ? "" : `"${items.encode(value).replace(/["\\]/g, "\\$&")}"`;
}

const RANGE_OIDS: ReadonlyMap<string, number> = new Map([
  ["int4range", 3904],
  ["numrange", 3906],
  ["tsrange", 3908],
  ["tstzrange", 3910],
  ["daterange", 3912],
  ["int8range", 3926],
]);
