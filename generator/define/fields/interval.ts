import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * A span of time: a `string`, `"1 day 02:00:00"`.
 *
 * ```ts
 * loan = fields.interval();
 * ```
 *
 * ```sql
 * loan interval not null
 * ```
 */
export function interval<N extends boolean = false>(
  options: ColumnOptions<string, N> = {},
): Nullable<string, N> {
  return describe("interval", options);
}
