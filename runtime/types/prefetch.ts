import type { brand } from "./brand.js";
import type { Head, Tail, Without } from "./loaded.js";
import type { ModelType } from "./model-type.js";
import type { Subselect } from "./subselect.js";
import type { Verdict } from "./verdict.js";

/** What `prefetch()` gives: a path, the rows to load, and the name that takes them. */
export interface PrefetchOf<Path extends string, Row, As extends string | null> {
  readonly [brand]: "prefetch";
  readonly path: Path;
  readonly rows: Row;
  readonly as: As;
}

/** `prefetch("books", queryset, { as: "recent" })`. */
export interface PrefetchFunction {
  <const Path extends string>(path: Path): PrefetchOf<Path, never, null>;
  <const Path extends string, Row>(path: Path, queryset: Subselect<Row>): PrefetchOf<Path, Row, null>;
  <const Path extends string, Row, const As extends string>(
    path: Path,
    queryset: Subselect<Row>,
    options: { readonly as: As },
  ): PrefetchOf<Path, Row, As>;
}

/** The relations of a model by the properties of an instance. */
export type Accessors<M extends ModelType> = M["accessors"];

export type EndOf<M extends ModelType, H> = H extends keyof Accessors<M>
  ? Accessors<M>[H] extends {
      readonly to: infer To extends ModelType;
      readonly many: infer Many;
      readonly null: infer N;
    }
    ? { readonly to: To; readonly many: Many; readonly null: N }
    : never
  : never;

/** The message that names what is wrong with a path of relations of any kind, or never. */
export type PrefetchProblem<M extends ModelType, P extends string> = P extends `${infer H}__${infer T}`
  ? H extends keyof Accessors<M>
    ? PrefetchProblem<EndOf<M, H>["to"], T>
    : `${M["name"]} has no relation '${H}'`
  : P extends keyof Accessors<M>
    ? never
    : `${M["name"]} has no relation '${P}'`;

/** What `prefetchRelated` takes: paths and `prefetch()`s, or null to clear those said before. */
export type PrefetchField<M extends ModelType> = PrefetchName<M> | null;

/** The items of a call, each checked as it is written. */
export type PrefetchFields<M extends ModelType, P extends readonly unknown[]> = {
  readonly [I in keyof P]: P[I] extends PrefetchItem
    ? Verdict<P[I], ItemProblem<M, P[I], P>>
    : PrefetchField<M>;
};

/** What is wrong with an item of `prefetchRelated`, or never. */
export type ItemProblem<M extends ModelType, I, All = []> = [Beyond<M, I, All>] extends [never]
  ? I extends string
    ? PrefetchProblem<M, I>
    : I extends PrefetchOf<infer Path, infer Row, string | null>
      ? [PrefetchProblem<M, Path>] extends [never]
        ? RowsProblem<PathEnd<M, Path>, Row>
        : PrefetchProblem<M, Path>
      : never
  : ItemProblem<NamedEnd<M, Beyond<M, I, All>, All>, Shortened<I>>;

/** The name of rows that a call has given one to, where an item goes on from them: `"recent__tags"`; else never. */
export type Beyond<M extends ModelType, I, All> =
  PathOf<I> extends `${infer H}__${string}`
    ? H extends keyof Accessors<M>
      ? never
      : H extends AsNames<All>
        ? H
        : never
    : never;

export type PathOf<I> = I extends string
  ? I
  : I extends PrefetchOf<infer Path, unknown, string | null>
    ? Path
    : never;

export type AsNames<All> = All extends readonly unknown[] ? AsName<All[number]> : never;
export type AsName<I> = I extends PrefetchOf<string, unknown, infer As extends string> ? As : never;

/** The model of rows that a call has given a name to. */
export type NamedEnd<M extends ModelType, As extends string, All> = All extends readonly unknown[]
  ? NamedItemEnd<M, As, All[number]>
  : never;
export type NamedItemEnd<M extends ModelType, As extends string, I> =
  I extends PrefetchOf<infer Path, unknown, As> ? PathEnd<M, Path> : never;

/** An item without the first name of its path. */
export type Shortened<I> = I extends `${string}__${infer T}`
  ? T
  : I extends PrefetchOf<`${string}__${infer T}`, infer Row, infer As>
    ? PrefetchOf<T, Row, As>
    : never;

/** Rows under a name of their own, with what an item loads into each of them. */
export type Further<M extends ModelType, Row, H extends string, I, All> = Without<Row, H> & {
  readonly [K in H]: K extends keyof Row
    ? Row[K] extends readonly (infer E)[]
      ? Added<NamedEnd<M, H, All>, E, Shortened<I>>[]
      : Added<NamedEnd<M, H, All>, NonNullable<Row[K]>, Shortened<I>> | null
    : never;
};

/** What may be an item of `prefetchRelated`, of whatever model. */
export type PrefetchItem = string | PrefetchOf<string, unknown, string | null> | null;

/** The model at the end of a path of relations. */
export type PathEnd<M extends ModelType, P extends string> = P extends `${infer H}__${infer T}`
  ? PathEnd<EndOf<M, H>["to"], T>
  : EndOf<M, P>["to"];

