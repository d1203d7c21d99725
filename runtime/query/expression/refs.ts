import type { InvalidLookup } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { RelationMeta } from "../../meta/relation.js";
import { stepsOf } from "../filtered-relation.js";
import { unknownName } from "../path.js";
import { annotationsOf, type QueryState } from "../state.js";
import { Expr } from "./expr.js";
import { pathNode } from "./node.js";
import "./methods.js";

const made = new WeakMap<ModelMeta, object>();

/** The references of a model: `Book.f.title`, `Book.f.author.name`. */
export function refsOf(model: ModelMeta): object {
  const known = made.get(model);
  if (known) return known;
  const refs = Object.create(guard(model, Object.create(null) as object)) as object;
  describe(refs, model, model, []);
  made.set(model, refs);
  return refs;
}

/** The references of a queryset: its model's, and the names that it has annotated. */
export function refsIn(state: QueryState): object {
  const annotations = annotationsOf(state);
  if (annotations.size === 0) return refsOf(state.model);
  const refs = Object.create(refsOf(state.model)) as object;
  for (const { name, node } of annotations.values()) {
    const ref =
      node.kind === "filtered"
        ? refAlong(state.model, stepsOf(state.model, name, node, annotations).at(-1)?.relation, [name])
        : new Expr(pathNode([name], node.codec, null));
    Object.defineProperty(refs, name, { enumerable: true, value: ref });
  }
  return refs;
}

/** What others than a writer of queries look for on any object: promises, printers, test frameworks. */
const asked: ReadonlySet<string> = new Set([
  ...["then", "toJSON", "constructor", "prototype", "inspect", "nodeType", "tagName", "asymmetricMatch"],
  ...["$$typeof", "@@__IMMUTABLE_ITERABLE__@@", "@@__IMMUTABLE_RECORD__@@", "hasAttribute", "length"],
]);

/** The prototype of a model's references: a name that is no field throws by itself, before anything takes it for nothing. */
function guard(model: ModelMeta, target: object): object {
  return new Proxy(target, {
    get(of, name, receiver) {
      if (typeof name === "symbol" || name in of || asked.has(name))
        return Reflect.get(of, name, receiver) as unknown;
      throw unknownReference(model, name);
    },
  });
}

function unknownReference(model: ModelMeta, name: string): InvalidLookup {
  return unknownName(model, name, "field");
}

/** @param root the model that the paths begin at, @param model the one that they have come to. */
function describe(target: object, root: ModelMeta, model: ModelMeta, prefix: readonly string[]): void {
  const define = (name: string, make: () => Expr) => {
    let ref: Expr | null = null;
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: true,
      get: () => (ref ??= make()),
    });
  };
  for (const column of model.columns) {
    const make = () => new Expr(pathNode([...prefix, column.name], column.codec, root));
    define(column.name, make);
    if (column.attribute !== column.name) define(column.attribute, make);
  }
  for (const relation of model.relations.values()) {
    if (relation.queryName.startsWith("+")) continue;
    define(relation.queryName, () => relationRef(root, model, [...prefix, relation.queryName]));
  }
  if (model.primaryKey.length > 0)
    define("pk", () => new Expr(pathNode([...prefix, model.pk.name], model.pk.codec, root)));
}

function relationRef(root: ModelMeta, model: ModelMeta, names: readonly string[]): Expr {
  return refAlong(root, model.relation(names.at(-1) ?? ""), names);
}

function refAlong(root: ModelMeta, relation: RelationMeta | undefined, names: readonly string[]): Expr {
  if (!relation) throw new TypeError(`${root.name} has no relation "${names.join("__")}"`);
  const ref = new Expr(pathNode(names, relation.far.codec, root));
  Object.setPrototypeOf(ref, guard(relation.target, Object.create(Expr.prototype) as object));
  describe(ref, root, relation.target, names);
  return ref;
}
