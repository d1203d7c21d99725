import type { ModelMeta } from "../../model/meta.js";
import { resolvePath } from "../path.js";
import { Expr } from "./expr.js";
import { pathNode } from "./node.js";
import "./methods.js";

const made = new WeakMap<ModelMeta, object>();

/** The references of a model: `Book.f.title`, `Book.f.author.name`. */
export function refsOf(model: ModelMeta): object {
  const known = made.get(model);
  if (known) return known;
  const refs: object = Object.create(null) as object;
  describe(refs, model, []);
  made.set(model, refs);
  return refs;
}

function describe(target: object, model: ModelMeta, prefix: readonly string[]): void {
  const define = (name: string, make: () => Expr) => {
    let ref: Expr | null = null;
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: true,
      get: () => (ref ??= make()),
    });
  };
  for (const column of model.columns) {
    define(column.name, () => new Expr(pathNode([...prefix, column.name], column.codec)));
    if (column.attribute !== column.name) {
      define(column.attribute, () => new Expr(pathNode([...prefix, column.name], column.codec)));
    }
  }
  for (const relation of model.relations.values()) {
    if (relation.queryName.startsWith("+")) continue;
    define(relation.queryName, () => relationRef(model, [...prefix, relation.queryName]));
  }
  if (model.primaryKey.length === 1)
    define("pk", () => new Expr(pathNode([...prefix, model.key.name], model.key.codec)));
}

function relationRef(model: ModelMeta, names: readonly string[]): Expr {
  const relation = model.relation(names.at(-1) ?? "");
  const ref = new Expr(pathNode(names, resolvePath(model, names.slice(-1)).column.codec));
  if (relation) describe(ref, relation.target, names);
  return ref;
}
