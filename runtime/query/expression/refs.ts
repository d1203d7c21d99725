import type { ModelMeta } from "../../meta/meta.js";
import { resolvePath } from "../path.js";
import { annotationsOf, type QueryState } from "../state.js";
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

/** The references of a queryset: its model's, and the names that it has annotated. */
export function refsIn(state: QueryState): object {
  const annotations = annotationsOf(state);
  if (annotations.size === 0) return refsOf(state.model);
  const refs = Object.create(refsOf(state.model)) as object;
  for (const { name, node } of annotations.values()) {
    Object.defineProperty(refs, name, { enumerable: true, value: new Expr(pathNode([name], node.codec)) });
  }
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
