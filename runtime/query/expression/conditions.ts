import { InvalidLookup } from "../../errors/index.js";
import { boolean, json, text, type Codec } from "../../values/index.js";
import { keysForInstances } from "../instance-keys.js";
import { findLookup, isBilateral } from "../lookups/registry.js";
import { isSubselect, scalarOf } from "../subselect.js";
import { codecOfValue, literalNode } from "./literal.js";
import { Expr } from "./expr.js";
import {
  junctionNode,
  lookupNode,
  notNode,
  paramNode,
  sqlNode,
  transformNode,
  type Node,
  type TransformNode,
} from "./node.js";

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
  const operands = lookup.operands(codec, onBothSides(left, name, value));
  if (name === "isnull" && value === false) return lookupNode("isnotnull", left, [], boolean);
  return lookupNode(name, left, operands, boolean);
}

/**
 * The value under what stands on both sides; `name__unaccent: "Brontë"`.
 * https://docs.djangoproject.com/en/stable/ref/models/lookups/#django.db.models.Transform.bilateral
 */
function onBothSides(left: Node, lookup: string, value: unknown): unknown {
  if (left.kind !== "transform" || lookup === "isnull") return value;
  if (!isBilateral(left.name)) return onBothSides(left.of, lookup, value);
  if (isSubselect(value) && lookup === "in")
    throw new InvalidLookup(`'${left.name}' compares with values: make a list of the queryset first`);
  if (Array.isArray(value) || value instanceof Set)
    return [...(value as Iterable<unknown>)].map((item) => transformedValue(left, item));
  return transformedValue(left, value);
}

function transformedValue(left: TransformNode, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  const of = isSubselect(value) ? scalarOf(value) : literalNode(value, text);
  return new Expr(transformNode(left.name, sqlNode(["", "::text"], [of], text), text));
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

/** Whether a condition asks nothing, `Book.q({})`: as Django's `Q()`, it is left out wherever it stands. */
export function isEmpty(node: Node): boolean {
  return (node.kind === "and" || node.kind === "or" || node.kind === "xor") && node.children.length === 0;
}
