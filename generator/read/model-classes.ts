import { ts } from "ts-morph";
import type { Module } from "./source/module.js";
import type { Resolved, Resolver } from "./source/resolve.js";

/** The classes that extend `Model`, directly or through another of them. */
export interface ModelClasses {
  /** The key of the class that a resolved name stands for, or null if it is no model. */
  readonly keyOf: (resolved: Resolved | null) => string | null;
  readonly isModel: (node: ts.ClassDeclaration, module: Module) => boolean;
  /** What the class extends. */
  readonly baseOf: (node: ts.ClassDeclaration, module: Module) => Base;
  /** Whether a file declares a model. */
  readonly inFile: (module: Module) => boolean;
}

export type Base =
  | { readonly kind: "none" }
  | { readonly kind: "Model" }
  | {
      readonly kind: "model";
      readonly key: string;
      readonly node: ts.ClassDeclaration;
      readonly module: Module;
    }
  | { readonly kind: "other" };

export function classKey(module: Module, name: string): string {
  return `${module.path}#${name}`;
}

export function classNamed(resolved: Resolved | null): ts.ClassDeclaration | null {
  if (resolved?.kind !== "declaration") return null;
  return resolved.statements.find((statement) => ts.isClassDeclaration(statement)) ?? null;
}

export function createModelClasses(resolver: Resolver): ModelClasses {
  const known = new Map<string, boolean>();

  function baseOf(node: ts.ClassDeclaration, module: Module): Base {
    const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
    const base = clause?.types[0]?.expression;
    if (!base) return { kind: "none" };
    const resolved = resolver.expression(base, module);
    if (resolved?.kind === "package" && resolved.from === "ormgen" && resolved.imported === "Model") {
      return { kind: "Model" };
    }
    const found = classNamed(resolved);
    if (!found || resolved?.kind !== "declaration" || !isModel(found, resolved.module))
      return { kind: "other" };
    return {
      kind: "model",
      key: classKey(resolved.module, resolved.name),
      node: found,
      module: resolved.module,
    };
  }

  function isModel(node: ts.ClassDeclaration, module: Module): boolean {
    if (!node.name) return false;
    const key = classKey(module, node.name.text);
    const before = known.get(key);
    if (before !== undefined) return before;
    // A class that extends itself in a circle is no model.
    known.set(key, false);
    const { kind } = baseOf(node, module);
    const answer = kind === "Model" || kind === "model";
    known.set(key, answer);
    return answer;
  }

  return {
    baseOf,
    isModel,
    keyOf(resolved) {
      const node = classNamed(resolved);
      if (!node || resolved?.kind !== "declaration") return null;
      return isModel(node, resolved.module) ? classKey(resolved.module, resolved.name) : null;
    },
    inFile: (module) =>
      module.source.statements.some(
        (statement) => ts.isClassDeclaration(statement) && isModel(statement, module),
      ),
  };
}
