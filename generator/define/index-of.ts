import { describe } from "./describe.js";
import type { SqlText } from "./sql.js";

declare const brand: unique symbol;

/** What `index(…)` makes. */
export interface Index {
  readonly [brand]: true;
}

/** A part of an index that says more than a field's name. */
export type IndexKey = {
  /** The operator class: `"text_pattern_ops"`. */
  readonly ops?: string;
  readonly collation?: string;
  /** Where NULLs stand; by default last, and first where it is descending. */
  readonly nulls?: "first" | "last";
} & (
  | {
      /** A `-` before the name makes it descending. */
      readonly field: string;
    }
  | { readonly expression: SqlText; readonly descending?: boolean }
);

export interface IndexOptions {
  /** The default is `<table>_<columns>_idx`. */
  readonly name?: string;
  readonly unique?: boolean;
  /** The access method: one of PostgreSQL's own, or of an extension. The default is `"btree"`. */
  readonly using?: string;
  /** The operator class of every field: `"gin_trgm_ops"`. */
  readonly ops?: string;
  /** SQL: the index covers the rows for which it holds. */
  readonly where?: string;
  /** Fields whose values the index carries along. */
  readonly include?: readonly string[];
  /** Two NULLs count as the same value of a unique index. */
  readonly nullsNotDistinct?: boolean;
  /** Storage parameters: `{ fillfactor: 70 }`. */
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

type Key = string | SqlText | IndexKey;

/**
 * An index, for `static options = { indexes: [ … ] }`; a `-` before a field makes it descending.
 *
 * ```ts
 * index("author", "-published")
 * index("title", { using: "gin", ops: "gin_trgm_ops" })
 * index(sql("lower(title)"), { field: "-published", nulls: "last" })
 * ```
 *
 * ```sql
 * create index library_book_author_id_published_idx on library_book (author_id, published desc)
 * create index library_book_title_idx on library_book using gin (title gin_trgm_ops)
 * create index library_book_lower_title_published_idx on library_book ((lower(title)), published desc nulls last)
 * ```
 */
export function index(...keys: [Key, ...Key[]] | [Key, ...Key[], IndexOptions]): Index {
  return describe("index", ...keys);
}
