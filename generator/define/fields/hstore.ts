import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/** Texts by name. */
export type Hstore = Record<string, string | null>;

/**
 * Texts by name, of the extension `hstore`, which the first migration that needs it makes:
 * `{ colour: "red", size: null }`.
 *
 * ```ts
 * labels = fields.hstore({ default: {} });
 * ```
 *
 * ```sql
 * labels hstore not null
 * ```
 *
 * https://www.postgresql.org/docs/current/hstore.html
 */
export function hstore<N extends boolean = false>(
  options: ColumnOptions<Hstore, N> = {},
): Nullable<Hstore, N> {
  return describe("hstore", options);
}
