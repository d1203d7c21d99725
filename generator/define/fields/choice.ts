import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * One of a few texts: a union of literals, kept in a `varchar` with a CHECK constraint.
 *
 * ```ts
 * status = fields.choice(["draft", "published"], { default: "draft" });
 * ```
 *
 * ```sql
 * status varchar(9) not null check (status in ('draft', 'published'))
 * ```
 *
 * The type is `"draft" | "published"`. For a PostgreSQL type of its own, take `fields.enum`.
 */
export function choice<const C extends string, N extends boolean = false>(
  choices: readonly C[],
  options: ColumnOptions<NoInfer<C>, N> = {},
): Nullable<C, N> {
  return describe("choice", choices, options);
}
