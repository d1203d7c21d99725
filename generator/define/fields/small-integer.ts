import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, CountedOptions, Nullable } from "../options.js";

export interface SmallIntegerOptions<C extends number, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C>, CountedOptions {}

/**
 * A whole number of two bytes, ±32,767: a `number`.
 *
 * ```ts
 * stars = fields.smallInteger({ choices: [1, 2, 3, 4, 5] });
 * ```
 *
 * ```sql
 * stars smallint not null
 * ```
 *
 * A value out of range throws `InvalidValue` when it is saved.
 */
export function smallInteger<const C extends number = number, N extends boolean = false>(
  options: SmallIntegerOptions<C, N> = {},
): Nullable<C, N> {
  return describe("smallInteger", options);
}
