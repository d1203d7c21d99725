import { lookupCase, type LookupCase } from "./case.js";
import { samples } from "./samples.js";

type Answer = string | number | boolean | Date | null;

const DAY = 86_400_000;

/** The Thursday of a day's week: its year is the week's. */
const thursday = (day: Date) => new Date(day.getTime() + (4 - isoWeekDay(day)) * DAY);
const isoWeekDay = (day: Date) => day.getUTCDay() || 7;
const dayOfYear = (day: Date) => Math.floor((day.getTime() - Date.UTC(day.getUTCFullYear(), 0)) / DAY);
const week = (day: Date) => Math.floor(dayOfYear(thursday(day)) / 7) + 1;

const ofDays: Readonly<Record<string, (day: Date) => number>> = {
  year: (day) => day.getUTCFullYear(),
  iso_year: (day) => thursday(day).getUTCFullYear(),
  quarter: (day) => Math.floor(day.getUTCMonth() / 3) + 1,
  month: (day) => day.getUTCMonth() + 1,
  week,
  day: (day) => day.getUTCDate(),
  week_day: (day) => day.getUTCDay() + 1,
  iso_week_day: isoWeekDay,
};

const ofTimes: Readonly<Record<string, (moment: Date) => number>> = {
  hour: (moment) => moment.getUTCHours(),
  minute: (moment) => moment.getUTCMinutes(),
  second: (moment) => moment.getUTCSeconds(),
};

const cut = (length: number, rest: string) => (moment: Date) =>
  new Date(moment.toISOString().slice(0, length) + rest);
const midnight = cut(10, "T00:00:00Z");

const ofMoments: Readonly<Record<string, (moment: Date) => Answer>> = {
  ...ofDays,
  ...ofTimes,
  trunc_year: cut(4, "-01-01T00:00:00Z"),
  trunc_quarter: (moment) =>
    new Date(Date.UTC(moment.getUTCFullYear(), Math.floor(moment.getUTCMonth() / 3) * 3)),
  trunc_month: cut(7, "-01T00:00:00Z"),
  trunc_week: (moment) => new Date(midnight(moment).getTime() - (isoWeekDay(moment) - 1) * DAY),
  trunc_day: midnight,
  trunc_hour: cut(13, ":00:00Z"),
  trunc_minute: cut(16, ":00Z"),
  trunc_second: cut(19, "Z"),
  date: (moment) => moment.toISOString().slice(0, 10),
  time: (moment) => moment.toISOString().slice(11, -1),
};

const ofRanges: Readonly<Record<string, readonly Answer[]>> = {
  startswith: [null, null, 1, 10],
  endswith: [null, 5, 10, null],
  isempty: [true, false, false, false],
  lower_inc: [false, false, true, true],
  upper_inc: [false, false, false, false],
  lower_inf: [false, true, false, false],
  upper_inf: [false, false, false, true],
};

/** What each transform makes of each value of a column. */
function answers(
  column: string,
  of: Readonly<Record<string, (value: never) => Answer>>,
  read: (value: unknown) => unknown,
) {
  const values = samples[column]?.values ?? [];
  return Object.entries(of).map(([name, answer]) => ({
    column,
    name,
    made: values.map((value) => answer(read(value) as never)),
  }));
}

const table: readonly { column: string; name: string; made: readonly Answer[] }[] = [
  ...answers("date", ofDays, (day) => new Date(String(day))),
  ...answers("time", ofTimes, (time) => new Date(`1970-01-01T${String(time)}Z`)),
  ...answers("timestamp", ofMoments, (moment) => moment),
  ...answers("array", { len: (list: readonly unknown[]) => list.length }, (list) => list),
  ...Object.entries(ofRanges).map(([name, made]) => ({ column: "range", name, made })),
];

const keyOf = (answer: Answer) => (answer instanceof Date ? answer.toISOString() : String(answer));

/** Each transform asked for each of its answers, and whether there is one. */
export const transformCases: readonly LookupCase[] = table.flatMap(({ column, name, made }) => {
  const known = (test: (answer: Exclude<Answer, null>) => boolean) => (at: number) => {
    const answer = made[at] ?? null;
    return answer === null ? null : test(answer);
  };
  const given = [...new Map(made.map((answer) => [keyOf(answer), answer])).values()];
  return given
    .filter((answer) => answer !== null)
    .flatMap((value) => [
      lookupCase(
        column,
        [name],
        value,
        known((answer) => keyOf(answer) === keyOf(value)),
      ),
      lookupCase(
        column,
        [name, "gte"],
        value,
        known((answer) => answer >= value),
      ),
      lookupCase(
        column,
        [name, "in"],
        [value, null],
        known((answer) => keyOf(answer) === keyOf(value)),
      ),
      lookupCase(column, [name, "isnull"], false, (at) => (made[at] ?? null) !== null),
    ]);
});

const INTERVALS: Readonly<Record<string, readonly number[]>> = {
  day: [0, 1, 2],
  hour: [2, 0, 3],
  minute: [0, 0, 0],
  second: [0, 0, 0],
};

/** Of the intervals `PT2H`, `P1D` and `P1M2DT3H`. */
export const intervalCases: readonly LookupCase[] = Object.entries(INTERVALS).flatMap(([name, parts]) =>
  parts.map((part) => lookupCase("interval", [name], part, (at) => parts[at] === part)),
);
