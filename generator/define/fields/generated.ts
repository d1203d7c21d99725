import { describe } from "../describe.js";
import type { NamedOptions } from "../options.js";

export interface GeneratedOptions extends NamedOptions {
  /** The SQL of its value, made of other columns of the row. */
  readonly as: string;
  readonly unique?: boolean;
  readonly index?: boolean;
  /** False: computed when it is read, and kept nowhere. It takes PostgreSQL 18. */
  readonly stored?: boolean;
}

/**
 * A generated column: PostgreSQL computes it, nobody sets it.
 *
 * ```ts
 * sortTitle = fields.generated(fields.text(), { as: "lower(title)", index: true });
 * ```
 *
 * ```sql
 * sort_title text generated always as (lower(title)) stored
 * ```
 *
 * With `stored: false` it is `virtual`, which takes PostgreSQL 18 and can have no index:
 * https://www.postgresql.org/docs/current/ddl-generated-columns.html
 *
 * The field inside says the type, and `null: true` where the expression may give NULL. It is left out of
 * `Create` and `Update`.
 */
export function generated<T>(type: T, options: GeneratedOptions): T {
  return describe("generated", type, options);
}
