import { describe } from "./describe.js";

declare const brand: unique symbol;

/** What `sql(…)` makes. */
export interface SqlText {
  readonly [brand]: true;
}

/**
 * An expression in PostgreSQL's words, as a part of an index. It speaks of columns.
 *
 * ```ts
 * index(sql("lower(email)"), { unique: true })
 * ```
 *
 * ```sql
 * create unique index person_lower_email_idx on person ((lower(email)))
 * ```
 */
export function sql(text: string): SqlText {
  return describe("sql", text);
}
