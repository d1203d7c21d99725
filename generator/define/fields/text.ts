import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

export interface TextOptions<C extends string, N extends boolean>
  extends ColumnOptions<NoInfer<C>, N>, ChoicesOption<C> {
  /** At most so many characters: `varchar(n)`. Without it, `text`. */
  readonly maxLength?: number;
  /** The column's type: `varchar` without a length, `char(n)`, `citext` (of the extension of that name). */
  readonly type?: "text" | "varchar" | "char" | "citext";
  /**
   * How the database compares and orders it, if not as it does by itself: `"C"`, `"de-x-icu"`, or what a migration of yours
   * made (https://www.postgresql.org/docs/current/collation.html).
   */
  readonly collation?: string;
}

/**
 * Text: a `string`.
 *
 * ```ts
 * title = fields.text({ maxLength: 200, index: true });
 * ```
 *
 * ```sql
 * title varchar(200) not null
 * ```
 *
 * `validate` throws `ValidationError` for a text longer than `maxLength`.
 */
export function text<const C extends string = string, N extends boolean = false>(
  options: TextOptions<C, N> = {},
): Nullable<C, N> {
  return describe("text", options);
}
