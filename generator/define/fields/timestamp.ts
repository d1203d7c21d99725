import { describe } from "../describe.js";
import type { AutoOptions, ColumnOptions, Nullable, PrecisionOption } from "../options.js";

export interface TimestampOptions<N extends boolean>
  extends ColumnOptions<Date, N>, AutoOptions, PrecisionOption {
  /** False: `timestamp` without a time zone, whose values are read as UTC. */
  readonly zone?: boolean;
}

/**
 * A moment: a `Date`.
 *
 * ```ts
 * createdAt = fields.timestamp({ autoNowAdd: true });
 * ```
 *
 * ```sql
 * created_at timestamptz not null
 * ```
 */
export function timestamp<N extends boolean = false>(options: TimestampOptions<N> = {}): Nullable<Date, N> {
  return describe("timestamp", options);
}
