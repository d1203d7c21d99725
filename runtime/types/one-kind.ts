import type { kind, mixed } from "./brand.js";
import type { Expression } from "./expression.js";

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

/** Numbers beside a decimal are decimals. */
export type Fitting<V> = [Decimals<V>] extends [never] ? V : Exclude<V, Numbers<V>>;

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

/** What a further result makes of the type of those before it: a text without a literal type may be a decimal. */
export type With<T, V> = [Decimals<V>] extends [never]
  ? T | ResultOf<string extends T ? Exclude<V, Numbers<V>> : V>
  : Exclude<T, number | bigint> | ResultOf<V>;

/** The further result itself where it is of the kind of those before it. */
export type Beside<T, V, Message extends string> =
  true extends IsUnion<Kinds<NonNullable<With<T, V>>>> ? Mixed<Message> : unknown;

/** What a branch gives: texts keep their literal types, so that choices may be set by them. */
export type ResultOf<V> = V extends string ? V : ValueOf<V>;
