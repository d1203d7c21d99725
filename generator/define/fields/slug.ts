import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

export interface SlugOptions<C extends string, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C> {
  /** The default is 50. */
  readonly maxLength?: number;
}

/**
 * A short label of letters, digits, `-` and `_`: a `string`, checked by `validate`.
 *
 * ```ts
 * slug = fields.slug({ unique: true });
 * ```
 *
 * ```sql
 * slug varchar(50) not null unique
 * ```
 *
 * `validate` throws `ValidationError` for any other character.
 */
export function slug<const C extends string = string, N extends boolean = false>(
  options: SlugOptions<C, N> = {},
): Nullable<C, N> {
  return describe("slug", options);
}
