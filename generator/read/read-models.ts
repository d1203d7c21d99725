import { ts } from "ts-morph";
import type { Facts, ModelFact } from "../schema/facts.js";
import type { Report } from "../schema/report.js";
import { createCarrier } from "./carried/carry.js";
import { createEvaluator } from "./values/evaluate.js";
import { mentionsFields } from "./members/mentions-fields.js";
import { createModelClasses } from "./model-classes.js";
import type { Module } from "./source/module.js";
import { readClass, type ClassReader } from "./read-class.js";
import { createResolver } from "./source/resolve.js";
import type { Sources } from "./source/sources.js";
import { createSpanOf, spanBetween } from "./source/span.js";
import { reportSyntaxErrors } from "./source/syntax-errors.js";

/** Reads model files: what they say, with positions. No file is executed, and no type is checked. */
export function readModels(root: string, sources: Sources, report: Report): Facts {
  reportSyntaxErrors(root, sources, report);
  const resolver = createResolver(sources);
  const classes = createModelClasses(resolver);
  const spanOf = createSpanOf(root);
  const carrier = createCarrier(root, sources, resolver, classes);
  const target = { resolver, classes, spanOf };
  const evaluate = createEvaluator({ resolver, carrier, spanOf, target });
  const reader: ClassReader = { resolver, classes, evaluate, carrier, spanOf, report };

  const models: ModelFact[] = [];
  const read = new Set<ts.Node>();
  for (const module of sources.modelFiles) {
    for (const statement of module.source.statements) {
      if (ts.isClassDeclaration(statement)) readStatement(statement, module);
      else if (ts.isVariableStatement(statement)) reportClassExpressions(statement, module);
    }
  }
  reportAlikeFiles();
  if (models.length === 0) reportNone();
  return { models };

  function readStatement(node: ts.ClassDeclaration, module: Module): void {
    if (read.has(node)) return;
    read.add(node);
    const base = classes.baseOf(node, module);
    if (base.kind === "Model" || base.kind === "model") {
      // A base outside the model files is read for the sake of the models that extend it.
      if (base.kind === "model") readStatement(base.node, base.module);
      if (node.name) models.push(readClass(node, node.name, module, reader));
      else reportNameless(node);
    } else if (mentionsFields(node, module, resolver)) {
      const name = node.name?.text ?? "class";
      const place = node.name ?? node.getFirstToken() ?? node;
      const message =
        base.kind === "none"
          ? `"${name}" has fields but does not extend Model`
          : `"${name}" has fields, and what it extends is not known to be a model`;
      report(
        "ORM1009",
        spanOf(place),
        message,
        `write class ${name} extends Model, with Model from "ormgen"`,
      );
    }
  }

  function reportNameless(node: ts.ClassDeclaration): void {
    const place = node.getFirstToken() ?? node;
    report("ORM1008", spanOf(place), "a model has no name", "write export class Name extends Model");
  }

  function reportClassExpressions(statement: ts.VariableStatement, module: Module): void {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (
        !initializer ||
        !ts.isClassExpression(initializer) ||
        !mentionsFields(initializer, module, resolver)
      )
        continue;
      const hint = `write export class ${name.getText()} extends Model`;
      report("ORM1012", spanOf(name), `the model "${name.getText()}" is a class expression`, hint);
    }
  }

  function reportAlikeFiles(): void {
    const seen = new Map<string, Module>();
    for (const module of sources.modelFiles) {
      const other = seen.get(module.path.toLowerCase());
      if (other) {
        const name = spanBetween(root, other.source, 0, 0).position.file;
        const message = `the name of this file differs from that of ${name} by capital letters alone`;
        report(
          "ORM1019",
          spanBetween(root, module.source, 0, 0),
          message,
          "rename one: some systems take them for one file",
        );
      } else {
        seen.set(module.path.toLowerCase(), module);
      }
    }
  }

  function reportNone(): void {
    const first = sources.modelFiles[0];
    const origin = { line: 1, column: 1 };
    const span = first
      ? spanBetween(root, first.source, 0, 0)
      : { position: { file: ".", ...origin }, end: origin };
    const message = first ? "the model files declare no model" : "there are no model files";
    report(
      "ORM1001",
      span,
      message,
      "write export class Name extends Model in models/*.ts, or run ormgen init",
    );
  }
}
