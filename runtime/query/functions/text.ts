import { InvalidValue } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import type { Expression, OwnedAs, TextRef, Value } from "../../types/index.js";
import { int4, text } from "../../values/index.js";
import { sqlNode } from "../expression/node.js";
import { call, gaps, operandOf, wrap } from "./scalar.js";

type Text = Expression<string> | Expression<string | null>;
/** Any text: of a choice's labels too, since they are changed. */
type TextOf<E> = E extends Expression<infer T> ? TextRef<string | (null extends T ? null : never)> : never;

const one =
  (name: string) =>
  <E extends Text>(expression: E): OwnedAs<E, TextOf<E>> =>
    call(name, [operandOf(expression)], text) as never;

/** `lower(Book.f.title)` makes `lower("title")`. */
export const lower = one("lower");
/** In capitals. */
export const upper = one("upper");
/** Without spaces at both ends. */
export const trim = one("trim");
/** Without spaces at the start. */
export const ltrim = one("ltrim");
/** Without spaces at the end. */
export const rtrim = one("rtrim");
/** The characters in the opposite order. */
export const reverse = one("reverse");
/** The MD5 hash in hexadecimal. */
export const md5 = one("md5");

/** The number of characters. */
export function length(expression: Expression): Of<number | null> {
  return call<number | null>("length", [sqlNode(["", "::text"], [operandOf(expression)], text)], int4);
}

/** The code of the first character. */
export function ord(expression: Expression): Of<number | null> {
  return call<number | null>("ascii", [operandOf(expression)], int4);
}

/** The character of a code. */
export function chr(code: Value<number>): Of<string> {
  return call("chr", [sqlNode(["", "::int4"], [operandOf(code)], int4)], text);
}

/** The operands as one text; null counts as empty, as in Django's `Concat`. */
export function concat(...parts: readonly (Expression | string | number)[]): Of<string> {
  const operands = parts.map((part) => sqlNode(["coalesce((", ")::text, '')"], [operandOf(part)], text));
  return wrap(sqlNode(gaps("(", operands.length, " || ", ")"), operands, text));
}

/** Characters from a place on, from 1. */
export function substr(
  expression: Expression,
  start: Value<number>,
  count?: Value<number>,
): Of<string | null> {
  const numbers = [start, ...(count === undefined ? [] : [count])];
  const operands = numbers.map((value) => sqlNode(["", "::int4"], [operandOf(value)], int4));
  return call("substring", [operandOf(expression), ...operands], text);
}

const counted =
  (name: string) =>
  (expression: Expression, count: Value<number>): Of<string | null> =>
    call(name, [operandOf(expression), sqlNode(["", "::int4"], [operandOf(count)], int4)], text);

/** The first so many characters. */
export const left = counted("left");
/** The last so many characters. */
export const right = counted("right");
/** The text so many times. */
export const repeat = counted("repeat");

const padded =
  (name: string) =>
  (expression: Expression, count: Value<number>, fill: Value<string> = " "): Of<string | null> =>
    call(
      name,
      [operandOf(expression), sqlNode(["", "::int4"], [operandOf(count)], int4), operandOf(fill, text)],
      text,
    );

/** Filled up at the start to so many characters. */
export const lpad = padded("lpad");
/** Filled up at the end to so many characters. */
export const rpad = padded("rpad");

/** Each occurrence of a text replaced by another. */
export function replace(
  expression: Expression,
  find: Value<string>,
  by: Value<string> = "",
): Of<string | null> {
  return call("replace", [operandOf(expression), operandOf(find, text), operandOf(by, text)], text);
}

/** The place of a text in another, from 1; 0 where it is not there. */
export function strIndex(expression: Expression, find: Value<string>): Of<number | null> {
  return call<number | null>("strpos", [operandOf(expression), operandOf(find, text)], int4);
}

const digest =
  (name: string) =>
  (expression: Expression): Of<string | null> =>
    wrap(
      sqlNode([`encode(${name}(convert_to((`, ")::text, 'UTF8')), 'hex')"], [operandOf(expression)], text),
    );

/** The SHA-224 hash in hexadecimal. */
export const sha224 = digest("sha224");
/** The SHA-256 hash in hexadecimal. */
export const sha256 = digest("sha256");
/** The SHA-384 hash in hexadecimal. */
export const sha384 = digest("sha384");
/** The SHA-512 hash in hexadecimal. */
export const sha512 = digest("sha512");

/** The text under a collation, for comparing and ordering: `collate(Book.f.title, "C")`. */
export function collate(expression: Expression, collation: string): Of<string | null> {
  if (!/^[\w@.-]+$/.test(collation)) throw new InvalidValue("collate() takes the name of a collation");
  return wrap(sqlNode(["(", `) collate "${collation}"`], [operandOf(expression)], text));
}
