import { float8, type Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { literalNode } from "./literal.js";
import { numeric, widest } from "./number-types.js";
import { arithmeticNode, sqlNode, type Node } from "./node.js";

export type Operator = "+" | "-" | "*" | "/" | "%" | "^";

/** `left operator right`; a plain value on the right takes the left's type where that can hold it. */
export function arithmetic(operator: Operator, left: Node, value: unknown): Node {
  const right = literalNode(value, besides(operator, left.codec));
  return typedArithmetic(operator, left, right, null);
}

/** @param codec of what comes out, where the operands do not tell. */
export function typedArithmetic(operator: Operator, left: Node, right: Node, codec: Codec | null): Node {
  const output = codec ?? outputOf(operator, left.codec, right.codec);
  if (operator !== "%" || output !== float8) return arithmeticNode(operator, left, right, output);
  // PostgreSQL has no remainder of floats.
  const exact = (node: Node) => sqlNode(["(", ")::numeric"], [node], numeric);
  return sqlNode(["(", ")::float8"], [arithmeticNode(operator, exact(left), exact(right), numeric)], float8);
}

export function negated(of: Node): Node {
  return sqlNode(["-(", ")"], [of], of.codec);
}

/** Dates and times move by intervals, not by values of their own kind. */
function besides(operator: Operator, codec: Codec | null): Codec | null {
  if (codec === null) return null;
  const kind = kindOf(codec);
  return kind === "number" || kind === "decimal" || kind === "interval" || operator === "-" ? codec : null;
}

/** PostgreSQL's own promotion of numbers; elsewhere the left side's type. */
function outputOf(operator: Operator, left: Codec | null, right: Codec | null): Codec | null {
  if (left === null || right === null) return null;
  const wide = widest(left, right);
  if (wide === null) return left;
  return operator !== "^" || wide.dbType === numeric.dbType ? wide : float8;
}
