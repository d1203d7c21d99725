import { describe } from "../describe.js";
import type { AutoOptions, ColumnOptions, Nullable } from "../options.js";

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
export function timestamp<N extends boolean = false>(
  options: ColumnOptions<Date, N> & AutoOptions = {},
): Nullable<Date, N> {
  return describe("timestamp", options);
}
