import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * One of a few texts: a union of literals, kept in a `text` column and checked by `validate`.
 *
 * ```ts
 * status = fields.choice(["draft", "published"], { default: "draft" });
 * ```
 *
 * ```sql
 * status text not null
 * ```
 *
 * The type is `"draft" | "published"`. To have the database refuse other texts, take `fields.enum`, or
 * add a `check`.
 */
export function choice<const C extends string, N extends boolean = false>(
  choices: readonly C[],
  options: ColumnOptions<NoInfer<C>, N> = {},
): Nullable<C, N> {
  return describe("choice", choices, options);
}
