import type { filtered } from "./brand.js";
import type { Expression } from "./expression.js";
import type { Head, LoadOne, Tail } from "./loaded.js";
import type { ModelType, RelationName, Target } from "./model-type.js";

/** What `filteredRelation()` gives: `annotate()` and `alias()` give it a name. */
export interface FilteredRelation<P extends string> extends Expression<FilteredBy<P>> {
  readonly [filtered]: P;
}

/** What a queryset knows a filtered relation by: the path that it follows. */
export interface FilteredBy<P extends string> {
  readonly [filtered]: P;
}

/** The message that names what is wrong with the path of a filtered relation, or never. */
export type FilteredProblem<M extends ModelType, P extends string> = string extends P
  ? never
  : P extends RelationName<M>
    ? never
    : P extends `${infer Head}__${infer Tail}`
      ? Head extends RelationName<M>
        ? FilteredProblem<Target<M, Head>, Tail>
        : `${M["name"]} has no relation '${Head}'`
      : `${M["name"]} has no relation '${P}'`;

/** The path of a filtered relation that goes on from another one, from the model's own relations. */
export type Unfolded<A, P extends string> = [Unfiltered<A, P>] extends [never] ? P : Unfiltered<A, P>;

/** The model at the end of a path of relations. */
export type FilteredEnd<M extends ModelType, P extends string> =
  P extends RelationName<M>
    ? Target<M, P>
    : P extends `${infer Head}__${infer Tail}`
      ? Head extends RelationName<M>
        ? FilteredEnd<Target<M, Head>, Tail>
        : never
      : never;

/**
 * Of paths that `selectRelated` is given, those that begin with a name of the queryset's own. A relation is asked for first:
 * a method of a queryset does not know what names there will be.
 */
export type OwnPaths<M extends ModelType, A, P> = P extends string
  ? Head<P> extends RelationName<M>
    ? never
    : Head<P> extends keyof A
      ? P
      : never
  : never;

/** What `selectRelated` adds for them: the row at the end with what is fetched behind it, or null. */
export type OwnRows<M extends ModelType, A, P extends string> = {
  [H in Head<P>]: H extends keyof A
    ? A[H] extends FilteredBy<infer Path>
      ? LoadOne<FilteredEnd<M, Path>, FilteredEnd<M, Path>["instance"], Tail<P, H>> | null
      : never
    : never;
};

/** The path that a name of a queryset's own stands for: `open__title` for `books__title`; never for other names. */
export type Unfiltered<A, P extends string> = P extends keyof A
  ? A[P] extends FilteredBy<infer Path>
    ? Path
    : never
  : P extends `${infer Head}__${infer Tail}`
    ? Head extends keyof A
      ? A[Head] extends FilteredBy<infer Path>
        ? `${Path}__${Tail}`
        : never
      : never
    : never;
