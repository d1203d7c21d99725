import type { brand } from "./brand.js";
import type { Expression } from "./expression.js";
import type { ColumnName, ModelType, RelationName, Target } from "./model-type.js";
import type { FilteredBy } from "./filtered.js";
import type { ColumnOf } from "./lookups.js";
import type { Invalid } from "./not-loaded.js";
import type { StrayProblem } from "./owner.js";
import type { Refs } from "./refs.js";
import type { PartValue, PathValue } from "./rows.js";
import type { Verdict } from "./verdict.js";

/** What `asc()` and `desc()` give. */
export interface OrderExpression {
  readonly [brand]: "order";
}

export type Bare<T extends string> = T extends `-${infer Name}`
  ? Name
  : T extends `+${infer Name}`
    ? Name
    : T;

export type Orderable<M extends ModelType, A, P extends string> = P extends
  "?" | "pk" | ColumnName<M> | RelationName<M>
  ? true
  : P extends keyof A
    ? true
    : P extends `${infer Head}__${infer Tail}`
      ? Head extends RelationName<M>
        ? Orderable<Target<M, Head>, object, Tail>
        : Head extends ColumnName<M>
          ? PathValue<M, P> extends Invalid<infer Message>
            ? Message
            : true
          : Head extends keyof A
            ? A[Head] extends FilteredBy<infer Path>
              ? Orderable<M, object, `${Path}__${Tail}`>
              : PartValue<M, ColumnOf<A[Head]>, Tail> extends Invalid<infer Message>
                ? Message
                : true
            : `${M["name"]} has no field '${Head}'`
      : `${M["name"]} has no field '${P}'`;

/** The message that names what is wrong with a name, or never. A plain `string` is checked at run time. */
export type OrderProblem<M extends ModelType, A, P extends string> = string extends P
  ? never
  : Orderable<M, A, Bare<P>> extends true
    ? never
    : Orderable<M, A, Bare<P>>;

/**
 * A term of `orderBy`, checked as it is written: a name with its direction, or an expression. Of what is not known yet
 * it is any field: the question that comes first is one that a compiler answers once a model.
 */
export type OrderTerm<M extends ModelType, A, P> = P extends string
  ? Verdict<P, OrderProblem<M, A, P>>
  : P extends Expression | OrderExpression | ((f: Refs<M, A>) => Expression | OrderExpression)
    ? Verdict<P, StrayProblem<M, P>>
    : OrderField<M, A>;

/** What `orderBy` takes: a name with its direction, an expression, or a function of the queryset's references. */
export type OrderField<M extends ModelType, A> =
  OrderName<M, A> | Expression | OrderExpression | ((f: Refs<M, A>) => Expression | OrderExpression);

/** The terms of a call, each checked as it is written. */
export type OrderFields<M extends ModelType, A, P extends readonly unknown[]> = {
  readonly [I in keyof P]: OrderTerm<M, A, P[I]>;
};

/** Names that an editor offers in `orderBy`. */
export type OrderName<M extends ModelType, A> =
  ColumnName<M> | RelationName<M> | (keyof A & string) | `-${ColumnName<M>}` | (string & {});
