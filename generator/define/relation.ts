declare const relation: unique symbol;

/**
 * A relation as a model file sees it: opaque, since what it holds depends on the query that fetched the row.
 *
 * In a method that follows relations, declare `this` with the client's own type:
 * `describe(this: Row) { … }` after `import type { Book as Row } from "../generated/index.js"`.
 */
export interface Relation {
  readonly [relation]: true;
}

/** What happens to this row when the row it points at is deleted. */
export type OnDelete = "cascade" | "restrict" | "setNull" | "setDefault" | "doNothing";

export interface RelationName {
  /**
   * The relation's name on the target: `"books"` gives `author.books` and `{ books__title: … }`.
   * `"+"` hides it. `{model}` stands for the model's name, for relations of abstract bases.
   */
  readonly relatedName?: string;
}
