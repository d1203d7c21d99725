import { ts } from "ts-morph";
import type { Call, FieldFact, ModelFact, Value } from "../schema/facts.js";
import type { Report } from "../schema/report.js";
import type { Carrier, Piece } from "./carried/carry.js";
import { hasModifier } from "./source/has-modifier.js";
import { codePieces } from "./carried/code-pieces.js";
import { commentOf } from "./source/comment.js";
import type { Evaluate } from "./values/evaluate.js";
import { mentionsFields } from "./members/mentions-fields.js";
import { readHooks } from "./members/hooks-object.js";
import { isAccessor, readMembers, type Accessor, type Carriable, type Members } from "./members/member.js";
import { readManagers, type Managers } from "./members/managers-object.js";
import { readMethodsObject } from "./members/methods-object.js";
import { classKey, type ModelClasses } from "./model-classes.js";
import type { Module } from "./source/module.js";
import type { Resolver } from "./source/resolve.js";
import type { SpanOf } from "./source/span.js";
import { staticMeant, staticNamed } from "./members/statics.js";

export interface ClassReader {
  readonly resolver: Resolver;
  readonly classes: ModelClasses;
  readonly evaluate: Evaluate;
  readonly carrier: Carrier;
  readonly spanOf: SpanOf;
  readonly report: Report;
}

const NONE: Members = { facts: [], pieces: [] };

/** A model class as written. */
export function readClass(
  node: ts.ClassDeclaration,
  name: ts.Identifier,
  module: Module,
  reader: ClassReader,
): ModelFact {
  const { classes, evaluate, carrier, spanOf, report } = reader;
  const base = classes.baseOf(node, module);
  const fields: FieldFact[] = [];
  const carried: Carriable[] = [];
  const pieces: Piece[] = [];
  let options: Value | null = null;
  let queryset = NONE;
  let manager = NONE;
  let hooks = NONE;
  let managers: Managers = { facts: [], pieces: [] };

  for (const decorated of [node, ...node.members]) reportDecorators(decorated);
  for (const member of node.members) {
    if (isAccessor(member)) readAccessor(member);
    else if (ts.isPropertyDeclaration(member)) readProperty(member);
    else if (ts.isConstructorDeclaration(member) && member.body) reportConstructor(member);
  }
  const members = readMembers(carried, module, reader);
  pieces.push(...members.pieces, ...queryset.pieces, ...manager.pieces, ...managers.pieces, ...hooks.pieces);
  const key = classKey(module, name.text);
  return {
    key,
    name: name.text,
    span: spanOf(name),
    exported: [...module.exports.values()].includes(name.text),
    abstract: hasModifier(node, ts.SyntaxKind.AbstractKeyword),
    base: base.kind === "model" ? base.key : null,
    comment: commentOf(node),
    fields,
    options,
    querysetMethods: queryset.facts,
    managerMethods: manager.facts,
    managers: managers.facts,
    hooks: hooks.facts,
    members: members.facts,
    carried: carrier.collect(pieces, key),
  };

  function readProperty(member: ts.PropertyDeclaration): void {
    const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
    const { initializer } = member;
    const property = member.name.getText();
    const known = isStatic ? staticNamed(property) : null;
    if (!initializer) {
      if (known === null && !hasModifier(member, ts.SyntaxKind.AbstractKeyword)) carried.push(member);
    } else if (known === "options") options = evaluate(initializer, module);
    else if (known === "queryset") queryset = readMethodsObject(initializer, module, reader);
    else if (known === "manager") manager = readMethodsObject(initializer, module, reader);
    else if (known === "hooks") hooks = readHooks(initializer, module, reader);
    else if (known === "managers") managers = readManagers(initializer, module, reader);
    else readField(member, initializer, isStatic);
  }

  /** `static get options()` would have to be run to say anything. */
  function readAccessor(member: Accessor): void {
    const property = member.name.getText();
    if (hasModifier(member, ts.SyntaxKind.StaticKeyword) && staticNamed(property) !== null) {
      const message = `"${property}" of model "${name.text}" is no property`;
      report("ORM1021", spanOf(member.name), message, `write static ${property} = { … }`);
    } else carried.push(member);
  }

  function readField(member: ts.PropertyDeclaration, initializer: ts.Expression, isStatic: boolean): void {
    const value = readableCall(initializer);
    if (!value) {
      if (mentionsFields(initializer, module, reader.resolver)) {
        report(
          "ORM1015",
          spanOf(initializer),
          `the field ${member.name.getText()} on model "${name.text}" is not a plain call of fields`,
          "write the call itself: title = fields.text()",
        );
      } else if (isStatic) carryStatic(member);
      else reportValue(member, initializer);
      return;
    }
    if (isStatic) {
      const message = `the field ${member.name.getText()} on model "${name.text}" is static`;
      report("ORM1015", spanOf(member.name), message, "take static away");
    } else if (!ts.isIdentifier(member.name) && !ts.isStringLiteral(member.name)) {
      const message = `the field ${member.name.getText()} on model "${name.text}" has no plain name`;
      report(
        "ORM1015",
        spanOf(member.name),
        message,
        "a field's name is an identifier: title = fields.text()",
      );
    } else {
      fields.push({
        name: member.name.text,
        span: spanOf(member.name),
        comment: commentOf(member),
        call: value,
      });
      pieces.push(...codePieces(value, carrier));
    }
  }

  function carryStatic(member: ts.PropertyDeclaration): void {
    const property = member.name.getText();
    const meant = staticMeant(property);
    if (meant === null) carried.push(member);
    else {
      const message = `there is no static "${property}" of model "${name.text}"`;
      report("ORM1021", spanOf(member.name), message, `did you mean "${meant}"?`);
    }
  }

  /** An instance is made of a row, and not by running initializers. */
  function reportValue(member: ts.PropertyDeclaration, initializer: ts.Expression): void {
    const property = member.name.getText();
    const shown = `"${property}" of model "${name.text}"`;
    if (staticNamed(property) !== null && ts.isObjectLiteralExpression(initializer)) {
      report("ORM1021", spanOf(member.name), `${shown} is not static`, `write static ${property} = { … }`);
      return;
    }
    const message = `the property ${shown} is no field, and its value would be lost: an instance is made of a row`;
    const hint = `write a getter, a static, or ${property}?: … without a value`;
    report("ORM1011", spanOf(member.name), message, hint);
  }

  function readableCall(initializer: ts.Expression): Call | null {
    // Evaluating what can be no field costs time and says nothing.
    if (!mayBeField(initializer)) return null;
    const value = evaluate(initializer, module);
    return value?.kind === "call" && value.of === "fields" ? value : null;
  }

  function reportDecorators(at: ts.Node): void {
    for (const decorator of ts.canHaveDecorators(at) ? (ts.getDecorators(at) ?? []) : []) {
      const hint = "take it away: model files are read, never executed, so it would do nothing";
      report(
        "ORM1010",
        spanOf(decorator),
        `the decorator ${decorator.getText()} on model "${name.text}"`,
        hint,
      );
    }
  }

  function reportConstructor(member: ts.ConstructorDeclaration): void {
    const span = spanOf(member.getFirstToken() ?? member);
    const hint = "give fields a default, or write a static method that makes an instance";
    report("ORM1011", span, `the constructor of model "${name.text}" cannot be carried to the client`, hint);
  }
}

function mayBeField(node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}
