import type { kind } from "./brand.js";
import type { Expression, Side, Value } from "./expression.js";
import type { RangeValue } from "./lookups.js";
import type { Condition, IntervalRef, Matched, OrderedOperand, Stated } from "./refs.js";
import type { Subselect } from "./subselect.js";

/** A decimal beside a number: `"0.5"`, or a decimal column. */
export type Decimal = `${number}` | { readonly [kind]: "decimal" };

export type Widened<T> = number | (T extends bigint ? bigint : never);

/** What is computed with null is null. */
export type NullOf<V> = V extends Expression<infer U> ? Extract<U, null> : never;

/** What an integer and an operand give: a decimal or a float beside it decides, as in PostgreSQL. */
export type Counted<T, V, Whole = NumberRef<T | NullOf<V>>> = V extends { readonly [kind]: "float" }
  ? FloatRef<number | Extract<T, null> | NullOf<V>>
  : V extends { readonly [kind]: "decimal" } & Expression<infer U>
    ? DecimalRef<U | Extract<T, null>>
    : V extends string
      ? DecimalRef<string | Extract<T, null>>
      : V extends number
        ? `${V}` extends `${string}.${string}`
          ? FloatRef<number | Extract<T, null>>
          : Whole
        : Whole;

/** What a decimal and an operand give: beside a float it is one. */
export type Precise<T, V> = V extends { readonly [kind]: "float" }
  ? FloatRef<number | Extract<T, null> | NullOf<V>>
  : DecimalRef<T | NullOf<V>>;

export interface Numeric<T> extends OrderedOperand<T>, Matched {
  /** Whether a range holds it. */
  contained_by(range: Value<RangeValue<NonNullable<T>>>): Condition;
}

/** An integer. */
export interface NumberRef<T> extends Numeric<T> {
  readonly [kind]: "number";
  /** `Book.f.pages.add(1)` makes `("pages" + $1)`. */
  add<const V extends Value<Widened<NonNullable<T>>> | Decimal>(value: V): Counted<T, V>;
  sub<const V extends Value<Widened<NonNullable<T>>> | Decimal>(value: V): Counted<T, V>;
  mul<const V extends Value<Widened<NonNullable<T>>> | Decimal>(value: V): Counted<T, V>;
  /** An interval so many times as long. */
  mul(span: IntervalRef<string> | IntervalRef<string | null>): IntervalRef<string | null>;
  /** As in PostgreSQL, integers divide to an integer. */
  div<const V extends Value<Widened<NonNullable<T>>> | Decimal>(value: V): Counted<T, V>;
  mod<const V extends Value<Widened<NonNullable<T>>> | Decimal>(value: V): Counted<T, V>;
  /** A float, as in PostgreSQL, unless a decimal stands beside it. */
  pow<const V extends Value<Widened<NonNullable<T>>> | Decimal>(
    value: V,
  ): Counted<T, V, FloatRef<number | Extract<T, null> | NullOf<V>>>;
  /** `Book.f.flags.bitAnd(4)` makes `("flags" & $1)`; so do the others with `|`, `#`, `<<` and `>>`. */
  bitAnd<V extends Value<Widened<NonNullable<T>>>>(value: V): NumberRef<T | NullOf<V>>;
  bitOr<V extends Value<Widened<NonNullable<T>>>>(value: V): NumberRef<T | NullOf<V>>;
  bitXor<V extends Value<Widened<NonNullable<T>>>>(value: V): NumberRef<T | NullOf<V>>;
  bitLeftShift<V extends Value<number>>(places: V): NumberRef<T | NullOf<V>>;
  bitRightShift<V extends Value<number>>(places: V): NumberRef<T | NullOf<V>>;
  neg(): NumberRef<T>;
  abs(): NumberRef<T>;
  sign(): NumberRef<T>;
  ceil(): NumberRef<T>;
  floor(): NumberRef<T>;
  round(): NumberRef<T>;
}

/** A number with a fraction: beside it, all numbers are such. */
export interface FloatRef<T> extends Numeric<T> {
  readonly [kind]: "float";
  /** `Book.f.rating.add(Book.f.price)` is a float, as in PostgreSQL. */
  add<V extends Value<number> | Decimal>(value: V): FloatRef<T | NullOf<V>>;
  sub<V extends Value<number> | Decimal>(value: V): FloatRef<T | NullOf<V>>;
  mul<V extends Value<number> | Decimal>(value: V): FloatRef<T | NullOf<V>>;
  /** An interval so many times as long. */
  mul(span: IntervalRef<string> | IntervalRef<string | null>): IntervalRef<string | null>;
  div<V extends Value<number> | Decimal>(value: V): FloatRef<T | NullOf<V>>;
  mod<V extends Value<number> | Decimal>(value: V): FloatRef<T | NullOf<V>>;
  pow<V extends Value<number> | Decimal>(value: V): FloatRef<T | NullOf<V>>;
  neg(): FloatRef<T>;
  abs(): FloatRef<T>;
  sign(): FloatRef<T>;
  ceil(): FloatRef<T>;
  floor(): FloatRef<T>;
  round(): FloatRef<T>;
}

/** An exact number: a string, unless the field says `as: "number"`. */
export interface DecimalRef<T> extends Numeric<T> {
  readonly [kind]: "decimal";
  eq(value: Side<NonNullable<T> | number> | null): Stated<this>;
  ne(value: Side<NonNullable<T> | number> | null): Stated<this>;
  gt(value: Side<NonNullable<T> | number>): Stated<this>;
  gte(value: Side<NonNullable<T> | number>): Stated<this>;
  lt(value: Side<NonNullable<T> | number>): Stated<this>;
  lte(value: Side<NonNullable<T> | number>): Stated<this>;
  between(from: Value<NonNullable<T> | number>, to: Value<NonNullable<T> | number>): Stated<this>;
  in(values: readonly (Value<NonNullable<T> | number> | null)[] | Subselect<T | object>): Stated<this>;
  /** `Book.f.price.add("0.50")` makes `("price" + $1)`; beside a float it is one. */
  add<V extends Value<NonNullable<T> | number>>(value: V): Precise<T, V>;
  sub<V extends Value<NonNullable<T> | number>>(value: V): Precise<T, V>;
  mul<V extends Value<NonNullable<T> | number>>(value: V): Precise<T, V>;
  div<V extends Value<NonNullable<T> | number>>(value: V): Precise<T, V>;
  mod<V extends Value<NonNullable<T> | number>>(value: V): Precise<T, V>;
  pow<V extends Value<NonNullable<T> | number>>(value: V): Precise<T, V>;
  neg(): DecimalRef<T>;
  abs(): DecimalRef<T>;
  sign(): DecimalRef<T>;
  ceil(): DecimalRef<T>;
  floor(): DecimalRef<T>;
  round(): DecimalRef<T>;
}
