import type { Facts } from "./facts.js";
import type { FilteredNode, Node } from "./node.js";

/** @param condition on the rows at the other end. */
export function filteredNode(names: readonly string[], condition: Node | null): FilteredNode {
  const key = `filtered(${JSON.stringify(names)},${condition?.key ?? ""})`;
  const params = condition?.params ?? [];
  // What it says of the other end's fields is not said of the queryset's own.
  const facts: Facts = { model: null, connections: condition?.facts.connections ?? [] };
  return { kind: "filtered", names, condition, key, params, codec: null, facts };
}
