import type { brand } from "./brand.js";

/**
 * Something that PostgreSQL computes: a column reference, a function call, a comparison. `T` is its value's type,
 * null included. Expressions are objects of ormgen's own, which no JSON can forge.
 */
export interface Expression<T = unknown> {
  readonly [brand]: "expression";
  /** Phantom: the value's type. */
  readonly type?: T;
}

/** What a keyword condition or an assignment takes: a value, or an expression that gives one. */
export type Value<T> = T | Expression<T> | Expression<T | null>;
