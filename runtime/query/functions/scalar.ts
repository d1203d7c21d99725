import type { Of } from "../../types/functions.js";
import type { Codec } from "../../values/index.js";
import { Expr } from "../expression/expr.js";
import { literalNode } from "../expression/literal.js";
import { sqlNode, type Node } from "../expression/node.js";

/** `name(a, b)`: an expression over operands. */
export function call<T>(name: string, operands: readonly Node[], codec: Codec | null): Of<T> {
  return wrap(sqlNode(gaps(`${name}(`, operands.length, ", ", ")"), operands, codec));
}

/** The text around and between so many operands. */
export function gaps(before: string, operands: number, between: string, after: string): string[] {
  if (operands === 0) return [before + after];
  return [before, ...new Array<string>(operands - 1).fill(between), after];
}

export function wrap<T>(node: Node): Of<T> {
  return new Expr(node) as unknown as Of<T>;
}

/** An operand given as an expression or as a plain value. */
export function operandOf(value: unknown, beside: Codec | null = null): Node {
  return literalNode(value, beside);
}
