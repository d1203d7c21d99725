import type { kind } from "./brand.js";
import type { Expression } from "./expression.js";

/** What a date or a time is compared with, beside those of its own: a date with a time, as PostgreSQL does. */
export type OtherMoment<K> = K extends "date"
  ? Expression<Date | null>
  : K extends "timestamp"
    ? DayExpression
    : never;

/** A date that the database knows: a column, or what is computed as one. */
export interface DayExpression extends Expression<string | null> {
  readonly [kind]: "date";
}
