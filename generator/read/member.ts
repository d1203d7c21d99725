import { ts } from "ts-morph";
import type { MemberFact } from "../schema/facts.js";
import type { Report } from "../schema/report.js";
import type { Carrier, Piece } from "./carry.js";
import { commentOf } from "./comment.js";
import type { Module } from "./module.js";
import type { SpanOf } from "./span.js";

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

export function isAccessor(node: ts.Node): node is Accessor {
  return (
    ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node) || ts.isMethodDeclaration(node)
  );
}

/** Getters, setters and methods; the signatures of an overloaded method belong to its body. */
export function readMembers(nodes: readonly Accessor[], module: Module, reader: MemberReader): Members {
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
    if (!node.body) {
      const isAbstract = ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword);
      if (!isAbstract) signatures.push(piece);
      continue;
    }
    const all = [...signatures, piece];
    signatures = [];
    pieces.push(...all);
    facts.push({
      kind: ts.isGetAccessorDeclaration(node)
        ? "getter"
        : ts.isSetAccessorDeclaration(node)
          ? "setter"
          : "method",
      name: node.name.text,
      static: ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false,
      comment: all.map((one) => commentOf(one.node)).find((comment) => comment !== null) ?? null,
      async: isAsync(node),
      text: all.map(reader.carrier.text).join("\n"),
      position: reader.spanOf(node.name).position,
      span: reader.spanOf(node.name),
    });
  }
  return { facts, pieces };
}

/** Declared `async`, or said to give a promise. */
export function isAsync(node: ts.SignatureDeclaration): boolean {
  const declared =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return declared === true || /^Promise(Like)?</.test(node.type?.getText() ?? "");
}
