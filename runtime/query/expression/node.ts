import type { OperationNode } from "kysely";
import type { ModelMeta } from "../../meta/meta.js";
import { queriedAs, type Codec } from "../../values/index.js";
import type { OrderTerm, QueryState } from "../state.js";
import { codecKey } from "./codec-key.js";
import { factsOf, NO_FACTS, together, type Facts } from "./facts.js";
import { depthOver } from "./depth.js";
import { Param } from "./param.js";

interface Base {
  /** Names the node's shape: two nodes with one key make the same SQL. Values are not part of it. */
  readonly key: string;
  /** The values in it, in a fixed order. */
  readonly params: readonly Param[];
  /** What its values are decoded and encoded by; null where only the context tells. */
  readonly codec: Codec | null;
  /** What it speaks of: a queryset takes it only where that is there. */
  readonly facts: Facts;
  /** How many nodes stand in one another; a leaf says nothing. */
  readonly depth?: number;
}

export interface ParamNode extends Base {
  readonly kind: "param";
  readonly param: Param;
}

/** A field reached through relations, or the name of an annotation. */
export interface PathNode extends Base {
  readonly kind: "path";
  readonly names: readonly string[];
  /** Whether it sees the rows that managers on the way hide. */
  readonly whole: boolean;
}

/** `published__year`: a function of the operand alone, named as in Django. */
export interface TransformNode extends Base {
  readonly kind: "transform";
  readonly name: string;
  readonly of: Node;
  /** Where the call names one: it is part of the SQL. */
  readonly timeZone: string | null;
}

/** A condition on one operand: `title__icontains`. Extra operands where the lookup takes several. */
export interface LookupNode extends Base {
  readonly kind: "lookup";
  readonly name: string;
  readonly left: Node;
  readonly right: readonly Node[];
}

/** How conditions stand together: all, any, or an odd number of them must hold. */
export type Connector = "and" | "or" | "xor";

export interface JunctionNode extends Base {
  readonly kind: Connector;
  readonly children: readonly Node[];
}

export interface NotNode extends Base {
  readonly kind: "not";
  readonly child: Node;
}

/** `left + right` and its like. */
export interface ArithmeticNode extends Base {
  readonly kind: "arithmetic";
  readonly operator: string;
  readonly left: Node;
  readonly right: Node;
}

/** SQL with operands in its gaps; the fragments are ormgen's own text or come from the `sql` tag, never a value. */
export interface SqlNode extends Base {
  readonly kind: "sql";
  readonly fragments: readonly string[];
  readonly operands: readonly Node[];
  /** Set where it transforms its first operand, as a keyword's transform does: a condition on it speaks of that operand. */
  readonly transform?: true;
}

/** A function over many rows. */
export interface AggregateNode extends Base {
  readonly kind: "aggregate";
  /** The SQL function, ormgen's own name for it. */
  readonly name: string;
  /** None: `count(*)`. */
  readonly args: readonly Node[];
  readonly distinct: boolean;
  readonly filter: Node | null;
  readonly order: readonly OrderTerm[];
}

/** A function over the rows around a row. */
export interface WindowNode extends Base {
  readonly kind: "window";
  readonly of: Node;
  readonly partition: readonly Node[];
  readonly order: readonly OrderTerm[];
  /** `rows between 1 preceding and current row`: made from numbers, never from text. */
  readonly frame: string | null;
}

/** Another query as an operand: a scalar subquery, `EXISTS`, or the right-hand side of `in`. */
export interface QueryNode extends Base {
  readonly kind: "query";
  readonly form: "scalar" | "exists" | "rows" | "array";
  readonly state: QueryState;
  /** How many columns it gives. */
  readonly width: number;
}

/** A column of the query around this one. */
export interface OuterNode extends Base {
  readonly kind: "outer";
  readonly names: readonly string[];
  /** The model of the query around; null for a name that it has made. */
  readonly model: ModelMeta | null;
}

/** A keyword on a name that the model does not have: an annotation's, which only the queryset that takes it knows. */
export interface KeywordNode extends Base {
  readonly kind: "keyword";
  readonly model: ModelMeta;
  readonly name: string;
  readonly value: unknown;
}

/** A relation by a name of the queryset's own, joined to those of its rows alone that meet a condition. */
export interface FilteredNode extends Base {
  readonly kind: "filtered";
  readonly names: readonly string[];
  readonly condition: Node | null;
}

/** An operand that is SQL already: what a lookup of a user's is written around. */
export interface ResolvedNode extends Base {
  readonly kind: "resolved";
  readonly sql: OperationNode;
}

export type Node =
  | ResolvedNode
  | FilteredNode
  | KeywordNode
  | ParamNode
  | PathNode
  | TransformNode
  | LookupNode
  | JunctionNode
  | NotNode
  | ArithmeticNode
  | SqlNode
  | AggregateNode
  | WindowNode
  | QueryNode
  | OuterNode;

const none: readonly Param[] = [];

/** The params of several nodes in order. */
export function collect(nodes: readonly Node[]): readonly Param[] {
  const [first, second] = nodes;
  if (!first) return none;
  if (!second) return first.params;
  const filled = nodes.filter((node) => node.params.length > 0);
  if (filled.length === 0) return none;
  return filled.length === 1 && filled[0] ? filled[0].params : filled.flatMap((node) => node.params);
}

