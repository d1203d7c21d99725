import type { kind } from "./brand.js";
import type { Expression, Value } from "./expression.js";
import type { Equality } from "./lookups.js";
import type { Operand, Stated } from "./refs.js";

/** A column of words: `exact` and `search` look for words in it, or for what `searchQuery()` says. */
export interface SearchVectorLookups<T> extends Equality<T> {
  readonly search: Value<string>;
}

/** The words of texts: what `searchVector()` makes, and a column of such. */
export interface SearchVectorRef<T = string> extends Operand<T> {
  readonly [kind]: "searchVector";
  /** `searchVector(Line.f.title).add(searchVector(Line.f.text))`: the words of both. */
  add(other: VectorOperand): SearchVectorRef<T>;
  /** Whether the words are there: `vector @@ query`. */
  search(words: Value<string>): Stated<this>;
}

export interface VectorOperand extends Expression<string | null> {
  readonly [kind]: "searchVector";
}

/** What is looked for: what `searchQuery()` makes. */
export interface SearchQueryRef extends Operand<string> {
  readonly [kind]: "searchQuery";
  /** Both are there: `(one && other)`. */
  and(other: SearchQueryRef): SearchQueryRef;
  /** One of them is there: `(one || other)`. */
  or(other: SearchQueryRef): SearchQueryRef;
  /** It is not there: `(!!one)`. */
  not(): SearchQueryRef;
}
