import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

export interface UrlOptions<C extends string, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C> {
  /** The default is 200. */
  readonly maxLength?: number;
}

/**
 * A web address: a `string`, checked by `validate`.
 *
 * ```ts
 * website = fields.url({ null: true });
 * ```
 *
 * ```sql
 * website varchar(200)
 * ```
 *
 * `validate` throws `ValidationError` for what is no address.
 */
export function url<const C extends string = string, N extends boolean = false>(
  options: UrlOptions<C, N> = {},
): Nullable<C, N> {
  return describe("url", options);
}
