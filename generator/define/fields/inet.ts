import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * An IP address, or a network: a `string`, `"192.168.0.0/24"`.
 *
 * ```ts
 * address = fields.inet();
 * ```
 *
 * ```sql
 * address inet not null
 * ```
 */
export function inet<N extends boolean = false>(options: ColumnOptions<string, N> = {}): Nullable<string, N> {
  return describe("inet", options);
}
