import { ts } from "ts-morph";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";

type Known = null | boolean | number | string;

/** The value of `Status.Draft`, of a TypeScript enum; undefined for anything else. */
export function enumMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  module: Module,
  resolver: Resolver,
  evaluate: (node: ts.Expression, module: Module) => Known | undefined,
): Known | undefined {
  const resolved = resolver.expression(node.expression, module);
  if (resolved?.kind !== "declaration") return undefined;
  const declaration = resolved.statements.find((statement) => ts.isEnumDeclaration(statement));
  const wanted = ts.isPropertyAccessExpression(node)
    ? node.name.text
    : evaluate(node.argumentExpression, module);
  if (!declaration || wanted === undefined) return undefined;
  let next: number | null = 0;
  for (const member of declaration.members) {
    const value: Known | undefined = member.initializer
      ? evaluate(member.initializer, resolved.module)
      : (next ?? undefined);
    next = typeof value === "number" ? value + 1 : null;
    if (member.name.getText().replace(/^["']|["']$/g, "") === wanted) return value;
  }
  return undefined;
}
