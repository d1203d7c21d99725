import type { owner } from "./brand.js";
import type { RowExpression } from "./expression.js";
import type { Invalid } from "./not-loaded.js";
import type { AskedBy } from "./owner.js";

/** What an update of a model assigns: a value, or an expression of its own that gives one. */
export type Assigned<T, Name extends string> = T | (RowExpression<T | null> & AskedBy<Name>);

/** Fields to change, by value or expression: what `update()` takes. */
export type UpdateOf<Create, Name extends string> = {
  -readonly [P in keyof Create]?: Assigned<Exclude<Create[P], undefined>, Name>;
};

/** An expression that a new row can have: it has no columns of its own to read yet. */
export interface MadeBy<T> extends RowExpression<T> {
  readonly [owner]?:
    | Invalid<"a new row has no columns to read yet: give a value, or an expression without fields">
    | undefined;
}

/** The fields of a new row, by value or expression: what `create()` and `bulkCreate()` take. */
export type MadeOf<Create> = {
  [P in keyof Create]: Create[P] | MadeBy<Exclude<Create[P], undefined> | null>;
};

/** Values for a new row; a function is called when it is needed. */
export type Defaults<T> = { readonly [P in keyof T]?: T[P] | (() => T[P]) };
