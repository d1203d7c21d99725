import type { Constraint } from "./constraint.js";
import { describe } from "./describe.js";

export interface CheckOptions {
  /** False: rows that are there already may break it (`NOT VALID`). */
  readonly validated?: boolean;
}

/**
 * A CHECK constraint, for `static options = { constraints: [ … ] }`. The SQL speaks of columns.
 *
 * ```ts
 * check("price_positive", "price >= 0")
 * ```
 *
 * ```sql
 * constraint price_positive check (price >= 0)
 * ```
 *
 * With `{ validated: false }` the database holds new and changed rows to it, and leaves old ones alone:
 * https://www.postgresql.org/docs/current/sql-altertable.html
 *
 * A row that breaks it throws `CheckViolation`, with the constraint's name.
 */
export function check(name: string, sql: string, options: CheckOptions = {}): Constraint {
  return describe("check", name, sql, options);
}
