import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, CountedOptions, Nullable } from "../options.js";

/** A `bigint` column's value: `bigint` if asked for, else `number`. */
export type BigIntegerValue<A> = A extends "bigint" ? bigint : number;

export interface BigIntegerOptions<A extends "number" | "bigint", N extends boolean>
  extends ColumnOptions<BigIntegerValue<A>, N>, ChoicesOption<number>, CountedOptions {
  /** The type of the value; the default is `"number"`, which throws beyond 2^53 rather than round. */
  readonly as?: A;
}

/**
 * A whole number of eight bytes: a `number`, or a `bigint` if asked for.
 *
 * ```ts
 * views = fields.bigInteger({ default: 0 });
 * satoshis = fields.bigInteger({ as: "bigint" });
 * ```
 *
 * ```sql
 * views bigint not null,
 * satoshis bigint not null
 * ```
 *
 * A value beyond ±2^53 in a `number` column throws `InvalidValue`; it is never rounded.
 */
export function bigInteger<const A extends "number" | "bigint" = "number", N extends boolean = false>(
  options: BigIntegerOptions<A, N> = {},
): Nullable<BigIntegerValue<A>, N> {
  return describe("bigInteger", options);
}
