import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { utf8 } from "./slices.js";
import { wellFormed } from "./well-formed.js";

/** Texts by name. */
export type Hstore = Record<string, string | null>;

/** `{ colour: "red", size: null }`, of the extension of that name. */
export const hstore: Codec<Hstore> = {
  name: "object of strings and nulls (hstore)",
  dbType: "hstore",
  // An extension's type has another number in each database.
  oid: 0,
  encode(value) {
    const given: unknown = value;
    if (typeof given !== "object" || given === null || !isPlain(given)) refuse(this.name, given);
    return Object.entries(given)
      .map(([name, each]) => `${quoted(name)}=>${each === null ? "NULL" : quoted(textOf(each))}`)
      .join(",");
  },
  decode: (bytes, start, end) => pairsOf(utf8(bytes, start, end)),
};

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : refuse("strings and nulls in an hstore", value);
}

function quoted(text: string): string {
  return `"${wellFormed(text).replace(/["\\]/gu, "\\$&")}"`;
}

const PAIR = /"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)(?:, |$)/gsuy;

/** PostgreSQL quotes every name and every text that it gives: `"a"=>"1", "b"=>NULL`. */
function pairsOf(text: string): Hstore {
  const found: Hstore = {};
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const match = PAIR.exec(text);
    if (!match) inexact("PostgreSQL gave an hstore that cannot be read");
    const [, name = "", value] = match;
    // Whatever it is called: `__proto__` is a name as others are.
    Object.defineProperty(found, plain(name), {
      value: value === undefined ? null : plain(value),
      ...{ writable: true, enumerable: true, configurable: true },
    });
  }
  return found;
}

function plain(written: string): string {
  return written.replace(/\\(.)/gsu, "$1");
}
