import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * True or false: a `boolean`.
 *
 * ```ts
 * inPrint = fields.boolean({ default: true });
 * ```
 *
 * ```sql
 * in_print boolean not null
 * ```
 */
export function booleanField<N extends boolean = false>(
  options: ColumnOptions<boolean, N> = {},
): Nullable<boolean, N> {
  return describe("boolean", options);
}
