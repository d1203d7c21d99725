import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

export interface DecimalOptions {
  /** All digits; null: as many as there are. */
  readonly precision?: number | null | undefined;
  /** Digits after the point; without a precision it says nothing. */
  readonly scale?: number | null | undefined;
  readonly as?: "string" | "number" | undefined;
}

const NUMERAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,6}))?$/;
const SPECIAL = new Set(["NaN", "Infinity", "-Infinity"]);
const MAX_WHOLE = 131_072;
const MAX_FRACTION = 16_383;

/**
 * `numeric`: exact strings of any length, `"NaN"` and `"Infinity"` included; numbers with `as: "number"`.
 *
 * `encode` refuses more digits than the column has; what comes back is the same number written with the
 * column's scale (`"1.5"` is `"1.50"` in `numeric(8,2)`).
 */
export function decimal(options: DecimalOptions & { as: "number" }): Codec<number>;
export function decimal(options?: DecimalOptions & { as?: "string" | undefined }): Codec<string>;
export function decimal(options?: DecimalOptions): Codec<string> | Codec<number>;
export function decimal(options: DecimalOptions = {}): Codec<string> | Codec<number> {
  const limits = limitsOf(options);
  return options.as === "number" ? asNumber(limits) : asString(limits);
}

function asNumber(limits: Limits): Codec<number> {
  return {
    name: "number",
    dbType: "numeric",
    oid: 1700,
    encode(value) {
      if (typeof value !== "number") refuse("a number (numeric)", value);
      return checked(String(value), limits);
    },
    decode: (bytes, start, end) => Number(ascii(bytes, start, end)),
  };
}

function asString(limits: Limits): Codec<string> {
  return {
    name: "decimal string",
    dbType: "numeric",
    oid: 1700,
    encode(value: string | number) {
      if (typeof value === "number") return checked(String(value), limits);
      if (typeof value !== "string") refuse('a decimal string such as "12.50"', value);
      return checked(value, limits);
    },
    decode: ascii,
    plain: plainNumeral,
  };
}

/** The same number is the same text, whoever wrote it: `"1.50"`, `"1.5"` and `"15e-1"`. */
function plainNumeral(numeral: string | number): string {
  const parts = NUMERAL.exec(String(numeral));
  if (parts === null) return String(numeral);
  const fraction = parts[2] ?? parts[3] ?? "";
  const all = ((parts[1] ?? "") + fraction).replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  if (digits === "") return "0";
  const exponent = Number(parts[4] ?? 0) - fraction.length + all.length - digits.length;
  return `${String(numeral).startsWith("-") ? "-" : ""}${digits}e${String(exponent)}`;
}

interface Limits {
  readonly whole: number;
  readonly fraction: number;
  readonly infinity: boolean;
  readonly name: string;
}

function limitsOf({ precision, scale }: DecimalOptions): Limits {
  if (precision == null) return { whole: MAX_WHOLE, fraction: MAX_FRACTION, infinity: true, name: "numeric" };
  const fraction = scale ?? 0;
  const name = `numeric(${String(precision)},${String(fraction)})`;
  return { whole: precision - fraction, fraction, infinity: false, name };
}

function checked(numeral: string, limits: Limits): string {
  if (SPECIAL.has(numeral)) {
    if (!limits.infinity && numeral !== "NaN") inexact(`An infinity does not fit into ${limits.name}`);
    return numeral;
  }
  const parts = NUMERAL.exec(numeral);
  if (parts === null) inexact('The string is not a decimal number such as "12.50"');
  const whole = parts[1] ?? "";
  const fraction = parts[2] ?? parts[3] ?? "";
  const exponent = Number(parts[4] ?? 0);
  const digits = (whole + fraction).replace(/0+$/, "");
  const leading = digits.search(/[1-9]/);
  if (leading === -1) return plainZero(numeral);
  if (digits.length - whole.length - exponent > limits.fraction) {
    inexact(`The decimal has more digits after the point than ${limits.name} holds: round it first`);
  }
  if (whole.length + exponent - leading > limits.whole) {
    inexact(`The decimal has more digits before the point than ${limits.name} holds`);
  }
  return numeral;
}

/** Zero with an absurd exponent or a mile of digits is still zero. */
function plainZero(numeral: string): string {
  return numeral.length > 100 || /e/i.test(numeral) ? "0" : numeral;
}
