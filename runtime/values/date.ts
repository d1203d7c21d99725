import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";
import { ascii } from "./slices.js";

const DATE = /^(\d{4,7})-(\d\d)-(\d\d)( BC)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * `"2024-02-29"`, as PostgreSQL writes it: no time zone can shift it. `"0044-03-15 BC"`, `"infinity"` and
 * `"-infinity"` are dates too.
 */
export const date: Codec<string> = {
  name: 'date string "YYYY-MM-DD"',
  dbType: "date",
  oid: 1082,
  encode(value) {
    if (typeof value !== "string") {
      refuse(
        'a date string "YYYY-MM-DD"',
        value,
        (value as unknown) instanceof Date
          ? "a Date is an instant, and its day depends on the time zone"
          : undefined,
      );
    }
    if (!isDate(value)) inexact('The string is not a date "YYYY-MM-DD" that exists');
    return value;
  },
  decode: ascii,
};

function isDate(value: string): boolean {
  const parts = DATE.exec(value);
  if (parts === null) return value === "infinity" || value === "-infinity";
  const bc = parts[4] !== undefined;
  const year = Number(parts[1]);
  if (
    year === 0 ||
    year > (bc ? 4713 : 5_874_897) ||
    (parts[1] as string).length > Math.max(4, String(year).length)
  )
    return false;
  return isDay(bc ? 1 - year : year, Number(parts[2]), Number(parts[3]));
}

/** In astronomical years: 0 is 1 BC. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS[month - 1] as number);
}
