import type { Of } from "../../types/functions.js";
import type { Expression, TextRef, Value } from "../../types/index.js";
import { float8, text } from "../../values/index.js";
import { sqlNode, type Node } from "../expression/node.js";
import { operandOf, wrap } from "./scalar.js";

type Text = Expression<string> | Expression<string | null>;

const asText = (value: unknown): Node => sqlNode(["", "::text"], [operandOf(value, text)], text);

function of(fragments: readonly [string, string, string], one: unknown, other: unknown): Of<number | null> {
  return wrap<number | null>(sqlNode(fragments, [asText(one), asText(other)], float8));
}

/**
 * How much of their trigrams two texts have in common, from 0 to 1; null where one is null. It takes the extension
 * `pg_trgm`, and throws a `DatabaseError` that says so without.
 *
 * ```ts
 * Book.objects.annotate({ near: trigramSimilarity(Book.f.title, "emma") }).filter({ near__gt: 0.3 })
 * // … where similarity("title"::text, $1::text) > $2
 * ```
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#trigramsimilarity
 */
export function trigramSimilarity(expression: Text, other: Value<string>): Of<number | null> {
  return of(["similarity(", ", ", ")"], expression, other);
}

/**
 * How like a text is to the nearest part of another, from 0 to 1. The text that is looked for stands first, as in Django.
 *
 * ```ts
 * Book.objects.annotate({ near: trigramWordSimilarity("emma", Book.f.title) })
 * // word_similarity($1::text, "title"::text)
 * ```
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#trigramwordsimilarity
 */
export function trigramWordSimilarity(looked: Value<string>, expression: Text): Of<number | null> {
  return of(["word_similarity(", ", ", ")"], looked, expression);
}

/** The same, by whole words: `strict_word_similarity($1::text, "title"::text)`. */
export function trigramStrictWordSimilarity(looked: Value<string>, expression: Text): Of<number | null> {
  return of(["strict_word_similarity(", ", ", ")"], looked, expression);
}

/**
 * One minus the similarity: what lies nearest comes first.
 *
 * ```ts
 * Book.objects.orderBy(trigramDistance(Book.f.title, "emma").asc())
 * // order by ("title"::text <-> $1::text)
 * ```
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#trigramdistance
 */
export function trigramDistance(expression: Text, other: Value<string>): Of<number | null> {
  return of(["(", " <-> ", ")"], expression, other);
}

/** One minus the word similarity: `($1::text <<-> "title"::text)`. */
export function trigramWordDistance(looked: Value<string>, expression: Text): Of<number | null> {
  return of(["(", " <<-> ", ")"], looked, expression);
}

/** One minus the strict word similarity: `($1::text <<<-> "title"::text)`. */
export function trigramStrictWordDistance(looked: Value<string>, expression: Text): Of<number | null> {
  return of(["(", " <<<-> ", ")"], looked, expression);
}

/**
 * The text without accents, as the extension `unaccent` knows them. As a keyword it stands on both sides of a condition:
 * `{ name__unaccent__icontains: "Bronte" }`.
 *
 * ```ts
 * Author.objects.annotate({ plain: unaccent(Author.f.name) })
 * // unaccent("name"::text)
 * ```
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/lookups/#unaccent
 */
export function unaccent<E extends Text>(
  expression: E,
): E extends Expression<infer T> ? TextRef<string | (null extends T ? null : never)> : never {
  return wrap(sqlNode(["unaccent(", ")"], [asText(expression)], text)) as never;
}
