import { ts } from "ts-morph";
import type { ManagerFact } from "../../schema/facts.js";
import type { Piece } from "../carried/carry.js";
import type { MemberReader } from "./member.js";
import { readMethodsObject } from "./methods-object.js";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";

export interface Managers {
  readonly facts: readonly ManagerFact[];
  readonly pieces: readonly Piece[];
}

/** `static managers = { everything: {}, drafts: { base(this: BookQuerySet) { … } } }`. */
export function readManagers(
  node: ts.Expression,
  module: Module,
  reader: MemberReader & { readonly resolver: Resolver },
): Managers {
  const facts: ManagerFact[] = [];
  const pieces: Piece[] = [];
  if (!ts.isObjectLiteralExpression(node)) {
    refuse(node, `${node.getText()} is not an object of managers that can be read`);
    return { facts, pieces };
  }
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) {
      refuse(property, "a manager is a name and an object of methods");
      continue;
    }
    const methods = readMethodsObject(property.initializer, module, reader);
    facts.push({ name: property.name.text, span: reader.spanOf(property.name), methods: methods.facts });
    pieces.push(...methods.pieces);
  }
  return { facts, pieces };

  function refuse(blame: ts.Node, message: string): void {
    reader.report(
      "ORM1013",
      reader.spanOf(blame),
      message,
      "write { name: { method(this: BookQuerySet) { … } } }",
    );
  }
}
