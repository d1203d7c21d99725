import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * An array of another field's values.
 *
 * ```ts
 * languages = fields.array(fields.text(), { default: [] });
 * ```
 *
 * ```sql
 * languages text[] not null
 * ```
 *
 * The field inside says the type alone: `null`, `default`, `index` and so on belong to the array. An array of
 * arrays takes `fields.array` again; PostgreSQL wants all its rows of one length.
 */
export function array<T, N extends boolean = false>(
  of: T,
  options: ColumnOptions<NoInfer<T>[], N> = {},
): Nullable<T[], N> {
  return describe("array", of, options);
}
