import type { kind, mixed } from "./brand.js";
import type { Expression } from "./expression.js";
import type { Of } from "./functions.js";
import type { FloatRef, NullOf } from "./numbers.js";

/** The type of an operand's value: an expression's, or a plain value's without its literal. */
export type ValueOf<V> =
  V extends Expression<infer T>
    ? T
    : V extends string
      ? string
      : V extends number
        ? number
        : V extends boolean
          ? boolean
          : V;

export type Kinds<T> = 0 extends 1 & T
  ? never
  : T extends number | bigint
    ? "number"
    : T extends string
      ? "string"
      : T extends boolean
        ? "boolean"
        : T extends Date
          ? "date"
          : never;

/** The expressions that may be decimals: texts in TypeScript, which plain numbers stand beside. */
export type Decimals<V> =
  V extends Expression<infer T>
    ? [NonNullable<T>] extends [string]
      ? V extends { readonly [kind]: "text" | "date" | "time" | "timestamp" }
        ? never
        : V
      : never
    : never;

export type IsNumber<V> = [NonNullable<ValueOf<V>>] extends [number | bigint] ? true : false;
export type Numbers<V> = V extends unknown ? (IsNumber<V> extends true ? V : never) : never;

export type Floats<V> = V extends { readonly [kind]: "float" } ? V : never;

/** Decimals, those that are numbers in TypeScript too. */
export type Exacts<V> = Decimals<V> | (V extends { readonly [kind]: "decimal" } ? V : never);
export type Bigints<V> = V extends unknown
  ? [NonNullable<ValueOf<V>>] extends [never]
    ? never
    : [NonNullable<ValueOf<V>>] extends [bigint]
      ? V
      : never
  : never;
/** Plain numbers that are no integers. */
export type Fractions<V> = V extends number ? (`${V}` extends `${string}.${string}` ? V : never) : never;

/** What makes floats of all numbers beside it: a float, and among integers a fraction. */
export type Floating<V> = [Floats<V>] extends [never]
  ? [Exacts<V>] extends [never]
    ? Fractions<V>
    : never
  : Floats<V>;

/** Of several numbers, those that decide what all are: floats, else decimals, else bigints, as in PostgreSQL. */
export type Fitting<V> = [Floating<V>] extends [never]
  ? [Decimals<V>] extends [never]
    ? [Exacts<V>] extends [never]
      ? [Bigints<V>] extends [never]
        ? V
        : Exclude<V, Exclude<Numbers<V>, Bigints<V>>>
      : Exclude<V, Exclude<Numbers<V>, Exacts<V>>>
    : Exclude<V, Numbers<V>>
  : Exclude<V, Decimals<V> | Bigints<V>>;

/** What several operands give, with the methods of its kind. */
export type Shared<V, T> = [Floating<V>] extends [never] ? Of<T> : FloatRef<T>;

export type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

/** What no operand is: unlike a brand, it may stand beside an operand's own, so that tsc prints the message. */
export interface Mixed<Message extends string> {
  readonly [mixed]: Message;
}

/** What several operands give together. */
export type SharedValue<V> = ValueOf<Fitting<V>>;

/** The operands themselves where they are of one kind; else what tsc prints the message of. */
export type OneKind<V extends readonly unknown[], Message extends string> =
  true extends IsUnion<Kinds<NonNullable<SharedValue<V[number]>>>> ? readonly Mixed<Message>[] : unknown;

/** What a case of these results gives: null, where one of them may be. */
export type CaseValue<V> = ResultOf<Fitting<V>> | NullOf<V>;

/** The results themselves where they are of one kind. */
export type Alike<V, Message extends string> =
  true extends IsUnion<Kinds<NonNullable<CaseValue<V>>>> ? Mixed<Message> : unknown;

/** What a branch gives: texts keep their literal types, so that choices may be set by them. */
export type ResultOf<V> = V extends string ? V : ValueOf<V>;
