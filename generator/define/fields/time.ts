import { describe } from "../describe.js";
import type { AutoOptions, ColumnOptions, Nullable, PrecisionOption } from "../options.js";

/**
 * A time of day: a `string`, `"18:30:00"`.
 *
 * ```ts
 * opens = fields.time();
 * ```
 *
 * ```sql
 * opens time not null
 * ```
 */
export function time<N extends boolean = false>(
  options: ColumnOptions<string, N> & AutoOptions & PrecisionOption = {},
): Nullable<string, N> {
  return describe("time", options);
}
