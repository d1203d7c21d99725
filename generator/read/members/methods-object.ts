import { ts } from "ts-morph";
import type { MemberFact } from "../../schema/facts.js";
import type { Piece } from "../carried/carry.js";
import { commentOf } from "../source/comment.js";
import { constantNamed } from "../values/evaluate.js";
import { isAccessor, isAsync, readMembers, type MemberReader, type Members } from "./member.js";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";

/** The methods of `static queryset = { … }` or `static manager = { … }`; a later one of a name takes the place of an earlier. */
export function readMethodsObject(
  node: ts.Expression,
  module: Module,
  reader: MemberReader & { readonly resolver: Resolver },
): Members {
  const facts = new Map<string, MemberFact>();
  const pieces: Piece[] = [];
  read(node, module, node);
  return { facts: [...facts.values()], pieces };

  function add(members: Members): void {
    for (const fact of members.facts) facts.set(`${fact.kind} ${fact.name}`, fact);
    pieces.push(...members.pieces);
  }

  function read(value: ts.Expression, at: Module, blame: ts.Node): void {
    const object = objectOf(value, at, reader.resolver);
    if (!object) {
      reader.report(
        "ORM1013",
        reader.spanOf(blame),
        `${blame.getText()} is not an object of methods that can be read`,
        "write { name(this: BookQuerySet) { … } }, or the name of a const that holds such an object",
      );
      return;
    }
    for (const property of object.node.properties) {
      if (ts.isSpreadAssignment(property)) read(property.expression, object.module, property.expression);
      else if (isAccessor(property)) add(readMembers([property], object.module, reader));
      else readProperty(property, object.module);
    }
  }

  function readProperty(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, at: Module): void {
    const value = ts.isPropertyAssignment(property) ? property.initializer : null;
    if (!value || !ts.isFunctionExpression(value) || !ts.isIdentifier(property.name)) {
      const shown = property.name.getText();
      const message = `"${shown}" is not a method`;
      reader.report(
        "ORM1013",
        reader.spanOf(property.name),
        message,
        `write ${shown}(this: BookQuerySet) { … }`,
      );
      return;
    }
    const piece = { node: value, module: at };
    const { name } = property;
    const text = reader.carrier
      .text(piece)
      .replace(/^(async\s+)?function\s*(\*?)\s*[\w$]*/, (_, isAsync: string | undefined, star: string) => {
        return `${isAsync ?? ""}${star}${name.text}`;
      });
    const span = reader.spanOf(name);
    const comment = commentOf(property);
    const fact: MemberFact = {
      kind: "method",
      name: name.text,
      static: false,
      comment,
      async: isAsync(value),
      text,
      position: span.position,
      span,
    };
    add({ facts: [fact], pieces: [piece] });
  }
}

/** The object literal that an expression stands for: itself, a const, or a static property of another class. */
function objectOf(
  node: ts.Expression,
  module: Module,
  resolver: Resolver,
): { readonly node: ts.ObjectLiteralExpression; readonly module: Module } | null {
  if (ts.isObjectLiteralExpression(node)) return { node, module };
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
    return objectOf(node.expression, module, resolver);
  }
  const resolved = resolver.expression(node, module);
  if (resolved?.kind === "declaration") {
    const statement = resolved.statements[0];
    const constant = statement && constantNamed(resolved.name, statement);
    return constant?.initializer ? objectOf(constant.initializer, resolved.module, resolver) : null;
  }
  if (!ts.isPropertyAccessExpression(node)) return null;
  const owner = resolver.expression(node.expression, module);
  const found =
    owner?.kind === "declaration" && owner.statements.find((statement) => ts.isClassDeclaration(statement));
  if (!found) return null;
  const property = found.members.find(
    (member) => ts.isPropertyDeclaration(member) && member.name.getText() === node.name.text,
  );
  return property && ts.isPropertyDeclaration(property) && property.initializer
    ? objectOf(property.initializer, owner.module, resolver)
    : null;
}
