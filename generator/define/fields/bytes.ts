import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * Bytes: a `Uint8Array`.
 *
 * ```ts
 * cover = fields.bytes({ null: true });
 * ```
 *
 * ```sql
 * cover bytea
 * ```
 */
export function bytes<N extends boolean = false>(
  options: ColumnOptions<Uint8Array, N> = {},
): Nullable<Uint8Array, N> {
  return describe("bytes", options);
}
