import type { brand } from "./brand.js";
import type { FilteredProblem, FilteredRelation, Unfolded } from "./filtered.js";
import type { Verdict } from "./verdict.js";
import type { Expression } from "./expression.js";
import type { ModelType, RelationName } from "./model-type.js";
import type { Invalid } from "./not-loaded.js";
import type { AskedExpression, OwnerOf, Stray } from "./owner.js";
import type { Refs } from "./refs.js";

/** Expressions by the names that a row, or a later condition, knows them by. */
export type NamedExpressions = Readonly<Record<string, Expression>>;

/** What `annotate` and `alias` take: expressions by name, or a function of the queryset's references that gives them. */
export type Naming<M extends ModelType, R, A, E> =
  Unclashing<M, R, A, E> | ((f: Refs<M, A>) => Unclashing<M, R, A, E>);

/** The expressions, each under a name that is free; the message that names the clash stands for one that is not. */
export type Unclashing<M extends ModelType, R, A, E> = {
  readonly [N in keyof E]: N extends keyof A
    ? Computation<M, E[N]>
    : N extends TakenName<M, R>
      ? Invalid<`annotation '${N & string}' conflicts with a field of ${M["name"]}`>
      : E[N] extends FilteredRelation<infer P>
        ? Verdict<E[N], FilteredProblem<M, Unfolded<A, P>>>
        : Computation<M, E[N]>;
};

/** An expression of the model's own; else what is wrong with it. */
export type Computation<M extends ModelType, T> =
  T extends AskedExpression<M>
    ? T
    : [OwnerOf<T>] extends [never]
      ? Expression
      : Invalid<Stray<OwnerOf<T>, M>>;

/** An instance has its fields, relations and methods; a plain row what `values()` named. A name of before may be said anew. */
export type TakenName<M extends ModelType, R> = R extends { readonly [brand]: "instance" }
  ? keyof R | RelationName<M> | "pk"
  : R extends readonly unknown[]
    ? never
    : R extends object
      ? keyof R
      : never;
