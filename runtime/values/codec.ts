/**
 * How a column's values travel: PostgreSQL's text format both ways, so that both drivers give the same.
 *
 * A session always runs with `DateStyle = ISO`, `IntervalStyle = iso_8601`, `TimeZone = UTC`,
 * `bytea_output = hex`, `extra_float_digits = 1`.
 */
export interface Codec<T = unknown> {
  /** The JavaScript kind, for messages: `integer`, `date string "YYYY-MM-DD"`. */
  readonly name: string;
  /** The SQL type for casts: `int8`, `text[]`. */
  readonly dbType: string;
  /** The type's OID where it is a built-in type, else 0 (PostgreSQL infers it). */
  readonly oid: number;
  /** Throws `InvalidValue` for what cannot be stored exactly: never rounds, never guesses. Never called with null. */
  encode(value: T): string;
  /** From the bytes `start..end` of a message. Never called for NULL. */
  decode(bytes: Buffer, start: number, end: number): T;
  /** One form for all spellings of what the database takes for one value, to compare keys by; without it, there is one. */
  plain?(value: T): unknown;
}
