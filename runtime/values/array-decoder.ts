import type { Codec } from "./codec.js";
import { inexact } from "./refuse.js";

const OPEN = 0x7b;
const CLOSE = 0x7d;
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const EQUALS = 0x3d;
const NULL = [0x4e, 0x55, 0x4c, 0x4c] as const;

/** Reads `{1,NULL,"a \"b\""}` of any dimensions; items are decoded in place, copied only where they hold escapes. */
export function arrayDecoder(items: Codec): (bytes: Buffer, start: number, end: number) => unknown[] {
  return (bytes, start, end) => {
    // Bounds that do not start at 1 are written before the items: [0:2]={1,2,3}.
    const open = bytes[start] === BRACKET ? bytes.indexOf(EQUALS, start) + 1 : start;
    if (bytes[open] !== OPEN) notAnArray();
    const { value, next } = level(items, bytes, open + 1, end);
    if (next !== end) notAnArray();
    return value;
  };
}

interface Read<T> {
  readonly value: T;
  /** Behind what was read. */
  readonly next: number;
}

function level(items: Codec, bytes: Buffer, from: number, end: number): Read<unknown[]> {
  const value: unknown[] = [];
  if (bytes[from] === CLOSE) return { value, next: from + 1 };
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === OPEN) {
      const inner = level(items, bytes, at + 1, end);
      value.push(inner.value);
      at = inner.next;
    } else if (byte === QUOTE) {
      const item = quotedItem(items, bytes, at + 1, end);
      value.push(item.value);
      at = item.next;
    } else {
      const start = at;
      while (at < end && bytes[at] !== COMMA && bytes[at] !== CLOSE) at++;
      value.push(isNull(bytes, start, at) ? null : items.decode(bytes, start, at));
    }
    if (bytes[at] === CLOSE) return { value, next: at + 1 };
    if (bytes[at] !== COMMA) break;
  }
  return notAnArray();
}

function quotedItem(items: Codec, bytes: Buffer, from: number, end: number): Read<unknown> {
  let at = from;
  let escapes = 0;
  for (; at < end && bytes[at] !== QUOTE; at++) {
    if (bytes[at] === BACKSLASH) {
      escapes++;
      at++;
    }
  }
  if (escapes === 0) return { value: items.decode(bytes, from, at), next: at + 1 };
  const plain = Buffer.allocUnsafe(at - from - escapes);
  for (let source = from, target = 0; source < at; source++, target++) {
    if (bytes[source] === BACKSLASH) source++;
    plain[target] = bytes[source] as number;
  }
  return { value: items.decode(plain, 0, plain.length), next: at + 1 };
}

function isNull(bytes: Buffer, start: number, end: number): boolean {
  return end - start === 4 && NULL.every((byte, index) => bytes[start + index] === byte);
}

function notAnArray(): never {
  inexact("The database answered something else than an array: the column has another type than the model");
}
