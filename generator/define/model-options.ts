import type { Constraint } from "./constraint.js";
import type { Index } from "./index-of.js";

/**
 * What `static options = { … }` of a model may say.
 *
 * ```ts
 * static options = {
 *   table: "library_book",
 *   ordering: ["-published", "title"],
 *   indexes: [index("author", "-published")],
 *   constraints: [unique("author", "title"), check("price_positive", "price >= 0")],
 * };
 * ```
 *
 * On an abstract base, write the type: TypeScript then lets each model have options of its own (`Methods` and `Managers` are the
 * types of the other statics).
 *
 * ```ts
 * static options: ModelOptions = { abstract: true, ordering: ["-createdAt"] };
 * ```
 */
export interface ModelOptions {
  /** The table's name; the default is the model's name in snake_case. */
  readonly table?: string;
  /** The schema that the table lies in, where it is not `public` or the config's. */
  readonly schema?: string;
  /** The order of rows where a query asks for none: `"-published"`, `"author__name"`, `"?"`. */
  readonly ordering?: readonly string[];
  readonly indexes?: readonly Index[];
  readonly constraints?: readonly Constraint[];
  /**
   * The fields of a composite primary key; `[]`: the table has none, and its rows are read, made and changed by
   * conditions alone. An object names the constraint: `{ fields: ["order", "line"], name: "line_pk" }`.
   */
  readonly primaryKey?: readonly string[] | { readonly fields?: readonly string[]; readonly name: string };
  /**
   * The table is a partitioned one: `"RANGE (created_at)"`, in SQL. Its partitions are made by hand, and queries go
   * through it. https://www.postgresql.org/docs/current/ddl-partitioning.html
   */
  readonly partitionBy?: string;
  /** No table of its own: a base for other models. Not inherited. */
  readonly abstract?: boolean;
  /** False for views and foreign tables: queried, never created. */
  readonly managed?: boolean;
  /** COMMENT ON TABLE; the default is the class's JSDoc text. */
  readonly comment?: string;
}
