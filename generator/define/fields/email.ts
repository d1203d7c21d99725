import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

export interface EmailOptions<C extends string, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C> {
  /** The default is 254. */
  readonly maxLength?: number;
}

/**
 * An e-mail address: a `string`, checked by `validate`.
 *
 * ```ts
 * email = fields.email({ unique: true, null: true });
 * ```
 *
 * ```sql
 * email varchar(254) unique
 * ```
 *
 * `validate` throws `ValidationError` for what is no address.
 */
export function email<const C extends string = string, N extends boolean = false>(
  options: EmailOptions<C, N> = {},
): Nullable<C, N> {
  return describe("email", options);
}
