import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const MINUS = 0x2d;
const ZERO = 0x30;
/** Any number of so many digits is below 2^53. */
const SAFE_DIGITS = 15;

const MIN_8 = -(2n ** 63n);
const MAX_8 = 2n ** 63n - 1n;

/** -32,768 to 32,767. */
export const int2 = small("int2", 21, 2 ** 15);
/** -2,147,483,648 to 2,147,483,647. */
export const int4 = small("int4", 23, 2 ** 31);

const int8AsNumber: Codec<number> = {
  name: "integer",
  dbType: "int8",
  oid: 20,
  encode(value) {
    if (typeof value !== "number" || !Number.isInteger(value))
      refuse("an integer (int8)", value, bigintHint(value));
    if (!Number.isSafeInteger(value)) {
      inexact(
        'The integer is beyond 2^53, where a number is not exact: declare the field with { as: "bigint" }',
      );
    }
    return String(value);
  },
  decode: decodeNumber,
};

const int8AsBigint: Codec<bigint> = {
  name: "bigint",
  dbType: "int8",
  oid: 20,
  encode(value) {
    if (typeof value !== "bigint")
      refuse("a bigint (int8)", value, typeof value === "number" ? "write 3n for 3" : undefined);
    if (value < MIN_8 || value > MAX_8) inexact("The bigint is outside of int8: -2^63 to 2^63 - 1");
    return String(value);
  },
  decode(bytes, start, end) {
    if (end - start <= SAFE_DIGITS) return BigInt(decodeNumber(bytes, start, end));
    return BigInt(ascii(bytes, start, end));
  },
};

/** As `"number"`, what is beyond 2^53 throws in both directions: it is never rounded. */
export function int8(options: { as: "bigint" }): Codec<bigint>;
export function int8(options: { as: "number" }): Codec<number>;
export function int8(options: { as: "number" | "bigint" }): Codec<number> | Codec<bigint>;
export function int8({ as }: { as: "number" | "bigint" }): Codec<number> | Codec<bigint> {
  return as === "bigint" ? int8AsBigint : int8AsNumber;
}

function small(dbType: "int2" | "int4", oid: number, limit: number): Codec<number> {
  return {
    name: "integer",
    dbType,
    oid,
    encode(value) {
      if (typeof value !== "number" || !Number.isInteger(value))
        refuse(`an integer (${dbType})`, value, bigintHint(value));
      if (value < -limit || value >= limit) {
        inexact(`The integer is outside of ${dbType}: ${String(-limit)} to ${String(limit - 1)}`);
      }
      return String(value);
    },
    decode: decodeNumber,
  };
}

function decodeNumber(bytes: Buffer, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  let value = 0;
  for (let at = first; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) notAnInteger();
    value = value * 10 + digit;
  }
  // Rounding is monotonic: a value that was rounded on the way is not a safe integer at the end.
  if (end - first > SAFE_DIGITS && !Number.isSafeInteger(value)) {
    inexact(
      'The stored integer is beyond 2^53, where a number is not exact: declare the field with { as: "bigint" }',
    );
  }
  if (first === end) notAnInteger();
  return negative && value !== 0 ? -value : value;
}

function notAnInteger(): never {
  inexact("The database answered something else than an integer: the column has another type than the model");
}

function bigintHint(value: unknown): string | undefined {
  return typeof value === "bigint"
    ? 'declare the field with { as: "bigint" }, or pass Number(value)'
    : undefined;
}
