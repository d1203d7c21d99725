import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

export interface IntegerOptions<C extends number, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C> {}

/**
 * A whole number of four bytes, ±2,147,483,647: a `number`.
 *
 * ```ts
 * pages = fields.integer({ default: 0 });
 * ```
 *
 * ```sql
 * pages integer not null
 * ```
 *
 * A value out of range throws `InvalidValue` when it is saved.
 */
export function integer<const C extends number = number, N extends boolean = false>(
  options: IntegerOptions<C, N> = {},
): Nullable<C, N> {
  return describe("integer", options);
}
