import type { Codec } from "./codec.js";
import { hasInexactInteger } from "./json-integers.js";
import { inexact, refuse } from "./refuse.js";
import { utf8 } from "./slices.js";
import { wellFormed } from "./well-formed.js";

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Deeper than any document by hand, shallower than PostgreSQL's stack. */
const MAX_DEPTH = 1000;

/**
 * `jsonb`: plain objects, arrays, strings, finite numbers, booleans and null inside.
 *
 * What `JSON.stringify` would drop or change (`undefined`, functions, NaN, a Date, a Map, a bigint) is
 * refused; an integer beyond 2^53 in a stored document throws `InvalidValue` on reading.
 */
export const json: Codec<JsonValue> = jsonCodec("jsonb", 3802);
export const plainJson: Codec<JsonValue> = jsonCodec("json", 114);

/** What queries see of a column: PostgreSQL has no operators for `json`, so that it is compared as `jsonb`. */
export function queriedAs(codec: Codec): Codec {
  return codec === plainJson ? json : codec;
}

function jsonCodec(dbType: "json" | "jsonb", oid: number): Codec<JsonValue> {
  return {
    name: "JSON value",
    dbType,
    oid,
    encode(value) {
      check(value, 0);
      return JSON.stringify(value);
    },
    decode(bytes, start, end) {
      const written = utf8(bytes, start, end);
      if (hasInexactInteger(written)) {
        inexact(
          "The stored JSON holds an integer beyond 2^53, where a number is not exact: store it as a string",
        );
      }
      return JSON.parse(written) as JsonValue;
    },
  };
}

function check(value: unknown, depth: number): void {
  switch (typeof value) {
    case "string":
      wellFormed(value);
      return;
    case "number":
      if (!Number.isFinite(value)) refuse("a JSON value", value, "JSON has finite numbers only");
      return;
    case "boolean":
      return;
    case "bigint":
      return refuse("a JSON value", value, "a bigint is not exact in JSON, store it as a string");
    case "object":
      break;
    default:
      return refuse(
        "a JSON value",
        value,
        value === undefined ? "leave the key out, or use null" : undefined,
      );
  }
  if (value === null) return;
  if (depth > MAX_DEPTH) inexact(`The JSON value is cyclic, or deeper than ${String(MAX_DEPTH)} levels`);
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) check(item, depth + 1);
    return;
  }
  if (!isPlain(value)) refuse("a JSON value", value, "only plain objects and arrays are stored as they are");
  for (const [key, item] of Object.entries(value)) {
    wellFormed(key);
    check(item, depth + 1);
  }
}

/** Of any realm: a prototype that is itself a root, or none. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
