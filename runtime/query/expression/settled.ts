import { boolean } from "../../values/index.js";
import { keyword } from "../keywords.js";
import type { OrderTerm, QueryState } from "../state.js";
import { annotationsOf } from "../state.js";
import { refuseForeign } from "./foreign.js";
import {
  aggregateNode,
  arithmeticNode,
  junctionNode,
  KEYWORD,
  lookupNode,
  notNode,
  sqlNode,
  transformingNode,
  transformNode,
  windowNode,
  type Node,
} from "./node.js";

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
  if (!node.key.includes(KEYWORD)) return node;
  const one = (each: Node) => known(each, state);
  const all = (nodes: readonly Node[]) => nodes.map(one);
  const terms = (order: readonly OrderTerm[]) => order.map((term) => ({ ...term, node: one(term.node) }));
  switch (node.kind) {
    case "keyword":
      return one(keyword(node.model, node.name, node.value, annotationsOf(state)));
    case "and":
    case "or":
      return junctionNode(node.kind, all(node.children), boolean);
    case "not":
      return notNode(one(node.child));
    case "lookup":
      return lookupNode(node.name, one(node.left), all(node.right), boolean);
    case "transform":
      return transformNode(node.name, one(node.of), node.codec);
    case "arithmetic":
      return arithmeticNode(node.operator, one(node.left), one(node.right), node.codec);
    case "sql":
      return (node.transform ? transformingNode : sqlNode)(node.fragments, all(node.operands), node.codec);
    case "aggregate":
      return aggregateNode(node.name, all(node.args), node.codec, {
        distinct: node.distinct,
        filter: node.filter && one(node.filter),
        order: terms(node.order),
      });
    case "window":
      return windowNode(one(node.of), all(node.partition), terms(node.order), node.frame);
    default:
      return node;
  }
}
