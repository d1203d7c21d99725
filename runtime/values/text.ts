import type { Codec } from "./codec.js";
import { refuse } from "./refuse.js";
import { utf8 } from "./slices.js";
import { wellFormed } from "./well-formed.js";

export const text: Codec<string> = {
  name: "string",
  dbType: "text",
  oid: 25,
  encode(value) {
    if (typeof value !== "string") refuse("a string", value);
    return wellFormed(value);
  },
  decode: utf8,
};

/** A string that compares without case: a value beside it takes its type, since `citext = text` heeds case. */
export const citext: Codec<string> = {
  ...text,
  ...{ dbType: "citext", oid: 0 },
  plain: caseless,
};

/** One form of what compares without case. */
export function caseless(value: unknown): string {
  return String(value).toLowerCase();
}

/**
 * A string of a `varchar(n)` column. Its casts are to `text`, since `'abc'::varchar(2)` cuts silently;
 * the length itself is for `validate` and the database to refuse.
 */
export function varchar(maxLength: number): Codec<string> {
  return { ...text, name: `string of at most ${String(maxLength)} characters` };
}
