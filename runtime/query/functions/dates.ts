import { InvalidValue } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import type { DateOperand } from "../../types/index.js";
import { date, timestamptz } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { sqlNode, transformNode } from "../expression/node.js";
import { transformed } from "../expression/methods.js";
import { nodeOf } from "./aggregates.js";
import { call, wrap } from "./scalar.js";

const parts = [
  "year",
  "iso_year",
  "quarter",
  "month",
  "week",
  "day",
  "week_day",
  "iso_week_day",
  "hour",
  "minute",
  "second",
] as const;
type Part = (typeof parts)[number];

/** A part of a date or time, in the configured time zone: `extract("year", Book.f.published)`. */
export function extract(
  part: Part,
  expression: DateOperand<unknown, "extract() takes a date or a time">,
): Of<number | null> {
  if (!(parts as readonly string[]).includes(part)) {
    throw new InvalidValue(`extract() knows the parts ${parts.join(", ")}`);
  }
  return wrap(transformed(nodeOf(expression, "extract"), part));
}

const cuts = ["date", "time"] as const;
const units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] as const;

/**
 * Cut down to the start of its year, month, …: `trunc("month", Book.f.published)`. A date stays a date, a timestamp
 * is cut in the configured time zone; `"date"` and `"time"` give its day and its time of day there.
 */
export function trunc<T>(
  unit: (typeof cuts)[number],
  expression: DateOperand<T, "trunc() takes a date or a time">,
): Of<string | Extract<T, null>>;
export function trunc<T>(
  unit: (typeof units)[number],
  expression: DateOperand<T, "trunc() takes a date or a time">,
): Of<T>;
export function trunc(unit: string, expression: unknown): unknown {
  const known: readonly string[] = [...units, ...cuts];
  if (!known.includes(unit)) throw new InvalidValue(`trunc() knows the units ${known.join(", ")}`);
  const node = nodeOf(expression, "trunc");
  const kind = node.codec && kindOf(node.codec);
  if (unit === "date" || unit === "time") {
    if (kind === unit) return wrap(node);
    if (kind !== "timestamp")
      throw new InvalidValue(`trunc("${unit}") takes a timestamp, or a ${unit} as it is`);
    return wrap(transformed(node, unit));
  }
  if (kind === "date") {
    return wrap(sqlNode([`date_trunc('${unit}', `, ")::date"], [node], date));
  }
  return wrap(transformNode(`trunc_${unit}`, node, node.codec ?? timestamptz));
}

/** The time of the transaction, by the database's clock. */
export function now(): Of<Date> {
  return call("now", [], timestamptz);
}
