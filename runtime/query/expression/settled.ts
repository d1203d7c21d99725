import { boolean } from "../../values/index.js";
import { keyword } from "../keywords.js";
import type { OrderTerm, QueryState } from "../state.js";
import { annotationsOf } from "../state.js";
import { parsePath } from "../order.js";
import { typedArithmetic, type Operator } from "./arithmetic.js";
import { refuseForeign } from "./foreign.js";
import {
  aggregateNode,
  arithmeticNode,
  junctionNode,
  KEYWORD,
  lookupNode,
  notNode,
  pathNode,
  sqlNode,
  UNTYPED,
  transformingNode,
  transformNode,
  windowNode,
  type Node,
  type PathNode,
} from "./node.js";
import { typedAggregate } from "./typed-aggregate.js";

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
  const one = (each: Node) => known(each, state);
  const all = (nodes: readonly Node[]) => nodes.map(one);
  const terms = (order: readonly OrderTerm[]) => order.map((term) => ({ ...term, node: one(term.node) }));
  switch (node.kind) {
    case "path":
      return node.codec === null ? typed(node, state) : node;
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
      return typedArithmetic(node.operator as Operator, one(node.left), one(node.right), node.codec);
    case "sql":
      return (node.transform ? transformingNode : sqlNode)(node.fragments, all(node.operands), node.codec);
    case "aggregate":
      return (node.codec === null ? typedAggregate : aggregateNode)(node.name, all(node.args), node.codec, {
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

/** `ref("n")` has the type of what the queryset calls so. */
function typed(node: PathNode, state: QueryState): Node {
  const [name = "", ...rest] = node.names;
  const annotation = annotationsOf(state).get(name);
  if (annotation) return rest.length > 0 ? node : pathNode(node.names, annotation.node.codec, null);
  return parsePath(state.model, node.names) ?? node;
}
