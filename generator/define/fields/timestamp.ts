import { describe } from "../describe.js";
import type { AutoOptions, ColumnOptions, Nullable } from "../options.js";

export interface TimestampOptions<A, N extends boolean>
  extends ColumnOptions<TimestampValue<A>, N>, AutoOptions {
  /** Digits behind the second, 0 to 6; 3 where nothing is said, which is what a `Date` holds. */
  readonly precision?: number;
  /** False: `timestamp` without a time zone, whose values are read as UTC. */
  readonly zone?: boolean;
  /** A `Date`, or exact text: `"2026-02-01T12:00:00.123456Z"`. */
  readonly as?: A;
}

type TimestampValue<A> = A extends "string" ? string : Date;

/**
 * A moment: a `Date`, or exact text if asked for.
 *
 * ```ts
 * createdAt = fields.timestamp({ autoNowAdd: true });
 * ```
 *
 * ```sql
 * created_at timestamptz(3) not null
 * ```
 */
export function timestamp<const A extends "date" | "string" = "date", N extends boolean = false>(
  options: TimestampOptions<A, N> = {},
): Nullable<TimestampValue<A>, N> {
  return describe("timestamp", options);
}
