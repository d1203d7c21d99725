import { InvalidValue, knownOptions, oneOf, switches } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import type {
  Expression,
  OwnedAs,
  SearchQueryRef,
  SearchVectorRef,
  TextRef,
  Value,
} from "../../types/index.js";
import { float8, text } from "../../values/index.js";
import { Expr } from "../expression/expr.js";
import type { Node } from "../expression/node.js";
import { paramNode, sqlNode } from "../expression/node.js";
import {
  configNode,
  hasKind,
  isOf,
  normalizationNode,
  QUERIES,
  queryBeside,
  queryNode,
  vectorNode,
  weightsNode,
  type SearchType,
} from "../expression/searching.js";
import { gaps, wrap } from "./scalar.js";

/** The name of a text search configuration, or a field that holds one. */
export type SearchConfig = string | Expression<string> | Expression<string | null>;

export interface SearchVectorOptions {
  /** How texts are taken apart: "english", "simple". Without one the server's `default_text_search_config` does. */
  readonly config?: SearchConfig;
  /** The mark of the words, by which `searchRank()` tells them apart. */
  readonly weight?: "A" | "B" | "C" | "D";
}

type Parts = readonly [Expression, ...Expression[]];

/**
 * The words of one or more expressions, to look for some in them. What is no text is taken as one; null has no words.
 *
 * ```ts
 * Book.objects.annotate({ words: searchVector(Book.f.title, Book.f.author.name) }).filter({ words: "jane emma" })
 * // … where to_tsvector(coalesce("title", '') || ' ' || coalesce("name", '')) @@ plainto_tsquery($1)
 * ```
 *
 * @throws InvalidValue for a `config` that is no name and no field, and for a `weight` that is none of A to D.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#searchvector
 */
export function searchVector<const E extends Parts>(...expressions: E): OwnedAs<E[number], SearchVectorRef>;
export function searchVector<const E extends Parts>(
  ...given: readonly [...E, SearchVectorOptions]
): OwnedAs<E[number], SearchVectorRef>;
export function searchVector(...given: readonly unknown[]): unknown {
  const last = given.at(-1);
  const parts = last instanceof Expr ? given : given.slice(0, -1);
  const options = (last instanceof Expr ? {} : last) as SearchVectorOptions;
  knownOptions("searchVector()", options, ["config", "weight"]);
  oneOf("weight of searchVector()", options.weight, ["A", "B", "C", "D"]);
  const nodes = parts.map(nodeOfText);
  if (nodes.length === 0) throw new InvalidValue("searchVector() takes at least one expression");
  const vector = vectorNode(nodes, configNode("searchVector()", options.config));
  return options.weight === undefined
    ? wrap(vector)
    : wrap(sqlNode(["setweight(", `, '${options.weight}')`], [vector], vector.codec));
}

function nodeOfText(part: unknown): Node {
  if (part instanceof Expr) return part.node;
  throw new InvalidValue("searchVector() takes expressions: searchVector(Book.f.title, Book.f.author.name)");
}

export interface SearchQueryOptions {
  readonly config?: SearchConfig;
  /**
   * How the words are read: `plain` (all of them, the default), `phrase` (one behind the other), `raw` (PostgreSQL's own
   * operators, `"brave & !robin"`), `websearch` (as in a search engine, `"brave -robin"`).
   */
  readonly searchType?: SearchType;
}

/**
 * What is looked for in a `searchVector()`, or in a text by the lookup `search`. Queries are joined by `and`, `or` and `not`.
 *
 * ```ts
 * Book.objects.filter({ title__search: searchQuery("emma").or(searchQuery("jane eyre", { searchType: "phrase" })) })
 * // … @@ (plainto_tsquery($1) || phraseto_tsquery($2))
 * ```
 *
 * @throws InvalidValue for a `config` or a `searchType` that is none.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#searchquery
 */
export function searchQuery(words: Value<string>, options: SearchQueryOptions = {}): SearchQueryRef {
  knownOptions("searchQuery()", options, ["config", "searchType"]);
  oneOf("searchType of searchQuery()", options.searchType, Object.keys(QUERIES));
  const config = configNode("searchQuery()", options.config);
  return new Expr(queryNode(words, config, options.searchType)) as unknown as SearchQueryRef;
}

