import type { RowExpression } from "./expression.js";

/** What an update assigns: a value, or an expression that gives one. */
export type Assigned<T> =
  T | RowExpression<Exclude<T, object> | T> | RowExpression<Exclude<T, object> | null>;

/** Fields to change, by value or expression: what `update()` takes. */
export type UpdateOf<Create> = { -readonly [P in keyof Create]?: Assigned<Exclude<Create[P], undefined>> };

/** Values for a new row; a function is called when it is needed. */
export type Defaults<T> = { readonly [P in keyof T]?: T[P] | (() => T[P]) };
