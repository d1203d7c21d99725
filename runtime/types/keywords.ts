import type { FilteredBy } from "./filtered.js";
import type { Expression } from "./expression.js";
import type { ColumnOf, Comparable, Lookups, Open, Transformed, Transforms } from "./lookups.js";
import type { Column, ColumnName, ModelType, RelationKey, RelationName, Target } from "./model-type.js";
import type { Invalid } from "./not-loaded.js";
import type { OtherMoment } from "./other-moment.js";
import type { AskedOf, Said } from "./owner.js";
import type { Condition } from "./refs.js";
import type { Subselect } from "./subselect.js";

/** The value of a column compared by equality; null means IS NULL. */
export type Exact<C, Asked = unknown> =
  C extends Column<infer K, infer T>
    ? | AskedValue<K extends "json" ? T : Comparable<K, NonNullable<T>>, Asked>
      | (OtherMoment<K> & Asked)
      | null
    : never;

/** A value, an expression that the query it stands in may hold, or a queryset of one row. */
export type AskedValue<T, Asked> = T | (Expression<T | null> & Asked) | Subselect<T | null | object>;

export type RelatedValue<M extends ModelType, K = M["key"], Asked = unknown> =
  M["instance"] | K | (Expression<unknown> & Asked) | Subselect;

export interface RelationLookups<M extends ModelType, K = M["key"]> {
  readonly exact: RelatedValue<M, K> | null;
  readonly in: readonly (RelatedValue<M, K> | null)[] | Subselect;
  readonly isnull: boolean;
  readonly gt: RelatedValue<M, K>;
  readonly gte: RelatedValue<M, K>;
  readonly lt: RelatedValue<M, K>;
  readonly lte: RelatedValue<M, K>;
}

/** `Q` is what the query that it stands in says of expressions. */
export type ColumnCondition<M extends ModelType, C, Tail extends string, Q> = Tail extends keyof Lookups<C>
  ? Asking<Lookups<C>[Tail], Q>
  : Tail extends ([C] extends [Open] ? OneName<Tail> : keyof Transforms<C>)
    ? Exact<Transformed<C, Tail>, Q>
    : Tail extends `${infer Head}__${infer Rest}`
      ? Head extends keyof Transforms<C>
        ? ColumnCondition<M, Transformed<C, Head>, Rest, Q>
        : Invalid<`${M["name"]} has no field or lookup '${Tail}'`>
      : Invalid<`${M["name"]} has no field or lookup '${Tail}'`>;

/** A name that goes no further. */
export type OneName<N extends string> = N extends `${string}__${string}` ? never : N;

/** A value whose expressions the query it stands in may hold. */
export type Asking<V, Q> = V extends Expression
  ? V & Q
  : V extends readonly [infer From, infer To]
    ? readonly [Asking<From, Q>, Asking<To, Q>]
    : V extends readonly (infer Item)[]
      ? readonly Asking<Item, Q>[]
      : V;

export type KeyColumn<M extends ModelType> = M["key"] extends readonly unknown[]
  ? Column<"row", M["key"]>
  : ColumnOf<M["key"]>;

/**
 * The type of the value under one keyword: resolved for the keys that are written, never enumerated. Own names come
 * first, so that they resolve inside a class whose annotations are still open.
 */
export type KeywordValue<M extends ModelType, A, K extends string> =
  K extends ColumnName<M>
    ? Exact<M["columns"][K], AskedOf<M>>
    : // Nothing is inferred from values here: a compiler that tried would resolve every path there is.
      NoInfer<FurtherCondition<M, A, K, AskedOf<M>>>;

export type PlainCondition<M extends ModelType, A, K extends string, Q> =
  K extends ColumnName<M> ? Exact<M["columns"][K], Q> : FurtherCondition<M, A, K, Q>;

export type FurtherCondition<
  M extends ModelType,
  A,
  K extends string,
  Q,
> = K extends `${infer Head}__${infer Tail}`
  ? PathCondition<M, A, Head, Tail, Q>
  : K extends RelationName<M>
    ? RelatedValue<Target<M, K>, RelationKey<M, K>, Q> | null
    : K extends "pk"
      ? Asking<Exact<KeyColumn<M>>, Q> | M["instance"]
      : K extends keyof A
        ? A[K] extends FilteredBy<infer Path>
          ? FurtherCondition<M, object, Path, Q>
          : Exact<ColumnOf<A[K]>, Q>
        : Invalid<`${M["name"]} has no field or lookup '${K}'`>;

export type PathCondition<M extends ModelType, A, Head extends string, Tail extends string, Q> =
  Head extends ColumnName<M>
    ? ColumnCondition<M, M["columns"][Head], Tail, Q>
    : Head extends RelationName<M>
      ? Tail extends keyof RelationLookups<Target<M, Head>>
        ? Asking<RelationLookups<Target<M, Head>, RelationKey<M, Head>>[Tail], Q>
        : PlainCondition<Target<M, Head>, object, Tail, Q>
      : Head extends "pk"
        ? Tail extends "in"
          ? readonly (M["instance"] | M["key"] | null)[] | Subselect
          : ColumnCondition<M, KeyColumn<M>, Tail, Q>
        : Head extends keyof A
          ? A[Head] extends FilteredBy<infer Path>
            ? FurtherCondition<M, object, `${Path}__${Tail}`, Q>
            : ColumnCondition<M, ColumnOf<A[Head]>, Tail, Q>
          : Invalid<`${M["name"]} has no field or lookup '${Head}'`>;

/**
 * Keyword conditions of any depth, checked for the keys that are written:
 * `{ title__icontains: "x", author__name__startswith: "A" }`.
 */
export type Keywords<M extends ModelType, A, K extends string> = {
  readonly [P in K]: KeywordValue<M, A, P>;
};

/** Names for an editor to offer: a mapped type over what is still being written offers none. */
export type Hints<M extends ModelType, A> = {
  readonly [P in ColumnName<M> | RelationName<M> | (keyof A & string)]?: unknown;
};

/** Conditions on a model's own fields and relations as one type, for functions that take conditions. */
export type OwnConditions<M extends ModelType> = {
  readonly [P in ColumnName<M> | RelationName<M> | OwnLookup<M>]?: KeywordValue<M, object, P>;
};

export type OwnLookup<M extends ModelType> = {
  [P in ColumnName<M>]: `${P}__${keyof Lookups<M["columns"][P]> & string}`;
}[ColumnName<M>];

/** `Book.q({ … })`: keyword conditions as an expression, for `or()`, `and()`, `not()`. */
export type KeywordFunction<M extends ModelType> = <K extends string>(
  where: Keywords<M, object, K> & Hints<M, object>,
) => Condition & Said<M["name"]>;
