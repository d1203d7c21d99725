import type { Constraint } from "./constraint.js";
import { describe } from "./describe.js";

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
 * A row that breaks it throws `CheckViolation`, with the constraint's name.
 */
export function check(name: string, sql: string): Constraint {
  return describe("check", name, sql);
}
