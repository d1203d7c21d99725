import type { Codec } from "./codec.js";
import { isDay } from "./date.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const ISO =
  /^(\d{4,6})-(\d\d)-(\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)( BC)?$/;
/** PostgreSQL's earliest and latest instants within what a Date holds: 4713 BC, 275760. */
const EARLIEST = -210_866_803_200_000;
/** The first and the last instant of a Date, which stand for the infinities. */
const END_OF_TIME = 8_640_000_000_000_000;

/** What PostgreSQL said of the Dates that hold less than it did: as long as one is not changed, it goes back so. */
const said = new WeakMap<Date, { readonly instant: number; readonly text: string }>();

function remembering(value: Date, text: string): Date {
  said.set(value, { instant: value.getTime(), text });
  return value;
}

/**
 * `timestamptz`: a `Date`, which holds milliseconds where the column may hold microseconds. What came from the database
 * goes back exactly, as long as the Date is the same one and unchanged. An ISO string with an offset
 * (`"2024-05-01T12:00:00.000001Z"`) is taken too, and stores all six digits. `infinity` is read as the last instant of a Date.
 *
 * Throws `InvalidValue` for an invalid Date.
 */
export const timestamptz: Codec<Date> = {
  name: "Date",
  dbType: "timestamptz",
  oid: 1184,
  encode(value: Date | string) {
    if (typeof value === "string") return checkedIso(value);
    if (!(value instanceof Date)) refuse("a Date", value);
    const instant = value.getTime();
    if (instant !== instant) inexact("The Date is invalid: its time is NaN");
    const known = said.get(value);
    if (known?.instant === instant) return known.text;
    if (instant < EARLIEST) inexact("The Date is before 4713 BC, the first that PostgreSQL holds");
    return written(value, instant);
  },
  decode: decodeInstant,
};

/** `timestamptz` as text, exact to the microsecond: `"2024-05-01T12:00:00.123456Z"`, `"infinity"`. */
export const timestamptzText: Codec<string> = {
  name: "timestamp string",
  dbType: "timestamptz",
  oid: 1184,
  encode: (value: string | Date) => timestamptz.encode(value as Date),
  decode(bytes, start, end) {
    const text = ascii(bytes, start, end);
    return text.endsWith("+00") ? `${text.slice(0, -3).replace(" ", "T")}Z` : text;
  },
};

function checkedIso(value: string): string {
  if (value === "infinity" || value === "-infinity") return value;
  const parts = ISO.exec(value);
  if (parts === null || parts[1] === "0000" || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    inexact(
      "The string is not an instant such as 2024-05-01T12:00:00Z: a date, a time and an offset, or pass a Date",
    );
  }
  return value;
}

/** Rows that are made together are often of the same millisecond: to write a Date takes longer than all else about it. */
let last = { instant: NaN, text: "" };

function written(value: Date, instant: number): string {
  if (last.instant !== instant) last = { instant, text: iso(value) };
  return last.text;
}

function iso(value: Date): string {
  const text = value.toISOString();
  const year = value.getUTCFullYear();
  if (year >= 1 && year <= 9999) return text;
  const rest = text.slice(text.indexOf("-", 1));
  return year > 0 ? `${String(year)}${rest}` : `${String(1 - year).padStart(4, "0")}${rest} BC`;
}

const ZERO = 0x30;
const DASH = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const COLON = 0x3a;
const SPACE = 0x20;

/** `2024-05-01 12:00:00.123456+00`, `0044-03-15 12:00:00+00 BC`, `12024-01-01 00:00:00+05:30`. */
function decodeInstant(bytes: Buffer, start: number, end: number): Date {
  if (!isDigit(bytes[start])) return infinite(bytes, start, end);
  let at = start;
  let year = 0;
  for (; at < end && bytes[at] !== DASH; at++) year = year * 10 + digit(bytes, at);
  const month = two(bytes, at + 1);
  const day = two(bytes, at + 4);
  const hour = two(bytes, at + 7);
  const minute = two(bytes, at + 10);
  const second = two(bytes, at + 13);
  at += 15;
  let millisecond = 0;
  let finer = false;
  if (bytes[at] === DOT) {
    let unit = 100;
    for (at++; at < end && isDigit(bytes[at]); at++, unit = Math.trunc(unit / 10)) {
      millisecond += digit(bytes, at) * unit;
      finer ||= unit === 0;
    }
  }
  // A column without a time zone is read as UTC.
  const isZoned = at < end && bytes[at] !== SPACE;
  const sign = !isZoned || bytes[at] === PLUS ? 1 : bytes[at] === DASH ? -1 : notAnInstant();
  let offset = isZoned ? two(bytes, at + 1) * 3600 : 0;
  if (isZoned) at += 3;
  for (let unit = 60; at < end && bytes[at] === COLON; at += 3, unit = 1) offset += two(bytes, at + 1) * unit;
  if (at < end && bytes[at] === SPACE) year = 1 - year;
  const instant = utc(year, month, day, hour, minute, second, millisecond) - sign * offset * 1000;
  const value = new Date(instant);
  if (instant !== instant || Number.isNaN(value.getTime()))
    inexact("The stored timestamp is outside of what a Date can hold");
  return finer ? remembering(value, ascii(bytes, start, end)) : value;
}

function infinite(bytes: Buffer, start: number, end: number): Date {
  const text = ascii(bytes, start, end);
  if (text === "infinity") return remembering(new Date(END_OF_TIME), text);
  if (text === "-infinity") return remembering(new Date(-END_OF_TIME), text);
  return notAnInstant();
}

function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number {
  if (year > 99) return Date.UTC(year, month - 1, day, hour, minute, second, ms);
  // Date.UTC takes 0 to 99 for 1900 to 1999: 400 years are a whole number of weeks and leap years.
  const CYCLE = 400 * 20;
  return Date.UTC(year + CYCLE, month - 1, day, hour, minute, second, ms) - CYCLE * 365.2425 * 86_400_000;
}

function two(bytes: Buffer, at: number): number {
  return digit(bytes, at) * 10 + digit(bytes, at + 1);
}

function digit(bytes: Buffer, at: number): number {
  const value = (bytes[at] ?? 0) - ZERO;
  return value >= 0 && value <= 9 ? value : NaN;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

function notAnInstant(): never {
  return inexact(
    "The database answered something else than a timestamptz: the column has another type than the model",
  );
}
