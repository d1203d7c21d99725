import { InvalidLookup } from "../errors/index.js";
import type { ModelMeta } from "../meta/meta.js";
import { pathNode, sqlNode, type Node, type PathNode } from "./expression/node.js";
import { float8, type Codec } from "../values/index.js";
import { kindOf } from "./kind.js";
import { findTransform } from "./lookups/registry.js";
import { pathTransform } from "./path-transform.js";
import { printable, resolvePath, unknownName } from "./path.js";
import type { AnnotateStep, OrderTerm } from "./state.js";

function isPart(codec: Codec, name: string): boolean {
  const kind = kindOf(codec);
  return (
    kind === "json" ||
    kind === "hstore" ||
    (kind === "array" && /^\d/.test(name)) ||
    findTransform(name, codec) !== undefined
  );
}

/** A part of what a queryset has named: `made__year`. */
function partOf(of: Node, part: string, name: string): Node {
  if (of.codec && isPart(of.codec, part)) return pathTransform(of, part, name);
  throw new InvalidLookup(`'${printable(name)}' has no part '${printable(part)}'`);
}

/** A field by its path, or null where the names are none. */
export function parsePath(model: ModelMeta, names: readonly string[]): PathNode | null {
  const [first = ""] = names;
  if (first !== "pk" && !model.column(first) && !model.relation(first)) return null;
  const path = resolvePath(model, names);
  return path.rest.length > 0 ? null : pathNode(names, path.column.codec, model);
}

const none: ReadonlyMap<string, AnnotateStep> = new Map();

/**
 * A term of `orderBy` given as text: `"-price"`, `"author__name"`, `"?"`.
 *
 * @throws InvalidLookup for a name that the model does not have, whoever wrote it.
 */
export function parseOrder(
  model: ModelMeta,
  text: string,
  annotations: ReadonlyMap<string, AnnotateStep> = none,
): OrderTerm {
  if (typeof text !== "string") throw new InvalidLookup(`${model.name}: orderBy takes names and expressions`);
  if (text === "?") return { node: sqlNode(["random()"], [], float8), descending: false, nulls: null };
  const descending = text.startsWith("-");
  const name = text.replace(/^[-+]/, "");
  const names = name.split("__");
  const annotation = annotations.get(name);
  if (annotation && annotation.node.kind !== "filtered")
    return { node: pathNode([name], annotation.node.codec, null), descending, nulls: null };
  const [first = "", ...parts] = names;
  const own = annotations.get(first);
  if (own && own.node.kind !== "filtered") {
    const start: Node = pathNode([first], own.node.codec, null);
    const node = parts.reduce<Node>((of, part) => partOf(of, part, first), start);
    return { node, descending, nulls: null };
  }
  const path = resolvePath(model, names, annotations);
  let node: Node = pathNode(names.slice(0, names.length - path.rest.length), path.column.codec, model);
  for (const rest of path.rest) {
    if (path.relation) throw unknownName(path.relation.target, rest, "field");
    if (!node.codec || !isPart(node.codec, rest)) throw unknownName(path.column.model, rest, "field");
    node = pathTransform(node, rest, path.column.label);
  }
  return { node, descending, nulls: null };
}
