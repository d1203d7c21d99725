import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * A UUID: a `string`.
 *
 * ```ts
 * id = fields.uuid({ primaryKey: true, default: () => crypto.randomUUID() });
 * ```
 *
 * ```sql
 * id uuid primary key
 * ```
 */
export function uuid<N extends boolean = false>(options: ColumnOptions<string, N> = {}): Nullable<string, N> {
  return describe("uuid", options);
}
