import { ts } from "ts-morph";
import { hasModifier } from "../source/has-modifier.js";
import type { Edit } from "./edit.js";

/** The `this` parameter of a method: it tells TypeScript what a queryset is before there is a client. */
export function thisParameter(node: ts.Node): ts.ParameterDeclaration | null {
  if (!ts.isFunctionLike(node)) return null;
  const first = node.parameters[0];
  return first && ts.isIdentifier(first.name) && first.name.text === "this" ? first : null;
}

/**
 * Takes the `this` parameter out, with the comma behind it. A method that says to give the very type of its `this` keeps
 * it: what it gives would not be that of another one.
 */
export function withoutThis(node: ts.Node): readonly Edit[] {
  const first = thisParameter(node);
  if (!first || !ts.isFunctionLike(node)) return [];
  if (first.type && node.type?.getText() === first.type.getText()) return [];
  const next = node.parameters[1];
  const end = next ? next.getStart() : node.parameters.end;
  return [{ start: first.getStart(), end, text: "" }];
}

/** Takes `export` and `default` off a declaration. */
export function withoutExport(node: ts.Node): readonly Edit[] {
  return withoutModifiers(node, [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword]);
}

/** Takes `override` off a member: the client's class has another base. */
export function withoutOverride(node: ts.Node): readonly Edit[] {
  return withoutModifiers(node, [ts.SyntaxKind.OverrideKeyword]);
}

/** A property of an instance is declared alone: what is made of a row needs no place for it beforehand. */
export function asDeclared(node: ts.Node): readonly Edit[] {
  if (!ts.isPropertyDeclaration(node) || node.initializer) return [];
  const start = node.getStart();
  const { exclamationToken: sure } = node;
  const declared = hasModifier(node, ts.SyntaxKind.DeclareKeyword);
  return [
    ...(declared ? [] : [{ start, end: start, text: "declare " }]),
    ...(sure ? [{ start: sure.getStart(), end: sure.end, text: "" }] : []),
  ];
}

function withoutModifiers(node: ts.Node, kinds: readonly ts.SyntaxKind[]): readonly Edit[] {
  if (!ts.canHaveModifiers(node)) return [];
  const { text } = node.getSourceFile();
  return (ts.getModifiers(node) ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .map((modifier) => {
      const space = /^\s*/.exec(text.slice(modifier.end))?.[0].length ?? 0;
      return { start: modifier.getStart(), end: modifier.end + space, text: "" };
    });
}