export interface SearchRankOptions {
  /** What words marked D, C, B and A count, from 0 to 1; PostgreSQL's own are 0.1, 0.2, 0.4 and 1. */
  readonly weights?: readonly [number, number, number, number];
  /** How the length of a text counts, by PostgreSQL's numbers: 2 divides by it; several are added. */
  readonly normalization?: number;
  /** Whether it counts how near to one another the words stand. */
  readonly coverDensity?: boolean;
}

/**
 * How well a vector, or a text, meets what is looked for: the greater, the better; null where the vector is null.
 *
 * ```ts
 * Book.objects.orderBy(searchRank(Book.f.title, "emma").desc())
 * // order by ts_rank(to_tsvector(coalesce("title", '')), plainto_tsquery($1)) desc
 * ```
 *
 * @throws InvalidValue for weights that are not four numbers.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#searchrank
 */
export function searchRank(
  vector: Expression<string> | Expression<string | null>,
  query: Value<string>,
  options: SearchRankOptions = {},
): Of<number | null> {
  knownOptions("searchRank()", options, ["weights", "normalization", "coverDensity"]);
  switches("searchRank()", options, ["coverDensity"]);
  const { weights, normalization } = options;
  if (weights !== undefined && weights.length !== 4)
    throw new InvalidValue("weights of searchRank() are four numbers: of words marked D, C, B and A");
  const given = nodeOfText(vector);
  const words = hasKind(given, "searchVector") ? given : vectorNode([given], null);
  const operands = [
    ...(weights === undefined ? [] : [weightsNode(weights)]),
    words,
    words.codec === null ? queryNode(query, null) : queryBeside(words.codec, query),
    ...(normalization === undefined ? [] : [normalizationNode(normalization)]),
  ];
  const name = options.coverDensity === true ? "ts_rank_cd(" : "ts_rank(";
  return wrap<number | null>(sqlNode(gaps(name, operands.length, ", ", ")"), operands, float8));
}

export interface SearchHeadlineOptions {
  readonly config?: SearchConfig;
  /** What stands before and behind a word that was found: `<b>` and `</b>` where nothing is said. */
  readonly startSel?: string;
  readonly stopSel?: string;
  readonly maxWords?: number;
  readonly minWords?: number;
  /** Words of so many letters, or fewer, are left out at both ends. */
  readonly shortWord?: number;
  /** The whole text, with the words marked. */
  readonly highlightAll?: boolean;
  /** So many pieces of the text at most, in place of one. */
  readonly maxFragments?: number;
  readonly fragmentDelimiter?: string;
}

const HEADLINE = {
  startSel: "StartSel",
  stopSel: "StopSel",
  maxWords: "MaxWords",
  minWords: "MinWords",
  shortWord: "ShortWord",
  highlightAll: "HighlightAll",
  maxFragments: "MaxFragments",
  fragmentDelimiter: "FragmentDelimiter",
} as const;

/**
 * The piece of a text that has what is looked for, with the words marked. PostgreSQL escapes nothing in it: text that
 * others wrote may hold HTML of its own.
 *
 * ```ts
 * Book.objects.annotate({ shown: searchHeadline(Book.f.title, "emma", { startSel: "<em>", stopSel: "</em>" }) })
 * // ts_headline("title"::text, plainto_tsquery($1), $2)
 * ```
 *
 * @throws InvalidValue for an option that is none.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#searchheadline
 */
export function searchHeadline(
  expression: Expression<string> | Expression<string | null>,
  query: Value<string>,
  options: SearchHeadlineOptions = {},
): TextRef<string | null> {
  knownOptions("searchHeadline()", options, ["config", ...Object.keys(HEADLINE)]);
  switches("searchHeadline()", options, ["highlightAll"]);
  const config = configNode("searchHeadline()", options.config);
  const said = Object.entries(HEADLINE).flatMap(([name, written]) => {
    const value = options[name as keyof typeof HEADLINE];
    return value === undefined ? [] : [`${written}=${quoted(String(value))}`];
  });
  const operands = [
    ...(config === null ? [] : [config]),
    sqlNode(["", "::text"], [nodeOfText(expression)], text),
    isOf(query, "searchQuery") ? query.node : queryNode(query, config),
    ...(said.length === 0 ? [] : [paramNode(text, text.encode(said.join(", ")))]),
  ];
  return wrap(sqlNode(gaps("ts_headline(", operands.length, ", ", ")"), operands, text)) as never;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
