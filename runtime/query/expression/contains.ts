import type { AnnotateStep } from "../state.js";
import { partsOf } from "./foreign.js";
import type { Node } from "./node.js";

type Annotations = ReadonlyMap<string, AnnotateStep>;
/** An expression by itself names none. */
const none: Annotations = new Map();

/** Whether a node, or an annotation that it names, is a function over many rows (a window is not). */
export function containsAggregate(node: Node, annotations = none): boolean {
  return contains(node, "aggregate", annotations);
}

/** Whether a node, or an annotation that it names, is a window function: conditions on it stand outside the query. */
export function containsWindow(node: Node, annotations = none): boolean {
  return contains(node, "window", annotations);
}

/** Whether a node is an aggregate of an aggregate, which has no meaning in one query. */
export function nestsAggregates(node: Node, annotations: Annotations): boolean {
  return contains(node, "nested", annotations);
}

/**
 * Whether a node reads any column: what does not, as `random()`, makes no groups. SQL of a user's may read what it
 * likes, and so may what is made of it.
 */
export function readsColumns(node: Node): boolean {
  if (node.kind === "sql" && node.codec !== null) return node.operands.some(readsColumns);
  return node.kind !== "param" && (node.kind !== "arithmetic" || partsOf(node).some(readsColumns));
}

/** The paths that an expression reads of a row: what stands in an aggregate is of many. */
export function pathsIn(node: Node): string[] {
  if (node.kind === "path") return [node.names.join("__")];
  if (node.kind === "window" && node.of.kind === "aggregate") {
    return [...node.of.args, ...partsOf(node).slice(1)].flatMap(pathsIn);
  }
  return node.kind === "aggregate" ? [] : partsOf(node).flatMap(pathsIn);
}

type Wanted = "aggregate" | "window" | "nested";

function contains(node: Node, kind: Wanted, annotations: Annotations): boolean {
  const any = (nodes: readonly Node[]) => nodes.some((each) => contains(each, kind, annotations));
  switch (node.kind) {
    case "param":
    case "keyword":
    case "filtered":
    case "resolved":
    case "outer":
    case "query":
      return false;
    case "path": {
      const annotation = annotations.get(node.names[0] ?? "");
      return annotation !== undefined && contains(annotation.node, kind, annotations);
    }
    case "transform":
      return any([node.of]);
    case "lookup":
      return any([node.left, ...node.right]);
    case "and":
    case "or":
    case "xor":
      return any(node.children);
    case "not":
      return any([node.child]);
    case "arithmetic":
      return any([node.left, node.right]);
    case "sql":
      return any(node.operands);
    case "aggregate":
      if (kind === "nested") return node.args.some((each) => containsAggregate(each, annotations));
      return kind === "aggregate" || any(node.args);
    case "window": {
      if (kind === "window") return true;
      // The function itself is over the window's rows; what it is given may still be an aggregate of a group.
      const own = node.of.kind === "aggregate" ? node.of.args : [node.of];
      return any([...own, ...node.partition, ...node.order.map((term) => term.node)]);
    }
  }
}
