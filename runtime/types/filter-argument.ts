import type { Exact, Hints, Keywords } from "./keywords.js";
import type { ColumnName, ModelType } from "./model-type.js";
import type { RowCondition } from "./expression.js";
import type { AskedOf } from "./owner.js";
import type { Refs } from "./refs.js";

/** An expression as a condition: itself, or made from the queryset's references. */
export type ExpressionArgument<M extends ModelType, A> = (OfRows & AskedOf<M>) | ((f: Refs<M, A>) => OfRows);

export type OfRows = RowCondition<boolean | null>;

/** What `filter`, `exclude` and `get` take first: keyword conditions or an expression. */
export type FilterArgument<M extends ModelType, A, K extends string> =
  (Keywords<M, A, K> & Hints<M, A>) | ExpressionArgument<M, A> | Given<M, K>;

/** A variable of the type that functions take conditions by, `Book.Where`: all own names are its keys. */
export type Given<M extends ModelType, K extends string> = [ColumnName<M>] extends [K]
  ? { readonly [P in ColumnName<M>]?: NoInfer<Exact<M["columns"][P]>> }
  : never;

/** What `filter` and `exclude` take: a condition, and further expressions. */
export type Conditions<M extends ModelType, A, K extends string> = readonly [
  where: FilterArgument<M, A, K>,
  ...more: ExpressionArgument<M, A>[],
];

/** What `get` takes: conditions, or none. */
export type MaybeConditions<M extends ModelType, A, K extends string> = readonly [
  where?: FilterArgument<M, A, K>,
  ...more: ExpressionArgument<M, A>[],
];
