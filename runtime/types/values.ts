import type { Expression } from "./expression.js";
import type { Annotations, TypeOf } from "./functions.js";
import type { ColumnName, ModelType } from "./model-type.js";
import type { Invalid } from "./not-loaded.js";
import type { NamedExpressions, Unclashing } from "./naming.js";
import type { StrayProblem } from "./owner.js";
import type { Refs } from "./refs.js";
import type { NamedValue, ValueName, ValueProblem } from "./rows.js";
import type { Verdict } from "./verdict.js";

/** What `values` takes: a path, expressions by name, or a function of the queryset's references that gives them. */
export type ValuesField<M extends ModelType, A> =
  ValueName<M, A> | NamedExpressions | Expression | ((f: Refs<M, A>) => NamedExpressions);

/** The fields of a call of `values`, each checked as it is written. */
export type ValuesFields<M extends ModelType, R, A, P extends readonly unknown[]> = {
  readonly [I in keyof P]: ValuesItem<M, R, A, P[I]>;
};

/** Of what is not known yet it is any field. */
export type ValuesItem<M extends ModelType, R, A, I> = I extends string
  ? Verdict<I, ValueProblem<M, A, I>>
  : unknown extends I
    ? ValuesField<M, A>
    : I extends Expression
      ? Invalid<"values() takes expressions by name: { name: expression }">
      : ValuesExpressions<M, R, A, I>;

export type ValuesExpressions<M extends ModelType, R, A, I> = I extends (f: Refs<M, A>) => infer E
  ? (f: Refs<M, A>) => Unclashing<M, R, A, E>
  : Unclashing<M, R, A, I>;

/** A plain row: what `values("title", "author__name", { upper: upper(Book.f.title) })` gives. */
export type ValuesRow<M extends ModelType, A, P extends readonly unknown[]> = [P[number]] extends [string]
  ? { [N in P[number]]: NamedValue<M, A, N> }
  : {
      [N in Extract<P[number], string> | keyof Computed<P>]: N extends keyof Computed<P>
        ? Computed<P>[N]
        : NamedValue<M, A, N & string>;
    };

/** The names in scope after `values`: those of before, and those of its expressions. */
export type ValuesScope<A, P extends readonly unknown[]> = [P[number]] extends [string] ? A : A & Computed<P>;

/** What the expressions among the fields are, by name. */
export type Computed<P> = P extends readonly [infer First, ...infer Rest]
  ? First extends string
    ? Computed<Rest>
    : Annotations<First extends (...args: never[]) => infer E ? E : First> & Computed<Rest>
  : object;

/** A row of every column, and of what was annotated: what `values()` gives. */
export type ColumnsRow<M extends ModelType, R, A> = {
  [N in ColumnName<M> | (keyof A & keyof R)]: N extends keyof A ? A[N] : NamedValue<M, A, N & string>;
};

/** What `valuesList` takes: a path, an expression, or a function of the queryset's references that gives one. */
export type ListField<M extends ModelType, A> =
  ValueName<M, A> | Expression | ((f: Refs<M, A>) => Expression);

/** A field of `valuesList`, checked as it is written. */
export type ListItem<M extends ModelType, A, P> = P extends string
  ? Verdict<P, ValueProblem<M, A, P>>
  : P extends Expression | ((f: Refs<M, A>) => Expression)
    ? Verdict<P, StrayProblem<M, P>>
    : ListField<M, A>;

/** The fields of a call of `valuesList`. */
export type ListFields<M extends ModelType, A, P extends readonly unknown[]> = {
  readonly [I in keyof P]: ListItem<M, A, P[I]>;
};

/** An array of the values: what `valuesList("title", lower(Book.f.title))` gives. */
export type ListRow<M extends ModelType, A, P extends readonly unknown[]> = {
  -readonly [I in keyof P]: ListValue<M, A, P[I]>;
};

/** The bare value of one field: what `valuesList("title", { flat: true })` gives. */
export type ListValue<M extends ModelType, A, P> = P extends string
  ? NamedValue<M, A, P>
  : TypeOf<P extends (...args: never[]) => infer E ? E : P>;
