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
export function settled(node: Node, state: QueryState): Node {
  refuseForeign(node, state.model);
  return known(node, state);
}

function known(node: Node, state: QueryState): Node {
  if (!node.key.includes(KEYWORD) && !node.key.includes(UNTYPED)) return node;
  if (node.kind === "path") return node.codec === null ? typed(node, state) : node;
  if (node.kind === "keyword")
    return known(keyword(node.model, node.name, node.value, annotationsOf(state)), state);
  return rebuilt(node, (part) => known(part, state));
}

/** `ref("n")` has the type of what the queryset calls so. */
function typed(node: PathNode, state: QueryState): Node {
  const [name = "", ...rest] = node.names;
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
