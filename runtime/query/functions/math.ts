import type { Of, SameNumber } from "../../types/functions.js";
import type { Expression, FloatRef, NumberOperand, Value } from "../../types/index.js";
import { float8, int4, type Codec } from "../../values/index.js";
import { sqlNode } from "../expression/node.js";
import { nodeOf } from "./aggregates.js";
import { arithmetic } from "../expression/arithmetic.js";
import { call, operandOf, wrap } from "./scalar.js";
import { numeric } from "../expression/number-types.js";

/** Numbers stay floats, decimals stay exact. */
function real(codec: Codec | null): Codec {
  return codec?.dbType === "numeric" ? numeric : float8;
}

const same =
  <Name extends string>(name: Name) =>
  <E extends NumberOperand<unknown, `${Name}() takes numbers`>>(expression: E): SameNumber<E> => {
    const node = nodeOf(expression, name);
    return call(name, [node], node.codec) as never;
  };

const floating =
  <Name extends string>(name: Name) =>
  (expression: NumberOperand<unknown, `${Name}() takes numbers`>): FloatRef<number | null> =>
    call<number | null>(
      name,
      [sqlNode(["(", ")::float8"], [nodeOf(expression, name)], float8)],
      float8,
    ) as never;

/** Without its sign. */
export const abs = same("abs");
/** -1, 0 or 1. */
export const sign = same("sign");
/** Rounded up. */
export const ceil = same("ceil");
/** Rounded down. */
export const floor = same("floor");

export const sqrt = floating("sqrt");
export const exp = floating("exp");
export const ln = floating("ln");
export const sin = floating("sin");
export const cos = floating("cos");
export const tan = floating("tan");
export const cot = floating("cot");
export const asin = floating("asin");
export const acos = floating("acos");
export const atan = floating("atan");
export const degrees = floating("degrees");
export const radians = floating("radians");

/** Rounded to so many digits behind the point. */
export function round<E extends NumberOperand<unknown, "round() takes numbers">>(
  expression: E,
  digits = 0,
): SameNumber<E> {
  const node = nodeOf(expression, "round");
  const exact = sqlNode(["(", ")::numeric"], [node], numeric);
  const places = sqlNode(["", "::int4"], [operandOf(digits)], int4);
  const codec = real(node.codec);
  const type = node.codec?.dbType ?? codec.dbType;
  const rounded = sqlNode(["round(", ", ", `)::${type}`], [exact, places], node.codec ?? codec);
  return call("", [rounded], node.codec ?? codec) as never;
}

/** One number to the power of another. */
export function power(
  base: NumberOperand<unknown, "power() takes numbers">,
  exponent: Value<number>,
): FloatRef<number | null> {
  const operands = [nodeOf(base, "power"), operandOf(exponent)];
  return call<number | null>(
    "power",
    operands.map((each) => sqlNode(["(", ")::float8"], [each], float8)),
    float8,
  ) as never;
}

/** The remainder. */
export function mod<T>(expression: NumberOperand<T, "mod() takes numbers">, divisor: Value<number>): Of<T> {
  return wrap(arithmetic("%", nodeOf(expression, "mod"), divisor));
}

/** The logarithm to a base. */
export function log(
  base: Value<number>,
  expression: NumberOperand<unknown, "log() takes numbers">,
): Of<string | null> {
  const operands = [operandOf(base), nodeOf(expression, "log")];
  return call(
    "log",
    operands.map((each) => sqlNode(["(", ")::numeric"], [each], numeric)),
    numeric,
  );
}

/** The angle of a point, in radians. */
export function atan2(y: Expression, x: Value<number>): FloatRef<number | null> {
  const operands = [nodeOf(y, "atan2"), operandOf(x)];
  return call<number | null>(
    "atan2",
    operands.map((each) => sqlNode(["(", ")::float8"], [each], float8)),
    float8,
  ) as never;
}

/** π. */
export const pi = (): FloatRef<number> => call<number>("pi", [], float8) as never;
/** A random number from 0 to 1. */
export const random = (): FloatRef<number> => call<number>("random", [], float8) as never;
