import type { brand } from "./brand.js";
import type { Expression } from "./expression.js";
import type { ColumnName, ModelType, RelationName, Target } from "./model-type.js";
import type { Invalid } from "./not-loaded.js";

/** What `asc()` and `desc()` give. */
export interface OrderExpression {
  readonly [brand]: "order";
}

type Bare<T extends string> = T extends `-${infer Name}` ? Name : T extends `+${infer Name}` ? Name : T;

type Orderable<M extends ModelType, A, P extends string> = P extends
  "?" | "pk" | ColumnName<M> | RelationName<M>
  ? true
  : P extends keyof A
    ? true
    : P extends `${infer Head}__${infer Tail}`
      ? Head extends RelationName<M>
        ? Orderable<Target<M, Head>, object, Tail>
        : Head extends ColumnName<M>
          ? true
          : Invalid<`${M["name"]} has no field '${Head}'`>
      : Invalid<`${M["name"]} has no field '${P}'`>;

/** A term of `orderBy`: a name with its direction, checked as it is written, or an expression. A plain `string` is checked at run time. */
export type OrderTerm<M extends ModelType, A, P> = P extends string
  ? string extends P
    ? P
    : Orderable<M, A, Bare<P>> extends true
      ? P
      : Orderable<M, A, Bare<P>>
  : P extends Expression | OrderExpression
    ? P
    : P extends (...args: never[]) => unknown
      ? P
      : never;
/** Names that an editor offers in `orderBy`. */
export type OrderName<M extends ModelType, A> =
  ColumnName<M> | RelationName<M> | (keyof A & string) | `-${ColumnName<M>}` | (string & {});