export function paramNode(codec: Codec, text: string | null): ParamNode {
  const param = new Param(codec, text);
  return { kind: "param", param, key: `?${codecKey(codec)}`, params: [param], codec, facts: NO_FACTS };
}

/**
 * @param model whose field it is; null for a name that a queryset has made.
 * @param whole whether managers on the way narrow nothing: the path says which rows, not what is seen of them.
 */
export function pathNode(
  names: readonly string[],
  stored: Codec | null,
  model: ModelMeta | null,
  whole = false,
): PathNode {
  const codec = stored && queriedAs(stored);
  const type = codec === null ? UNTYPED : codecKey(codec);
  const key = `${JSON.stringify(names)}${whole ? "!" : ""}${type}`;
  return { kind: "path", names, whole, key, params: none, codec, facts: factsOf(model) };
}

export function transformNode(
  name: string,
  of: Node,
  codec: Codec | null,
  timeZone: string | null = null,
): TransformNode {
  const key = `.${name}(${of.key})${timeZone === null ? "" : JSON.stringify(timeZone)}`;
  const { params, facts } = of;
  return { kind: "transform", name, of, timeZone, key, params, codec, facts, depth: depthOver([of]) };
}

export function lookupNode(name: string, left: Node, right: readonly Node[], codec: Codec): LookupNode {
  const operands = [left, ...right];
  const key = `(${left.key} ${name} ${keysOf(right)})`;
  return { ...{ kind: "lookup", name, left, right, key, codec }, ...sumOf(operands) };
}

/** Every key that holds a name without a type holds this. */
export const UNTYPED = ":untyped";

/** Every key that holds one holds this. */
export const KEYWORD = "keyword:";

export function keywordNode(model: ModelMeta, name: string, value: unknown, codec: Codec): KeywordNode {
  const facts = factsOf(model);
  return { kind: "keyword", model, name, value, key: `${KEYWORD}${name}`, params: none, codec, facts };
}

export function junctionNode(kind: Connector, children: readonly Node[], codec: Codec): JunctionNode {
  const key = `${kind}(${keysOf(children)})`;
  return { kind, children, key, codec, ...sumOf(children) };
}

export function notNode(child: Node): NotNode {
  const { params, codec, facts } = child;
  return { kind: "not", child, key: `not(${child.key})`, params, codec, facts, depth: depthOver([child]) };
}

export function arithmeticNode(
  operator: string,
  left: Node,
  right: Node,
  codec: Codec | null,
): ArithmeticNode {
  const operands = [left, right];
  const key = `(${left.key}${operator}${right.key})${codecKey(codec)}`;
  return { ...{ kind: "arithmetic", operator, left, right, key, codec }, ...sumOf(operands) };
}

export function sqlNode(
  fragments: readonly string[],
  operands: readonly Node[],
  codec: Codec | null,
): SqlNode {
  const key = `sql(${JSON.stringify(fragments)},${keysOf(operands)})${codecKey(codec)}`;
  return { ...{ kind: "sql", fragments, operands, key, codec }, ...sumOf(operands) };
}

export function transformingNode(
  fragments: readonly string[],
  operands: readonly Node[],
  codec: Codec | null,
): SqlNode {
  const node = sqlNode(fragments, operands, codec);
  return { ...node, key: `.${node.key}`, transform: true };
}

export interface AggregateParts {
  readonly distinct?: boolean;
  readonly filter?: Node | null;
  readonly order?: readonly OrderTerm[];
}

export function aggregateNode(
  name: string,
  args: readonly Node[],
  codec: Codec | null,
  { distinct = false, filter = null, order = [] }: AggregateParts = {},
): AggregateNode {
  const key = `${name}(${distinct ? "distinct " : ""}${keysOf(args)}|${filter?.key ?? ""}|${orderKey(order)})${codecKey(codec)}`;
  const parts = [...args, ...(filter ? [filter] : []), ...order.map((term) => term.node)];
  return { ...{ kind: "aggregate", name, args, distinct, filter, order, key, codec }, ...sumOf(parts) };
}

export function windowNode(
  of: Node,
  partition: readonly Node[],
  order: readonly OrderTerm[],
  frame: string | null,
): WindowNode {
  const key = `over(${of.key}|${keysOf(partition)}|${orderKey(order)}|${frame ?? ""})`;
  const parts = [of, ...partition, ...order.map((term) => term.node)];
  return { ...{ kind: "window", of, partition, order, frame, key, codec: of.codec }, ...sumOf(parts) };
}

/** What a node is by its parts. */
function sumOf(parts: readonly Node[]): Pick<Base, "params" | "facts" | "depth"> {
  return { params: collect(parts), facts: together(parts), depth: depthOver(parts) };
}

function keysOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node.key).join(",");
}

export function orderKey(terms: readonly OrderTerm[]): string {
  return terms.map((term) => `${term.node.key}${term.descending ? "-" : "+"}${term.nulls ?? ""}`).join(",");
}
