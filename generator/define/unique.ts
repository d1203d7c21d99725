import type { Constraint } from "./constraint.js";
import { describe } from "./describe.js";

export interface UniqueOptions {
  /** The default is `<table>_<columns>_key`. */
  readonly name?: string;
  /** SQL: the rows among which the values are unique. */
  readonly where?: string;
  /** Two NULLs count as the same value. */
  readonly nullsNotDistinct?: boolean;
  /** Checked at the end of the transaction; `"immediate"`: at each statement, until somebody defers it. */
  readonly deferrable?: boolean | "immediate" | "deferred";
  /** Fields whose values the index behind it carries along. */
  readonly include?: readonly string[];
}

/**
 * A UNIQUE constraint, for `static options = { constraints: [ … ] }`.
 *
 * ```ts
 * unique("author", "title")
 * unique("slug", { where: "deleted_at is null" })
 * ```
 *
 * ```sql
 * constraint library_book_author_id_title_key unique (author_id, title)
 * create unique index library_book_slug_key on library_book (slug) where (deleted_at is null)
 * ```
 */
export function unique(...fields: [string, ...string[]] | [string, ...string[], UniqueOptions]): Constraint {
  return describe("unique", ...fields);
}
