import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

/**
 * The words of texts, for PostgreSQL's full-text search: what `searchVector()` makes, kept. Most often PostgreSQL makes it
 * itself, as a generated column, and a GIN index finds rows by it.
 *
 * ```ts
 * words = fields.generated(fields.searchVector(), { as: "to_tsvector('english', title)" });
 * static options = { indexes: [index("words", { using: "gin" })] };
 * ```
 *
 * ```sql
 * words tsvector generated always as (to_tsvector('english', title)) stored
 * ```
 *
 * https://www.postgresql.org/docs/current/datatype-textsearch.html
 */
export function searchVector<N extends boolean = false>(
  options: ColumnOptions<string, N> = {},
): Nullable<string, N> {
  return describe("searchVector", options);
}
