/** Which ends belong to a range: `[` and `]` do, `(` and `)` do not. */
export type RangeBounds = "[)" | "[]" | "(]" | "()";

/** The value of a range column; null is an open end, and `"empty"` the range that holds nothing. */
export type Range<T> =
  { readonly lower: T | null; readonly upper: T | null; readonly bounds: RangeBounds } | "empty";

/** The fields that a range may be made of, and the type of its ends. */
export interface RangeSubtypes {
  integer: number;
  bigInteger: number;
  decimal: string;
  date: string;
  timestamp: Date;
}
