import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";
import type { Range, RangeSubtypes } from "../range.js";

/**
 * A range of numbers, days or moments: `{ lower, upper, bounds }`, or `"empty"`.
 *
 * ```ts
 * lent = fields.range("date");
 * ```
 *
 * ```sql
 * lent daterange not null
 * ```
 *
 * The value reads `{ lower: "2026-02-01", upper: null, bounds: "[)" }`. It may be made of `"integer"`,
 * `"bigInteger"`, `"decimal"`, `"date"` and `"timestamp"`.
 */
export function range<const S extends keyof RangeSubtypes, N extends boolean = false>(
  of: S,
  options: ColumnOptions<Range<RangeSubtypes[S]>, N> = {},
): Nullable<Range<RangeSubtypes[S]>, N> {
  return describe("range", of, options);
}
