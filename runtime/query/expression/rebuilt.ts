import { boolean } from "../../values/index.js";
import type { OrderTerm } from "../state.js";
import { typedArithmetic, type Operator } from "./arithmetic.js";
import {
  aggregateNode,
  junctionNode,
  lookupNode,
  notNode,
  sqlNode,
  transformingNode,
  transformNode,
  windowNode,
  type Node,
} from "./node.js";
import { typedAggregate } from "./typed-aggregate.js";

/** An expression over other parts; what its parts' types decide is decided anew. */
export function rebuilt(node: Node, one: (part: Node) => Node): Node {
  const all = (nodes: readonly Node[]) => nodes.map(one);
  const terms = (order: readonly OrderTerm[]) => order.map((term) => ({ ...term, node: one(term.node) }));
  switch (node.kind) {
    case "and":
    case "or":
    case "xor":
      return junctionNode(node.kind, all(node.children), boolean);
    case "not":
      return notNode(one(node.child));
    case "lookup":
      return lookupNode(node.name, one(node.left), all(node.right), boolean);
    case "transform":
      return transformNode(node.name, one(node.of), node.codec, node.timeZone);
    case "arithmetic":
      return typedArithmetic(node.operator as Operator, one(node.left), one(node.right), node.codec);
    case "sql":
      return (node.transform ? transformingNode : sqlNode)(node.fragments, all(node.operands), node.codec);
    case "aggregate": {
      const { name, distinct, filter, order, codec } = node;
      const parts = { distinct, filter: filter && one(filter), order: terms(order) };
      return codec === null
        ? typedAggregate(name, all(node.args), codec, parts, true)
        : aggregateNode(name, all(node.args), codec, parts);
    }
    case "window":
      return windowNode(one(node.of), all(node.partition), terms(node.order), node.frame);
    default:
      return node;
  }
}
