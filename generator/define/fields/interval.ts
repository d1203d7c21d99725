import { describe } from "../describe.js";
import type { ColumnOptions, Nullable, PrecisionOption } from "../options.js";

/**
 * A span of time: a `string`, an ISO 8601 duration such as `"P1DT2H"`.
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
  options: ColumnOptions<string, N> & PrecisionOption = {},
): Nullable<string, N> {
  return describe("interval", options);
}
