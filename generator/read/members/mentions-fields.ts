import { ts } from "ts-morph";
import { freeNames } from "../carried/free-names.js";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";

/** Whether code calls on ormgen's `fields`, itself or through a function that it names. */
export function mentionsFields(node: ts.Node, module: Module, resolver: Resolver): boolean {
  const seen = new Set<ts.Node>();
  return visit(node, module);

  function visit(at: ts.Node, where: Module): boolean {
    if (seen.has(at)) return false;
    seen.add(at);
    return freeNames(at).some(({ name, type }) => {
      if (type) return false;
      const resolved = resolver.name(name, where);
      if (resolved?.kind === "package") return resolved.from === "ormgen" && resolved.imported !== "Model";
      return resolved?.kind === "declaration"
        ? resolved.statements.some((one) => !ts.isClassDeclaration(one) && visit(one, resolved.module))
        : false;
    });
  }
}