/** The rows of a model have its members, whatever else they were loaded with. */
export type RowsProblem<M extends ModelType, Row> = [Row] extends [never]
  ? never
  : keyof M["instance"] extends keyof Row
    ? never
    : `prefetch() takes a queryset of ${M["name"]} here`;

/** A row type after a list of prefetches; null brings back the relations of a plain row. */
export type Prefetched<M extends ModelType, Row, Plain, A, Items extends readonly unknown[], All = Items> = [
  Items[number],
] extends [string]
  ? [AsNames<All>] extends [never]
    ? Paths<M, Row, Items[number]>
    : OneByOne<M, Row, Plain, A, Items, All>
  : OneByOne<M, Row, Plain, A, Items, All>;

export type OneByOne<
  M extends ModelType,
  Row,
  Plain,
  A,
  Items extends readonly unknown[],
  All,
> = Items extends readonly [infer First, ...infer Rest]
  ? Prefetched<
      M,
      First extends null ? Cleared<M, Row, Plain, A> : Added<M, Row, First, All>,
      Plain,
      A,
      Rest,
      All
    >
  : Row;

/** A row type with relations of any kind loaded, all at once: a type that each of them makes anew costs more. */
export type Paths<M extends ModelType, Row, P extends string> = [P] extends [never]
  ? Row
  : Without<Row, Head<P>> & { readonly [H in Head<P>]: PathsEnd<M, Row, H, Tail<P, H>> };

export type PathsEnd<M extends ModelType, Row, H extends string, T extends string> = EndOf<
  M,
  H
>["many"] extends true
  ? LoadedRows<Paths<EndOf<M, H>["to"], ElementOf<M, Row, H>, T>> & (H extends keyof Row ? Row[H] : object)
  : Paths<EndOf<M, H>["to"], ElementOf<M, Row, H>, T> | (EndOf<M, H>["null"] extends true ? null : never);

/** Rows under a name of `prefetch(…, { as })` go as well: what stays is a member of the instance or an annotation. */
export type Cleared<M extends ModelType, Row, Plain, A> = Plain extends Row
  ? Row
  : {
      [
        K in keyof Row as K extends keyof Accessors<M> ? never : K extends keyof Plain | keyof A ? K : never
      ]: Row[K];
    } & Pick<Plain, keyof Accessors<M> & keyof Plain>;

export type Added<M extends ModelType, Row, Item, All = []> = [Beyond<M, Item, All>] extends [never]
  ? AddedHere<M, Row, Item>
  : Further<M, Row, Beyond<M, Item, All>, Item, All>;

export type AddedHere<M extends ModelType, Row, Item> = Item extends string
  ? Paths<M, Row, Item>
  : Item extends PrefetchOf<infer Path, infer R, infer As>
    ? As extends string
      ? Named<M, Row, Path, R, As>
      : Loaded<M, Row, Path, R>
    : Row;

/** Under another name, the rows stand as an array of their own at the end of the path. */
export type Named<
  M extends ModelType,
  Row,
  P extends string,
  R,
  As extends string,
> = P extends `${infer H}__${infer T}`
  ? Inside<M, Row, H, Named<EndOf<M, H>["to"], ElementOf<M, Row, H>, T, R, As>>
  : Row & { readonly [K in As]: EndOf<M, P>["many"] extends true ? R[] : R | null };

/** A queryset may leave out the one row of a relation: it is null then. */
export type Loaded<M extends ModelType, Row, P extends string, R> = P extends `${infer H}__${infer T}`
  ? Inside<M, Row, H, Loaded<EndOf<M, H>["to"], ElementOf<M, Row, H>, T, R>>
  : Inside<
      M,
      Row,
      P,
      [R] extends [never] ? ElementOf<M, Row, P> : EndOf<M, P>["many"] extends true ? R : R | null
    >;

/** What a row holds at the other end of a relation: loaded already, or the plain instance. */
export type ElementOf<M extends ModelType, Row, H extends string> = H extends keyof Row
  ? EndOf<M, H>["many"] extends true
    ? Row[H] extends { readonly loaded: readonly (infer E extends EndOf<M, H>["to"]["instance"])[] }
      ? E
      : EndOf<M, H>["to"]["instance"]
    : Row[H] extends EndOf<M, H>["to"]["instance"] | null
      ? NonNullable<Row[H]>
      : EndOf<M, H>["to"]["instance"]
  : EndOf<M, H>["to"]["instance"];

// The manager itself comes last, so that iterating it gives what was loaded.
export type Inside<M extends ModelType, Row, H extends string, E> = Omit<Row, H> & {
  readonly [K in H]: EndOf<M, H>["many"] extends true
    ? LoadedRows<E> & (K extends keyof Row ? Row[K] : object)
    : E | (EndOf<M, H>["null"] extends true ? null : never);
};

export interface LoadedRows<E> {
  /** The rows that the prefetch has loaded. */
  readonly loaded: readonly E[];
  [Symbol.iterator](): Iterator<E>;
  [Symbol.asyncIterator](): AsyncIterator<E>;
}

/** Names that an editor offers in `prefetchRelated`. */
export type PrefetchName<M extends ModelType> =
  (keyof Accessors<M> & string) | (string & {}) | PrefetchOf<string, unknown, string | null>;
