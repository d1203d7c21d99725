import path from "node:path";
import { ts } from "ts-morph";
import type { CarriedImport } from "../../schema/schema.js";
import type { ModelClasses } from "../model-classes.js";
import type { ImportBinding, Module } from "../source/module.js";
import type { Resolved, Resolver } from "../source/resolve.js";
import { isRelative, type Sources } from "../source/sources.js";

/** What a name in carried code is in the client. `node` is the text it covers: `models.Tag` of `models.Tag.objects`. */
export type Meaning = { readonly node: ts.Node } & (
  | { readonly kind: "model"; readonly key: string; readonly name: string }
  | { readonly kind: "generated"; readonly name: string }
  | { readonly kind: "import"; readonly binding: CarriedImport; readonly name: null }
  | {
      readonly kind: "declarations";
      readonly module: Module;
      readonly statements: readonly ts.Statement[];
      readonly name: string;
    }
);

/** Null for what the file neither declares nor imports: a global. */
export function resolveReference(
  node: ts.Identifier,
  module: Module,
  sources: Sources,
  resolver: Resolver,
  classes: ModelClasses,
): Meaning | null {
  const resolved = resolver.name(node.text, module);
  if (!resolved) return null;
  if (resolved.kind === "namespace") {
    const access = node.parent;
    if (ts.isPropertyAccessExpression(access) || ts.isQualifiedName(access)) {
      const member = resolver.expression(access, module);
      const meaning = known(member, access);
      if (meaning) return meaning;
    }
  }
  const meaning = known(resolved, node);
  if (meaning) return meaning;
  if (resolved.kind === "declaration" && (resolved.module === module || classes.inFile(resolved.module))) {
    return {
      kind: "declarations",
      node,
      module: resolved.module,
      statements: resolved.statements,
      name: resolved.name,
    };
  }
  const binding = module.imports.get(node.text);
  return binding
    ? { kind: "import", node, name: null, binding: carriedImport(binding, resolved, module, sources) }
    : null;

  function known(found: Resolved | null, covered: ts.Node): Meaning | null {
    const key = classes.keyOf(found);
    if (key !== null && found?.kind === "declaration")
      return { kind: "model", node: covered, key, name: found.name };
    if (found?.kind === "generated" && found.imported !== "*") {
      return { kind: "generated", node: covered, name: found.imported };
    }
    return null;
  }
}

/** A relative import names the file that declares, not one that hands on: that one may hold models. */
function carriedImport(
  binding: ImportBinding,
  resolved: Resolved,
  module: Module,
  sources: Sources,
): CarriedImport {
  const { local: name, typeOnly } = binding;
  if (!isRelative(binding.from))
    return { name, imported: binding.imported, typeOnly, from: binding.from, relative: false };
  const written = sources.pathFromRoot(binding.from, module);
  if (resolved.kind !== "declaration")
    return { name, imported: binding.imported, typeOnly, from: written, relative: true };
  const extension = /\.[cm]?[jt]sx?$/.exec(binding.from)?.[0] ?? "";
  const from = sources.pathFromRoot(`./${path.basename(resolved.module.path)}`, resolved.module);
  const exported = [...resolved.module.exports].find(([, local]) => local === resolved.name)?.[0];
  return {
    name,
    imported: exported ?? binding.imported,
    typeOnly,
    from: from.replace(/\.[cm]?tsx?$/, extension),
    relative: true,
  };
}
