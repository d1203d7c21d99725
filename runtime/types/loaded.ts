import type { FilteredBy, FilteredEnd, OwnPaths, OwnRows } from "./filtered.js";
import type { ModelType, RelationName } from "./model-type.js";
import type { Deferred } from "./not-loaded.js";
import type { Verdict } from "./verdict.js";

export type Head<P extends string> = P extends `${infer H}__${string}` ? H : P;
export type Tail<P extends string, H extends string> = P extends `${H}__${infer T}` ? T : never;

/** A row type without these members: `Omit`, that a generic `K` does not spell out for every member. */
export type Without<Row, K> = { [P in keyof Row as P extends K ? never : P]: Row[P] };

/**
 * A row type with the relations of `P` loaded, at any depth:
 * `Load<BookModel, Book, "author__publisher">` is a `Book` whose `author.publisher` can be used.
 */
export type Load<M extends ModelType, Row, P extends string> = Without<Row, Head<P>> & {
  [H in Head<P>]: H extends keyof M["relations"]
    ? LoadRelation<M["relations"][H], H extends keyof Row ? Row[H] : never, Tail<P, H>>
    : never;
};

export type LoadRelation<Relation, Now, P extends string> = Relation extends {
  readonly to: infer M extends ModelType;
  readonly many: infer Many;
  readonly null: infer Nullable;
}
  ? Many extends true
    ? Now & { readonly loaded: readonly LoadOne<M, M["instance"], P>[] }
    : | LoadOne<M, Now extends M["instance"] | null ? NonNullable<Now> : M["instance"], P>
      | (Nullable extends true ? null : never)
  : never;

export type LoadOne<M extends ModelType, Row, P extends string> = [P] extends [never] ? Row : Load<M, Row, P>;

/** Paths of relations to one row, each checked as it is written; null alone clears those said before. */
export type RelatedPaths<M extends ModelType, P, A = object> = readonly CheckedPath<M, P, A>[];
export type CheckedPath<M extends ModelType, P, A, All = P> = P extends unknown
  ? Verdict<P, RelatedProblem<M, P, All, A>>
  : never;

/** The message that names what is wrong with a path of relations to one row, or never. */
export type RelatedProblem<M extends ModelType, P, All, A = object> =
  P extends RelationName<M>
    ? M["relations"][P] extends { readonly many: false }
      ? never
      : `'${P}' of ${M["name"]} leads to many rows: use prefetchRelated`
    : P extends `${infer H}__${infer T}`
      ? H extends RelationName<M>
        ? M["relations"][H] extends { readonly to: infer To extends ModelType; readonly many: false }
          ? RelatedProblem<To, T, All>
          : `'${H}' of ${M["name"]} leads to many rows: use prefetchRelated`
        : H extends keyof A
          ? A[H] extends FilteredBy<infer Path>
            ? RelatedProblem<FilteredEnd<M, Path>, T, All>
            : `${M["name"]} has no relation '${H}'`
          : `${M["name"]} has no relation '${H}'`
      : P extends null
        ? [All] extends [null]
          ? never
          : "null clears what was said before: it stands alone"
        : P extends keyof A
          ? A[P] extends FilteredBy<string>
            ? never
            : `${M["name"]} has no relation '${P & string}'`
          : `${M["name"]} has no relation '${P & string}'`;

/** A row type after `selectRelated`: null clears what was said before. */
export type Selected<M extends ModelType, Row, P, A = object> = [P] extends [null]
  ? Unselected<M, Row>
  : [OwnPaths<M, A, P>] extends [never]
    ? Load<M, Row, P & string>
    : Load<M, Row, Exclude<P & string, OwnPaths<M, A, P>>> & OwnRows<M, A, OwnPaths<M, A, P>>;

/** The row that a sync call gives: it follows relations by itself, and not what only the queryset names. */
export type SelectedLazily<M extends ModelType, Row, P, A> = [OwnPaths<M, A, P>] extends [never]
  ? Row
  : Row & OwnRows<M, A, OwnPaths<M, A, P>>;

export type Unselected<M extends ModelType, Row> = M["instance"] extends Row
  ? Row
  : Without<Row, SingleRelation<M>> & Pick<M["instance"], SingleRelation<M> & keyof M["instance"]>;

/** Names that an editor offers in `selectRelated`. */
export type SingleRelation<M extends ModelType> = {
  [R in RelationName<M>]: M["relations"][R] extends { readonly many: false } ? R : never;
}[RelationName<M>];

/** What `selectForUpdate({ of })` names beside `"self"`: a relation that `selectRelated` fetches, at any depth. */
export type LockPath<M extends ModelType> = SingleRelation<M> | `${SingleRelation<M>}__${string}`;

/** Relations to one row that must exist: what `selectRelated()` without a path fetches. */
export type RequiredRelation<M extends ModelType> = {
  [R in RelationName<M>]: M["relations"][R] extends { readonly many: false; readonly null: false }
    ? R
    : never;
}[RelationName<M>];

/** What tsc says of a column that was left out. */
export type LeftOut<
  M extends ModelType,
  P extends string,
> = `${M["name"]}.${P} is deferred: add it to .only() or await the instance's refresh()`;

export type OwnNames<P extends string> = P extends `${string}__${string}` ? never : P | `${P}Id`;
export type DeepNames<P extends string> = P extends `${string}__${string}` ? P : never;

/** A row type in which only the columns `C` were fetched. */
export type Keep<M extends ModelType, Row, C extends string> = {
  [P in keyof Row]: P extends keyof M["columns"] & string
    ? P extends C
      ? Row[P]
      : Deferred<LeftOut<M, P>>
    : Row[P];
};

/** A row type in which the columns `C` were not fetched. */
export type Drop<M extends ModelType, Row, C extends string> = {
  [P in keyof Row]: P extends C ? (P extends keyof M["columns"] ? Deferred<LeftOut<M, P>> : Row[P]) : Row[P];
};

/** What `only()` leaves of a row: the named columns and the key, of relations those named of theirs. */
export type OnlyRow<M extends ModelType, Row, P extends string> = Deep<
  M,
  Keep<M, Row, OwnNames<P> | M["keyColumns"]>,
  DeepNames<P>,
  "only"
>;

/** What `defer()` leaves of a row: all but the named columns. */
export type DeferRow<M extends ModelType, Row, P extends string> = Deep<
  M,
  Drop<M, Row, OwnNames<P>>,
  DeepNames<P>,
  "defer"
>;

export type Deep<M extends ModelType, Row, P extends string, Mode extends "only" | "defer"> = [P] extends [
  never,
]
  ? Row
  : Without<Row, Head<P>> & {
      [H in Head<P>]: H extends keyof Row ? Narrowed<M, H, Row[H], Tail<P, H>, Mode> : never;
    };

/** A relation that is loaded is narrowed; one that is not stays as it is. */
export type Narrowed<
  M extends ModelType,
  H extends string,
  Now,
  P extends string,
  Mode,
> = H extends keyof M["relations"]
  ? M["relations"][H] extends { readonly to: infer To extends ModelType }
    ? Now extends null
      ? null
      : Now extends To["instance"]
        ? Mode extends "only"
          ? OnlyRow<To, Now, P>
          : DeferRow<To, Now, P>
        : Now
    : Now
  : Now;

/** Paths of relations that an editor offers in `Book.With<"">`; deeper ones are written. */
export type LoadedPath<M extends ModelType> = RelationName<M> | (string & {});
