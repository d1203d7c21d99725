import { ts } from "ts-morph";

type Known = null | boolean | number | string;

/** The value of an operation over known operands; undefined where it cannot be known. */
export function arithmetic(
  node: ts.PrefixUnaryExpression | ts.BinaryExpression,
  operand: (node: ts.Expression) => Known | undefined,
): Known | undefined {
  if (ts.isPrefixUnaryExpression(node)) {
    const value = operand(node.operand);
    if (node.operator === ts.SyntaxKind.ExclamationToken) return value === undefined ? undefined : !value;
    if (typeof value !== "number") return undefined;
    if (node.operator === ts.SyntaxKind.MinusToken) return -value;
    return node.operator === ts.SyntaxKind.PlusToken ? value : undefined;
  }
  const [left, right] = [operand(node.left), operand(node.right)];
  if (typeof left === "string" && typeof right === "string") {
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken ? left + right : undefined;
  }
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
      return left - right;
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.SlashToken:
      return left / right;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return left ** right;
    default:
      return undefined;
  }
}
