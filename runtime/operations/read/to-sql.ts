import { selectStatement } from "./fetch.js";
import type { QuerySet } from "../../query/queryset.js";

/**
 * The SQL of a queryset and its parameters, without running it.
 *
 * ```ts
 * Book.objects.filter({ id: 3 }).toSQL()
 * // { sql: 'select … where "library_book"."id" = $1 …', parameters: ["3"] }
 * ```
 */
export function toSQL(queryset: QuerySet): {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
} {
  const { statement } = selectStatement(queryset.state);
  return { sql: statement.sql, parameters: statement.parameters };
}
