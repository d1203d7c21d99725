import type { RowExpression } from "./expression.js";
import type { AskedBy } from "./owner.js";

/** What an update of a model assigns: a value, or an expression of its own that gives one. */
export type Assigned<T, Name extends string> = T | (RowExpression<T | null> & AskedBy<Name>);

/** Fields to change, by value or expression: what `update()` takes. */
export type UpdateOf<Create, Name extends string> = {
  -readonly [P in keyof Create]?: Assigned<Exclude<Create[P], undefined>, Name>;
};

/** Values for a new row; a function is called when it is needed. */
export type Defaults<T> = { readonly [P in keyof T]?: T[P] | (() => T[P]) };
