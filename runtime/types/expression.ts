import type { brand, gives, kind, span } from "./brand.js";
import type { Invalid } from "./not-loaded.js";
import type { Subselect } from "./subselect.js";

/**
 * Something that PostgreSQL computes: a column reference, a function call, a comparison. `T` is its value's type,
 * null included. Expressions are objects of ormgen's own, which no JSON can forge.
 */
export interface Expression<T = unknown> {
  readonly [brand]: "expression";
  /** Phantom: the value's type. */
  readonly [gives]?: T | undefined;
}

/** What a keyword condition or an assignment takes: a value, or an expression that gives one. */
export type Value<T> = T | Expression<T | null>;

/** What something is compared with: a value, an expression, or a queryset of one row, `Author.objects.values("age").limit(1)`. */
export type Side<T> = Value<T> | Subselect<T | null | object>;

/** An expression whose value a row has by itself. */
export interface RowExpression<T> extends Expression<T> {
  readonly [span]?: Invalid<"update() cannot assign an aggregate or a window: use subquery()"> | undefined;
}

/** A condition that a row meets by itself. */
export interface RowCondition<T> extends Expression<T> {
  readonly [span]?:
    | "window"
    | Invalid<"an aggregate is no condition on rows: annotate() it, and filter by its name">
    | undefined;
}

/** What a function of numbers takes, or of intervals, which are counted together as numbers are; the message is what tsc says of anything else. */
export interface NumberOperand<T, Message extends string> extends Expression<T> {
  readonly [kind]?: "number" | "float" | "decimal" | "interval" | Invalid<Message> | undefined;
}

/** What a function of dates, times and intervals takes; the message is what tsc says of anything else. */
export interface DateOperand<T, Message extends string> extends Expression<T> {
  readonly [kind]?: "date" | "time" | "timestamp" | "interval" | Invalid<Message> | undefined;
}
