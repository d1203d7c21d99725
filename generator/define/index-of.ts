import { describe } from "./describe.js";

declare const brand: unique symbol;

/** What `index(…)` makes. */
export interface Index {
  readonly [brand]: true;
}

export interface IndexOptions {
  /** The default is `<table>_<columns>_idx`. */
  readonly name?: string;
  readonly unique?: boolean;
  /** The access method. */
  readonly using?: "btree" | "hash" | "gin" | "gist" | "spgist" | "brin";
  /** The operator class of every field: `"gin_trgm_ops"`. */
  readonly ops?: string;
  /** SQL: the index covers the rows for which it holds. */
  readonly where?: string;
  /** Fields whose values the index carries along. */
  readonly include?: readonly string[];
}

/**
 * An index, for `static options = { indexes: [ … ] }`; a `-` before a field makes it descending.
 *
 * ```ts
 * index("author", "-published")
 * index("title", { using: "gin", ops: "gin_trgm_ops" })
 * ```
 *
 * ```sql
 * create index library_book_author_id_published_idx on library_book (author_id, published desc)
 * create index library_book_title_idx on library_book using gin (title gin_trgm_ops)
 * ```
 */
export function index(...fields: [string, ...string[]] | [string, ...string[], IndexOptions]): Index {
  return describe("index", ...fields);
}
