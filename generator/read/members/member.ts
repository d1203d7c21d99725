import { ts } from "ts-morph";
import type { MemberFact } from "../../schema/facts.js";
import type { Report } from "../../schema/report.js";
import type { Carrier, Piece } from "../carried/carry.js";
import { hasModifier } from "../source/has-modifier.js";
import { commentOf } from "../source/comment.js";
import type { Module } from "../source/module.js";
import type { SpanOf } from "../source/span.js";

export interface MemberReader {
  readonly carrier: Carrier;
  readonly spanOf: SpanOf;
  readonly report: Report;
}

/** Members as facts, and the code whose names they need. */
export interface Members {
  readonly facts: readonly MemberFact[];
  readonly pieces: readonly Piece[];
}

export type Accessor = ts.GetAccessorDeclaration | ts.SetAccessorDeclaration | ts.MethodDeclaration;

/** A property goes too: a static one with its value, another as a declaration. */
export type Carriable = Accessor | ts.PropertyDeclaration;

export function isAccessor(node: ts.Node): node is Accessor {
  return (
    ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node) || ts.isMethodDeclaration(node)
  );
}

/** Properties, getters, setters and methods; the signatures of an overloaded method belong to its body. */
export function readMembers(nodes: readonly Carriable[], module: Module, reader: MemberReader): Members {
  const facts: MemberFact[] = [];
  const pieces: Piece[] = [];
  let signatures: Piece[] = [];
  for (const node of nodes) {
    const piece = { node, module };
    if (!ts.isIdentifier(node.name)) {
      const shown = node.name.getText();
      const hint = "give it a plain name, or move the code to a function of its own";
      reader.report(
        "ORM1011",
        reader.spanOf(node.name),
        `the member ${shown} cannot be carried to the client`,
        hint,
      );
      continue;
    }
    if (!ts.isPropertyDeclaration(node) && !node.body) {
      if (!hasModifier(node, ts.SyntaxKind.AbstractKeyword)) signatures.push(piece);
      continue;
    }
    const all = [...signatures, piece];
    signatures = [];
    pieces.push(...all);
    facts.push({
      kind: kindOf(node),
      name: node.name.text,
      static: hasModifier(node, ts.SyntaxKind.StaticKeyword),
      comment: all.map((one) => commentOf(one.node)).find((comment) => comment !== null) ?? null,
      async: !ts.isPropertyDeclaration(node) && isAsync(node),
      text: all.map((one) => ended(one.node, reader.carrier.text(one))).join("\n"),
      position: reader.spanOf(node.name).position,
      span: reader.spanOf(node.name),
    });
  }
  return { facts, pieces };
}

/** Without its semicolon, what stands behind a property could go on with it. */
function ended(node: ts.Node, text: string): string {
  return ts.isPropertyDeclaration(node) && !text.endsWith(";") ? `${text};` : text;
}

function kindOf(node: Carriable): MemberFact["kind"] {
  if (ts.isPropertyDeclaration(node)) return "property";
  if (ts.isMethodDeclaration(node)) return "method";
  return ts.isGetAccessorDeclaration(node) ? "getter" : "setter";
}

/** Declared `async`, or said to give a promise. */
export function isAsync(node: ts.SignatureDeclaration): boolean {
  return hasModifier(node, ts.SyntaxKind.AsyncKeyword) || /^Promise(Like)?</.test(node.type?.getText() ?? "");
}
