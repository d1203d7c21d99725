import { InvalidLookup } from "../../errors/index.js";
import { boolean, json, text, type Codec } from "../../values/index.js";
import { keysForInstances } from "../instance-keys.js";
import { findLookup } from "../lookups/registry.js";
import { codecOfValue } from "./literal.js";
import { Expr } from "./expr.js";
import { junctionNode, lookupNode, notNode, paramNode, type Node } from "./node.js";

const jsonNull = paramNode(json, "null");

/** `left lookup value`, with null and false of `isnull` taken apart: what decides the SQL is never a parameter. */
export function condition(left: Node, name: string, given: unknown): Node {
  const value = keysForInstances(left, given);
  const codec = left.codec ?? guess(value);
  if (value === null && name === "exact" && isKeyPath(left)) {
    // A key that holds null is there; one that is missing is asked for by isnull.
    return lookupNode("jsonnull", left, [jsonNull], boolean);
  }
  if (value === null && (name === "exact" || name === "iexact"))
    return lookupNode("isnull", left, [], boolean);
  const lookup = findLookup(name, codec);
  if (!lookup) throw new InvalidLookup(`'${name}' is no lookup for ${codec.name}`);
  const operands = lookup.operands(codec, value);
  if (name === "isnull" && value === false) return lookupNode("isnotnull", left, [], boolean);
  return lookupNode(name, left, operands, boolean);
}

/** `details__owner`: a way into a json value. */
function isKeyPath(left: Node): boolean {
  return left.kind === "sql" && left.transform === true && left.codec === json;
}

/** An operand of unknown type takes its type from the value beside it. */
function guess(value: unknown): Codec {
  if (value instanceof Expr) return value.node.codec ?? text;
  if (Array.isArray(value)) return value.length === 0 ? text : guess(value[0]);
  return value === null ? text : codecOfValue(value);
}

export function every(nodes: readonly Node[]): Node {
  return nodes.length === 1 && nodes[0] ? nodes[0] : junctionNode("and", level(nodes, "and"), boolean);
}

export function some(nodes: readonly Node[]): Node {
  return nodes.length === 1 && nodes[0] ? nodes[0] : junctionNode("or", level(nodes, "or"), boolean);
}

/** AND inside AND is one list, as in Django's `Q`: conditions put together one by one do not nest. */
function level(nodes: readonly Node[], kind: "and" | "or"): readonly Node[] {
  if (nodes.every((node) => node.kind !== kind)) return nodes;
  return nodes.flatMap((node) => (node.kind === kind ? node.children : [node]));
}

export function odd(nodes: readonly Node[]): Node {
  return nodes.length === 1 && nodes[0] ? nodes[0] : junctionNode("xor", nodes, boolean);
}

export function negate(node: Node): Node {
  return notNode(node);
}
