import { ts } from "ts-morph";
import type { TargetFact } from "../../schema/facts.js";
import { classNamed, type ModelClasses } from "../model-classes.js";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";
import type { SpanOf } from "../source/span.js";

export interface TargetReader {
  readonly resolver: Resolver;
  readonly classes: ModelClasses;
  readonly spanOf: SpanOf;
}

/** What `() => Author` gives, or null for a function of another shape. */
export function targetOf(
  node: ts.Node,
  module: Module,
  { resolver, classes, spanOf }: TargetReader,
): TargetFact | null {
  if (!ts.isArrowFunction(node) || node.parameters.length > 0) return null;
  const body = given(node.body);
  if (!body || (!ts.isIdentifier(body) && !ts.isPropertyAccessExpression(body))) return null;
  const resolved = resolver.expression(body, module);
  const model = classes.keyOf(resolved);
  const fact = { name: ts.isIdentifier(body) ? body.text : body.name.text, span: spanOf(body) };
  if (resolved?.kind === "declaration" && model !== null) {
    const reason = resolved.module.isModelFile ? null : "notModelFile";
    return { ...fact, model: reason === null ? model : null, reason };
  }
  if (resolved?.kind === "missing" && resolved.module) {
    const hidden = resolver.name(resolved.name, resolved.module);
    if (classNamed(hidden)) return { ...fact, model: null, reason: "notExported" };
  }
  return {
    ...fact,
    model: null,
    reason: resolved === null || resolved.kind === "missing" ? "missing" : "notAModel",
  };
}

function given(body: ts.ConciseBody): ts.Expression | null {
  if (ts.isBlock(body)) {
    const [only, ...rest] = body.statements;
    return only && rest.length === 0 && ts.isReturnStatement(only) ? (only.expression ?? null) : null;
  }
  let node = body;
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) node = node.expression;
  return node;
}
