import { keyword } from "../keywords.js";
import { parsePath } from "../order.js";
import { annotationsOf, type AnnotateStep, type QueryState } from "../state.js";
import { refuseForeign } from "./foreign.js";
import { KEYWORD, pathNode, UNTYPED, type Node, type PathNode } from "./node.js";
import { rebuilt } from "./rebuilt.js";

/**
 * An expression as a queryset takes it: `Book.q({ n__gt: 3 })` speaks of the queryset's annotation `n`.
 *
 * @throws InvalidLookup for a keyword that names neither a field nor an annotation, InvalidQuery for a field of another
 * model.
 */
export function settled(node: Node, state: QueryState, earlier: Earlier = none): Node {
  refuseForeign(node, state.model);
  return known(node, state, earlier);
}

/** What a call has named before: `ref("total")` is that, whatever else is called so. */
export type Earlier = ReadonlyMap<string, Node>;

const none: Earlier = new Map();

function known(node: Node, state: QueryState, earlier: Earlier): Node {
  if (!node.key.includes(KEYWORD) && !node.key.includes(UNTYPED)) return node;
  if (node.kind === "path") return node.codec === null ? typed(node, state, earlier) : node;
  if (node.kind === "keyword")
    return known(keyword(node.model, node.name, node.value, annotationsOf(state)), state, earlier);
  return rebuilt(node, (part) => known(part, state, earlier));
}

/** `ref("n")` has the type of what the queryset calls so. */
function typed(node: PathNode, state: QueryState, earlier: Earlier): Node {
  const [name = "", ...rest] = node.names;
  const said = rest.length === 0 ? earlier.get(name) : undefined;
  if (said) return said;
  const annotation = annotationsOf(state).get(name);
  if (annotation) return rest.length > 0 ? node : pathNode(node.names, annotation.node.codec, null);
  return parsePath(state.model, node.names) ?? node;
}

/** An expression without the names that a queryset has made: where they stood stands what they name. */
export function inlined(node: Node, annotations: ReadonlyMap<string, AnnotateStep>): Node {
  if (annotations.size === 0) return node;
  if (node.kind !== "path") return rebuilt(node, (part) => inlined(part, annotations));
  const annotation = annotations.get(node.names[0] ?? "");
  return annotation && annotation.node.kind !== "filtered" && node.names.length === 1
    ? inlined(annotation.node, annotations)
    : node;
}
