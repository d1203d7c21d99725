import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

export interface FloatOptions<C extends number, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C> {
  /** Bytes; the default is 8, 4 is `real`. */
  readonly size?: 4 | 8;
}

/**
 * A floating-point number of eight bytes: a `number`.
 *
 * ```ts
 * rating = fields.float({ null: true });
 * ```
 *
 * ```sql
 * rating double precision
 * ```
 *
 * For money and other exact values, take `fields.decimal`.
 */
export function float<const C extends number = number, N extends boolean = false>(
  options: FloatOptions<C, N> = {},
): Nullable<C, N> {
  return describe("float", options);
}
