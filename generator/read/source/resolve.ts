import { ts } from "ts-morph";
import type { ImportBinding, Module } from "./module.js";
import { isRelative, type Sources } from "./sources.js";

/** What a name stands for, followed through imports and re-exports. */
export type Resolved =
  | {
      readonly kind: "declaration";
      readonly module: Module;
      readonly name: string;
      readonly statements: readonly ts.Statement[];
    }
  /** `import * as models from "./all.js"`. */
  | { readonly kind: "namespace"; readonly module: Module }
  /** From a package: `"ormgen"`, `"node:crypto"`. */
  | { readonly kind: "package"; readonly from: string; readonly imported: string }
  /** From the generated client. */
  | { readonly kind: "generated"; readonly imported: string }
  /** From a file that is not there, or does not export it. */
  | { readonly kind: "missing"; readonly module: Module | null; readonly name: string };

export type Resolve = (name: string, module: Module) => Resolved | null;

const ORMGEN = new Set(["Model", "fields", "index", "unique", "check", "exclude", "sql"]);

export interface Resolver {
  /** A name used in a file; null if the file neither declares nor imports it. */
  readonly name: Resolve;
  /** A name exported by a file. */
  readonly exported: (name: string, module: Module) => Resolved | null;
  /** `a` or `a.b`, where `a` may be a namespace. */
  readonly expression: (node: ts.Node, module: Module) => Resolved | null;
}

export function createResolver(sources: Sources): Resolver {
  return {
    name: resolveName,
    exported: (name, module) => resolveExport(name, module, new Set()),
    expression,
  };

  function resolveName(name: string, module: Module): Resolved | null {
    const binding = module.imports.get(name);
    if (binding) return resolveImport(binding, module, new Set());
    return local(name, module);
  }

  function local(name: string, module: Module): Resolved | null {
    const statements = module.declarations.get(name);
    return statements ? { kind: "declaration", module, name, statements } : null;
  }

  function resolveImport(
    { from, imported }: Pick<ImportBinding, "from" | "imported">,
    importer: Module,
    seen: Set<string>,
  ): Resolved {
    if (!isRelative(from)) return { kind: "package", from, imported };
    if (sources.isGenerated(from, importer)) return { kind: "generated", imported };
    const module = sources.find(from, importer);
    if (!module) return { kind: "missing", module: null, name: imported };
    if (imported === "*") return { kind: "namespace", module };
    return resolveExport(imported, module, seen) ?? { kind: "missing", module, name: imported };
  }

  function resolveExport(name: string, module: Module, seen: Set<string>): Resolved | null {
    const key = `${module.path}#${name}`;
    if (seen.has(key)) return null;
    seen.add(key);
    const localName = module.exports.get(name);
    if (localName !== undefined) {
      const binding = module.imports.get(localName);
      return binding ? resolveImport(binding, module, seen) : local(localName, module);
    }
    const reExport = module.reExports.get(name);
    if (reExport) return resolveImport(reExport, module, seen);
    if (name === "default") return null;
    for (const from of module.stars) {
      if (from === "ormgen" && ORMGEN.has(name)) return { kind: "package", from, imported: name };
      const star = sources.find(from, module);
      const found = star && resolveExport(name, star, seen);
      if (found) return found;
    }
    return null;
  }

  function expression(node: ts.Node, module: Module): Resolved | null {
    if (ts.isParenthesizedExpression(node)) return expression(node.expression, module);
    if (ts.isIdentifier(node)) return resolveName(node.text, module);
    if (!ts.isPropertyAccessExpression(node) && !ts.isQualifiedName(node)) return null;
    const [left, right] = ts.isQualifiedName(node) ? [node.left, node.right] : [node.expression, node.name];
    const base = expression(left, module);
    if (base?.kind === "namespace") {
      return (
        resolveExport(right.text, base.module, new Set()) ?? {
          kind: "missing",
          module: base.module,
          name: right.text,
        }
      );
    }
    if (base?.kind === "package" && base.imported === "*") return { ...base, imported: right.text };
    return null;
  }
}
