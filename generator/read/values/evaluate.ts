import { ts } from "ts-morph";
import type { Call, Entry, Expression, Span, Value } from "../../schema/facts.js";
import { arithmetic } from "./arithmetic.js";
import type { Carrier } from "../carried/carry.js";
import { enumMember } from "./enum-member.js";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";
import type { SpanOf } from "../source/span.js";
import { targetOf, type TargetReader } from "./target.js";

/** Tells what an expression is without running it. `undefined` gives null: nothing was said. */
export type Evaluate = (node: ts.Expression, module: Module) => Value | null;

export interface EvaluatorOptions {
  readonly resolver: Resolver;
  readonly carrier: Carrier;
  readonly spanOf: SpanOf;
  readonly target: TargetReader;
}

const ORMGEN_CALLS = new Set(["index", "unique", "check", "exclude", "sql"]);

export function createEvaluator(options: EvaluatorOptions): Evaluate {
  const { resolver, carrier, spanOf } = options;
  const underWay = new Set<ts.Node>();
  return evaluate;

  function evaluate(node: ts.Expression, module: Module): Value | null {
    return read(node, module, spanOf(node));
  }

  function scalar(value: null | boolean | number | string, span: Span): Value {
    return { kind: "scalar", value, span };
  }

  function expression(
    node: ts.Expression,
    module: Module,
    reason: string,
    form: Expression["form"] = "other",
  ): Expression {
    const target = form === "function" ? targetOf(node, module, options.target) : null;
    return {
      kind: "expression",
      form,
      code: carrier.code({ node, module }),
      reason,
      target,
      span: spanOf(node),
    };
  }

  function read(node: ts.Expression, module: Module, span: Span): Value | null {
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isTypeAssertionExpression(node)
    ) {
      return evaluate(node.expression, module);
    }
    if (ts.isStringLiteralLike(node)) return scalar(node.text, span);
    if (ts.isNumericLiteral(node)) return scalar(Number(node.text), span);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return scalar(true, span);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return scalar(false, span);
    if (node.kind === ts.SyntaxKind.NullKeyword) return scalar(null, span);
    if (ts.isTemplateExpression(node)) return template(node, module, span);
    if (ts.isPrefixUnaryExpression(node) || ts.isBinaryExpression(node)) {
      const result = arithmetic(node, (operand) => {
        const value = evaluate(operand, module);
        return value?.kind === "scalar" ? value.value : undefined;
      });
      return result === undefined ? expression(node, module, "it is computed") : scalar(result, span);
    }
    if (ts.isArrayLiteralExpression(node)) return list(node, module, span);
    if (ts.isObjectLiteralExpression(node)) return dictionary(node, module, span);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      return expression(node, module, "it is a function", "function");
    }
    if (ts.isCallExpression(node)) return call(node, module, span);
    if (ts.isIdentifier(node)) return identifier(node, module, span);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return access(node, module, span);
    return expression(node, module, "it is computed");
  }

  function template(node: ts.TemplateExpression, module: Module, span: Span): Value {
    let text = node.head.text;
    for (const part of node.templateSpans) {
      const value = evaluate(part.expression, module);
      if (value?.kind !== "scalar") return expression(node, module, "a part of the template is not known");
      text += String(value.value) + part.literal.text;
    }
    return scalar(text, span);
  }

  function list(node: ts.ArrayLiteralExpression, module: Module, span: Span): Value {
    const items: Value[] = [];
    for (const element of node.elements) {
      const spread = ts.isSpreadElement(element);
      const value = evaluate(spread ? element.expression : element, module);
      if (!value) return expression(node, module, "it holds undefined");
      if (!spread) items.push(value);
      else if (value.kind === "list") items.push(...value.items);
      else return expression(node, module, "what it spreads is not known");
    }
    return { kind: "list", items, span, code: carrier.code({ node, module }) };
  }

  function dictionary(node: ts.ObjectLiteralExpression, module: Module, span: Span): Value {
    const entries = new Map<string, Entry>();
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const value = evaluate(property.expression, module);
        if (value?.kind !== "dictionary") return expression(node, module, "what it spreads is not known");
        for (const entry of value.entries) entries.set(entry.key, entry);
        continue;
      }
      const key = keyOf(property.name, module);
      if (key === null) return expression(node, module, "a key of it is computed");
      const value = propertyValue(property, module);
      if (value) entries.set(key, { key, value, span: spanOf(property.name) });
      else entries.delete(key);
    }
    return { kind: "dictionary", entries: [...entries.values()], span, code: carrier.code({ node, module }) };
  }

  function keyOf(name: ts.PropertyName, module: Module): string | null {
    if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
    if (!ts.isComputedPropertyName(name)) return null;
    const value = evaluate(name.expression, module);
    return value?.kind === "scalar" && value.value !== null ? String(value.value) : null;
  }

  function propertyValue(
    property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
    module: Module,
  ): Value | null {
    if (ts.isPropertyAssignment(property)) return evaluate(property.initializer, module);
    if (ts.isShorthandPropertyAssignment(property)) return evaluate(property.name, module);
    const piece = { node: property, module };
    const written = carrier.text(piece);
    const text = ts.isMethodDeclaration(property) ? functionOf(property, written) : written;
    return {
      kind: "expression",
      form: ts.isMethodDeclaration(property) ? "function" : "other",
      code: carrier.code(piece, text),
      reason: "it is a method",
      target: null,
      span: spanOf(property),
    };
  }

  function call(node: ts.CallExpression, module: Module, span: Span): Value {
    const { expression: callee } = node;
    const property = ts.isPropertyAccessExpression(callee) ? callee : null;
    if (property && isOrmgen("fields", property.expression, module)) {
      return ormgenCall(node, module, "fields", property.name, span);
    }
    const direct = resolver.expression(callee, module);
    if (direct?.kind === "package" && direct.from === "ormgen" && ORMGEN_CALLS.has(direct.imported)) {
      return ormgenCall(node, module, direct.imported as Call["of"], property?.name ?? callee, span);
    }
    const argument = node.arguments[0];
    if (argument && callee.getText() === "Object.freeze") {
      const value = evaluate(argument, module);
      if (value) return value;
    }
    return expression(node, module, "it is the result of a call");
  }

  function isOrmgen(name: string, node: ts.Node, module: Module): boolean {
    const resolved = resolver.expression(node, module);
    return resolved?.kind === "package" && resolved.from === "ormgen" && resolved.imported === name;
  }

  function ormgenCall(
    node: ts.CallExpression,
    module: Module,
    of: Call["of"],
    name: ts.Node,
    span: Span,
  ): Call {
    const type = node.typeArguments?.[0];
    return {
      kind: "call",
      of,
      name: of === "fields" ? name.getText() : of,
      nameSpan: spanOf(name),
      arguments: node.arguments.flatMap((argument): Value[] => {
        if (!ts.isSpreadElement(argument))
          return [evaluate(argument, module) ?? expression(argument, module, "it is undefined")];
        const value = evaluate(argument.expression, module);
        return value?.kind === "list"
          ? [...value.items]
          : [expression(argument, module, "what it spreads is not known")];
      }),
      typeArgument: type ? carrier.code({ node: type, module }) : null,
      span,
    };
  }

  function identifier(node: ts.Identifier, module: Module, span: Span): Value | null {
    if (node.text === "undefined") return null;
    const resolved = resolver.name(node.text, module);
    if (resolved?.kind !== "declaration") {
      const reason =
        resolved?.kind === "missing"
          ? `"${node.text}" is not exported where it is imported from`
          : resolved
            ? `"${node.text}" is imported from outside the model files`
            : `"${node.text}" is not declared in this file`;
      return expression(node, module, reason, "other");
    }
    const statement = resolved.statements[0];
    if (statement && ts.isFunctionDeclaration(statement))
      return expression(node, module, "it is a function", "function");
    const constant = statement && constantNamed(resolved.name, statement);
    if (!constant?.initializer) return expression(node, module, `"${node.text}" is not a const with a value`);
    if (underWay.has(constant)) return expression(node, module, `"${node.text}" is made of itself`);
    underWay.add(constant);
    const value = evaluate(constant.initializer, resolved.module);
    underWay.delete(constant);
    return value && atUse(value, node, module, span);
  }

  /** A constant's value, standing where it is used. */
  function atUse(value: Value, node: ts.Expression, module: Module, span: Span): Value {
    if (value.kind === "scalar") return { ...value, span };
    if (value.kind === "call") return { ...value, span };
    if (value.kind === "expression") return { ...value, code: carrier.code({ node, module }), span };
    return { ...value, code: carrier.code({ node, module }), span };
  }

  function access(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    module: Module,
    span: Span,
  ): Value | null {
    const resolved = resolver.expression(node, module);
    if (resolved?.kind === "declaration") {
      const statement = resolved.statements[0];
      const constant = statement && constantNamed(resolved.name, statement);
      const value = constant?.initializer && evaluate(constant.initializer, resolved.module);
      return value ? atUse(value, node, module, span) : expression(node, module, "it is computed");
    }
    const member = enumMember(node, module, resolver, (initializer, at) => {
      const value = evaluate(initializer, at);
      return value?.kind === "scalar" ? value.value : undefined;
    });
    if (member !== undefined) return scalar(member, span);
    const key = accessed(node, module);
    const object = evaluate(node.expression, module);
    if (key === null || !object) return expression(node, module, "it is computed");
    if (object.kind === "dictionary") {
      const entry = object.entries.find((entry) => entry.key === key);
      if (entry) return atUse(entry.value, node, module, span);
    }
    const item = object.kind === "list" && /^\d+$/.test(key) ? object.items[Number(key)] : undefined;
    return item ? atUse(item, node, module, span) : expression(node, module, "it is computed");
  }

  function accessed(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    module: Module,
  ): string | null {
    if (ts.isPropertyAccessExpression(node)) return node.name.text;
    const value = evaluate(node.argumentExpression, module);
    return value?.kind === "scalar" ? String(value.value) : null;
  }
}

/** The `const` of that name, if the statement declares one by a plain name. */
export function constantNamed(name: string, statement: ts.Statement): ts.VariableDeclaration | null {
  if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const))
    return null;
  return (
    statement.declarationList.declarations.find(
      (declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name,
    ) ?? null
  );
}

/** A method is no expression by itself; the same function is, and takes its parameters' types from its place. */
function functionOf(method: ts.MethodDeclaration, written: string): string {
  const head = method.getText().slice(0, method.name.getEnd() - method.getStart());
  if (!written.startsWith(head)) return `({ ${written} }).${method.name.getText()}`;
  const isAsync = method.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
  const keyword = `${isAsync ? "async " : ""}function${method.asteriskToken ? "*" : ""}`;
  return `${keyword} ${written.slice(head.length)}`;
}
