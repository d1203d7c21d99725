import { InvalidValue, knownOptions } from "../../errors/index.js";
import type { Of, OfKind, TypeOf } from "../../types/functions.js";
import type { Column, DateOperand, Ref } from "../../types/index.js";
import { date, interval, time, timestamptz } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { sqlNode, transformNode, type Node } from "../expression/node.js";
import { findTransform } from "../lookups/registry.js";
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

export interface ZoneOptions {
  /** In place of the configured time zone; of timestamps alone. */
  readonly timeZone?: string;
}

/**
 * A part of a date, a time or an interval; of a timestamp in the configured time zone, or in that of the call.
 *
 * ```ts
 * Book.objects.annotate({ hour: extract("hour", Book.f.createdAt, { timeZone: "Europe/Oslo" }) })
 * // extract(hour from ("created_at" at time zone 'Europe/Oslo'))::int4
 * ```
 *
 * An interval has `day`, `hour`, `minute` and `second`, as PostgreSQL keeps it: 36 hours are no day.
 *
 * @throws InvalidValue for a part or a time zone that is not known.
 * https://docs.djangoproject.com/en/stable/ref/models/database-functions/#extract
 */
export function extract(
  part: Part,
  expression: DateOperand<unknown, "extract() takes a date or a time">,
  options: ZoneOptions = {},
): Of<number | null> {
  if (!(parts as readonly string[]).includes(part)) {
    throw new InvalidValue(`extract() knows the parts ${parts.join(", ")}`);
  }
  const node = nodeOf(expression, "extract");
  if (!node.codec || !findTransform(part, node.codec))
    throw new InvalidValue(
      `extract("${part}") does not take ${node.codec ? kindOf(node.codec) : "a value of no known type"}`,
    );
  return wrap<number | null>(transformed(node, part, zoneOf("extract", node, options)));
}

/** The zone of a call: a name of the time zone database, since PostgreSQL reads `+01:00` the other way round. */
function zoneOf(method: string, { codec }: Node, options: ZoneOptions): string | null {
  knownOptions(`${method}()`, options, ["timeZone"]);
  const { timeZone } = options;
  if (timeZone === undefined) return null;
  if (!codec || kindOf(codec) !== "timestamp")
    throw new InvalidValue(`${method}({ timeZone }) is for timestamps: a date and a time have no zone`);
  if (typeof timeZone !== "string" || !/^[A-Za-z]/.test(timeZone) || !isZone(timeZone))
    throw new InvalidValue(`${method}({ timeZone }) takes the name of a time zone, such as "Europe/Oslo"`);
  return timeZone;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const cuts = ["date", "time"] as const;
const units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] as const;

/**
 * Cut down to the start of its year, month, …: `trunc("month", Book.f.published)`. A date stays a date, a timestamp
 * is cut in the configured time zone; `"date"` and `"time"` give its day and its time of day there. `timeZone` names another zone.
 * An interval is cut as PostgreSQL keeps it, `trunc("day", Book.f.took)`, a time of day to its hour, minute or second.
 */
export function trunc<const C extends (typeof cuts)[number], T>(
  unit: C,
  expression: DateOperand<T, "trunc() takes a date or a time">,
  options?: ZoneOptions,
): Ref<Column<C, string | Extract<T, null>>>;
export function trunc<E extends DateOperand<unknown, "trunc() takes a date or a time">>(
  unit: (typeof units)[number],
  expression: E,
  options?: ZoneOptions,
): OfKind<E, TypeOf<E>>;
export function trunc(unit: string, expression: unknown, options: ZoneOptions = {}): unknown {
  const known: readonly string[] = [...units, ...cuts];
  if (!known.includes(unit)) throw new InvalidValue(`trunc() knows the units ${known.join(", ")}`);
  const node = nodeOf(expression, "trunc");
  const kind = node.codec && kindOf(node.codec);
  const zone = zoneOf("trunc", node, options);
  if (unit === "date" || unit === "time") {
    if (kind === unit) return wrap(node);
    if (kind !== "timestamp")
      throw new InvalidValue(`trunc("${unit}") takes a timestamp, or a ${unit} as it is`);
    return wrap(transformed(node, unit, zone));
  }
  if (kind === "interval" || kind === "time") {
    const known = kind === "interval" ? units : (["hour", "minute", "second"] as const);
    if (!(known as readonly string[]).includes(unit) || (kind === "interval" && unit === "week"))
      throw new InvalidValue(
        `trunc("${unit}") does not take ${kind === "time" ? "a time of day" : "an interval"}`,
      );
    const codec = kind === "time" ? time : interval;
    return wrap(sqlNode([`date_trunc('${unit}', `, kind === "time" ? ")::time" : ")"], [node], codec));
  }
  if (kind === "date") {
    return wrap(sqlNode([`date_trunc('${unit}', `, ")::date"], [node], date));
  }
  return wrap(transformNode(`trunc_${unit}`, node, node.codec ?? timestamptz, zone));
}

/** The time of the transaction, by the database's clock. */
export function now(): Of<Date> {
  return call<Date>("now", [], timestamptz);
}
