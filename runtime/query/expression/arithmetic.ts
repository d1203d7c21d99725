import { float8, int4, timestamptz, type Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { literalNode } from "./literal.js";
import { besideMoment, ofMoments } from "./moments.js";
import { numeric, widest } from "./number-types.js";
import { hasKind, joinedVectors } from "./searching.js";
import { arithmeticNode, sqlNode, type Node } from "./node.js";

export type Operator = "+" | "-" | "*" | "/" | "%" | "^" | Bitwise;

/** Of integers alone. */
type Bitwise = "&" | "|" | "#" | Shift;
type Shift = "<<" | ">>";

/** `left operator right`; a plain value on the right takes the left's type where that can hold it. */
export function arithmetic(operator: Operator, left: Node, value: unknown): Node {
  if (operator === "+" && hasKind(left, "searchVector")) return joinedVectors(left, value);
  if (isShift(operator)) return arithmeticNode(operator, left, places(value), left.codec);
  const moment = left.codec && besideMoment(operator, left.codec, value);
  const right = literalNode(value, moment ?? besides(operator, left.codec));
  return typedArithmetic(operator, left, right, null);
}

/** PostgreSQL shifts by an integer, whatever is shifted. */
function places(value: unknown): Node {
  const node = literalNode(value, int4);
  return node.codec?.dbType === int4.dbType ? node : sqlNode(["(", ")::int4"], [node], int4);
}

function isShift(operator: Operator): operator is Shift {
  return operator === "<<" || operator === ">>";
}

/** @param codec of what comes out, where the operands do not tell. */
export function typedArithmetic(operator: Operator, left: Node, right: Node, codec: Codec | null): Node {
  const output = codec ?? outputOf(operator, left.codec, right.codec);
  if (operator === "%" && output === float8) {
    // PostgreSQL has no remainder of floats.
    const exact = (node: Node) => sqlNode(["(", ")::numeric"], [node], numeric);
    const rest = arithmeticNode(operator, exact(left), exact(right), numeric);
    return sqlNode(["(", ")::float8"], [rest], float8);
  }
  const node = arithmeticNode(operator, left, right, output);
  // A day and an interval make a moment without a zone.
  const ofDay =
    output === timestamptz && [left, right].some((each) => each.codec && kindOf(each.codec) === "date");
  return ofDay ? sqlNode(["", "::timestamptz"], [node], timestamptz) : node;
}

export function negated(of: Node): Node {
  return sqlNode(["-(", ")"], [of], of.codec);
}

/** Dates and times move by intervals, not by values of their own kind; an interval is stretched by numbers. */
function besides(operator: Operator, codec: Codec | null): Codec | null {
  if (codec === null) return null;
  const kind = kindOf(codec);
  if (kind === "interval") return operator === "*" || operator === "/" ? null : codec;
  return kind === "number" || kind === "decimal" || operator === "-" ? codec : null;
}

/** PostgreSQL's own promotion of numbers, and what it makes of moments; elsewhere the left side's type. */
function outputOf(operator: Operator, left: Codec | null, right: Codec | null): Codec | null {
  if (left === null || right === null) return null;
  const wide = widest(left, right);
  if (wide === null) return ofMoments(operator, left, right) ?? left;
  return operator !== "^" || wide.dbType === numeric.dbType ? wide : float8;
}
