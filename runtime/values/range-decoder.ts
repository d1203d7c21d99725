import type { Codec } from "./codec.js";
import type { Range, RangeBounds } from "./range.js";
import { inexact } from "./refuse.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const E = 0x65;

/** Reads `[1,5)`, `("2024-01-01 00:00:00+00",)`, `empty`; in quotes, a quote is doubled or escaped. */
export function rangeDecoder<T>(items: Codec<T>): (bytes: Buffer, start: number, end: number) => Range<T> {
  return (bytes, start, end) => {
    if (bytes[start] === E) return "empty";
    const bounds = String.fromCharCode(bytes[start] as number, bytes[end - 1] as number) as RangeBounds;
    const comma = endOfBound(bytes, start + 1, end - 1);
    if (bytes[comma] !== COMMA) {
      inexact(
        "The database answered something else than a range: the column has another type than the model",
      );
    }
    return {
      lower: bound(items, bytes, start + 1, comma),
      upper: bound(items, bytes, comma + 1, end - 1),
      bounds,
    };
  };
}

/** A doubled quote closes and opens again: the comma behind is found the same. */
function endOfBound(bytes: Buffer, from: number, end: number): number {
  let inQuotes = false;
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) inQuotes = !inQuotes;
    else if (byte === COMMA && !inQuotes) break;
  }
  return at;
}

function bound<T>(items: Codec<T>, bytes: Buffer, start: number, end: number): T | null {
  if (start === end) return null;
  if (bytes[start] !== QUOTE) return items.decode(bytes, start, end);
  const plain: number[] = [];
  for (let at = start + 1; at < end - 1; at++) {
    if (bytes[at] === BACKSLASH || bytes[at] === QUOTE) at++;
    plain.push(bytes[at] as number);
  }
  return items.decode(Buffer.from(plain), 0, plain.length);
}
