import { describe } from "../describe.js";
import type { ChoicesOption, ColumnOptions, Nullable } from "../options.js";

/** A `numeric` column's value: the exact digits as a string, or `number` if asked for. */
export type DecimalValue<A> = A extends "number" ? number : string;

export interface DecimalOptions<A extends "string" | "number", N extends boolean>
  extends ColumnOptions<DecimalValue<A>, N>, ChoicesOption<DecimalValue<A>> {
  /** How many digits in all. Without it, any number of them. */
  readonly precision?: number;
  /** How many of them stand after the point; the default is 0 where there is a precision. */
  readonly scale?: number;
  /** The type of the value; the default is `"string"`, which is exact. */
  readonly as?: A;
}

/**
 * An exact decimal number: a `string` of its digits, or a `number` if asked for.
 *
 * ```ts
 * price = fields.decimal({ precision: 8, scale: 2 });
 * ```
 *
 * ```sql
 * price numeric(8, 2) not null
 * ```
 *
 * The value reads `"19.90"`. A value with too many digits throws `InvalidValue` when it is saved.
 */
export function decimal<const A extends "string" | "number" = "string", N extends boolean = false>(
  options: DecimalOptions<A, N> = {},
): Nullable<DecimalValue<A>, N> {
  return describe("decimal", options);
}
