import { InvalidQuery } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { Node, PathNode } from "./node.js";

/**
 * A field of another model says nothing in a query: its name would be taken for one of the query's own.
 *
 * @throws InvalidQuery that names the field.
 */
export function refuseForeign(node: Node, model: ModelMeta): void {
  const { model: of } = node.facts;
  if (of === null || of === model) return;
  const path = foreignIn(node, model);
  const label =
    path === null ? `a condition on ${of === "several" ? "several models" : of.name}` : labelOf(path);
  const hint = path === null ? `say it of ${model.name}` : `write outerRef(${label})`;
  throw new InvalidQuery(`${label} stands in a query of ${model.name}: ${hint}`);
}

function foreignIn(node: Node, model: ModelMeta): PathNode | null {
  const { model: of } = node.facts;
  if (of === null || of === model) return null;
  if (node.kind === "path") return node;
  for (const part of partsOf(node)) {
    const found = foreignIn(part, model);
    if (found) return found;
  }
  return null;
}

/** `Ticket.f.author.name`. */
export function labelOf({ facts, names }: PathNode): string {
  const model = facts.model === null || facts.model === "several" ? "" : `${facts.model.name}.f.`;
  return `${model}${names.join(".")}`;
}

/** What an expression is made of. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "transform":
      return [node.of];
    case "lookup":
      return [node.left, ...node.right];
    case "and":
    case "or":
    case "xor":
      return node.children;
    case "not":
      return [node.child];
    case "arithmetic":
      return [node.left, node.right];
    case "sql":
      return node.operands;
    case "aggregate":
      return [...node.args, ...(node.filter ? [node.filter] : []), ...node.order.map((term) => term.node)];
    case "window":
      return [node.of, ...node.partition, ...node.order.map((term) => term.node)];
    default:
      return [];
  }
}
