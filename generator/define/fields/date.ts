import { describe } from "../describe.js";
import type { AutoOptions, ColumnOptions, Nullable } from "../options.js";

/**
 * A day: a `string`, `"2026-02-01"`, which no time zone can shift.
 *
 * ```ts
 * published = fields.date({ null: true });
 * ```
 *
 * ```sql
 * published date
 * ```
 */
export function date<N extends boolean = false>(
  options: ColumnOptions<string, N> & AutoOptions = {},
): Nullable<string, N> {
  return describe("date", options);
}
