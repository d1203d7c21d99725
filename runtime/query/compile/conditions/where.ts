import type { OperationNode } from "kysely";
import {
  junctionNode,
  notNode,
  type Connector,
  type JunctionNode,
  type Node,
} from "../../expression/node.js";
import { boolean } from "../../../values/index.js";
import type { FilterStep } from "../../state.js";
import type { Builder } from "../builder.js";
import { bindingOf } from "../binding.js";
import { fragment, joined, keyword, parenthesised } from "../fragment.js";
import { JoinPromoter } from "../tables/join-promoter.js";
import { isTrue, lookup } from "./lookup.js";
import { resolve } from "../resolve.js";

/** A condition's SQL and the joins that it needs to have a row. */
export interface Clause {
  readonly node: OperationNode | null;
  readonly needed: ReadonlySet<string>;
  readonly aggregate: boolean;
}

export interface Context {
  /** Joins to many rows that this `filter()` call has made, which its other conditions share. */
  readonly used: Set<string>;
  /** Whether the whole branch stands under a NOT somewhere: joins to many rows are refused then. */
  readonly branchNegated: boolean;
  /** Whether an odd number of NOTs is above. */
  readonly negated: boolean;
  /** Whether a negated condition on many rows becomes a subquery: not inside an expression. */
  readonly split: boolean;
}

/** The SQL of a `filter()` call: what holds for rows, and what holds for their groups. */
export interface Conditions {
  readonly where: OperationNode | null;
  readonly having: OperationNode | null;
}

export const nothing: ReadonlySet<string> = new Set();

/** Adds one `filter()` or `exclude()` call. */
export function whereOf(builder: Builder, step: Omit<FilterStep, "kind">): Conditions {
  const inner = builder.tables.inner();
  const used = new Set(builder.carried);
  builder.carried = step.sticky ? used : null;
  const context: Context = { used, branchNegated: false, negated: false, split: true };
  const condition = step.negated ? notNode(step.condition) : step.condition;
  const parts = builder.isAggregate(condition) ? flattened(grouped(condition)) : grouped(condition);
  // As in Django, a call is a group of its own under AND: its promoter sees what the group needs.
  const { clauses } = gather(builder, parts, context, true);
  builder.tables.demote(inner);
  // Under AND each condition goes where it belongs; an OR or XOR with an aggregate in it is about groups as a whole.
  if (condition.kind === "or" || condition.kind === "xor") {
    const aggregate = clauses.some((clause) => clause.aggregate);
    const node = together(clauses, condition.kind);
    return aggregate ? { where: null, having: node } : { where: node, having: null };
  }
  return {
    where: together(
      clauses.filter((clause) => !clause.aggregate),
      "and",
    ),
    having: together(
      clauses.filter((clause) => clause.aggregate),
      "and",
    ),
  };
}

/** A condition inside an expression: joins stay outer, since the expression is asked of every row. */
export function conditionSql(builder: Builder, condition: Node, reuse: Set<string> | null): OperationNode {
  const used = reuse ?? new Set(builder.tables.joins.keys());
  const context: Context = { used, branchNegated: false, negated: false, split: false };
  const { node, needed } = junction(builder, grouped(condition), context);
  builder.tables.promote(needed);
  return node ?? keyword("true");
}

function grouped(node: Node): JunctionNode {
  if (node.kind === "and" || node.kind === "or" || node.kind === "xor") return node;
  return junctionNode("and", [node], boolean);
}

/** AND inside AND is one AND: each part of it goes where it belongs. */
function flattened(node: JunctionNode): JunctionNode {
  if (node.kind !== "and" || node.children.every(({ kind }) => kind !== "and")) return node;
  const parts = node.children.map((child) => (child.kind === "and" ? flattened(child).children : [child]));
  return junctionNode("and", parts.flat(), boolean);
}

function gather(builder: Builder, node: JunctionNode, context: Context, outermost = false) {
  const promoter = new JoinPromoter(node.kind, node.children.length, context.negated);
  const clauses: Clause[] = [];
  // What stands beside an aggregate under OR or NOT is asked of the group: the query groups by it.
  const ofGroups = outermost && node.kind !== "and" && builder.isAggregate(node);
  for (const child of node.children) {
    const make = () => build(builder, child, context);
    const clause = ofGroups || (outermost && builder.isAggregate(child)) ? grouping(builder, make) : make();
    promoter.vote(clause.needed);
    clauses.push(clause);
  }
  return { clauses, needed: promoter.apply(builder.tables) };
}

function junction(builder: Builder, node: JunctionNode, context: Context): Clause {
  const { clauses, needed } = gather(builder, node, context);
  const aggregate = clauses.some((clause) => clause.aggregate);
  return { node: together(clauses, node.kind), needed, aggregate };
}

function together(clauses: readonly Clause[], connector: Connector): OperationNode | null {
  return connected(
    clauses.flatMap((clause) => clause.node ?? []),
    connector,
  );
}

/** Conditions that stand together; of XOR an odd number must hold, and one that is unknown does not, as in Django. */
export function connected(parts: readonly OperationNode[], connector: Connector): OperationNode | null {
  const [only] = parts;
  if (!only) return null;
  if (parts.length === 1) return only;
  if (connector !== "xor") return parenthesised(joined(parts, ` ${connector} `));
  return parts
    .map((part) => parenthesised(isTrue(part)))
    .reduce((odd, part) => fragment`(${odd} <> ${part})`);
}

function build(builder: Builder, node: Node, context: Context): Clause {
  switch (node.kind) {
    case "and":
    case "or":
    case "xor":
      return junction(builder, node, context);
    case "not":
      return negation(builder, node.child, context);
    case "lookup":
      return lookup(builder, node, context);
    default:
      return expression(builder, node, context);
  }
}

/** A condition that is not about one path: taken as it is, without a say in joins. */
export function expression(builder: Builder, node: Node, context: Context): Clause {
  const sql = resolve(builder, node, context.used).node;
  return {
    node: context.branchNegated && mayBeUnknown(node) ? isTrue(sql) : conjunct(node, sql),
    needed: nothing,
    aggregate: builder.isAggregate(node),
  };
}

function mayBeUnknown(node: Node): boolean {
  if (node.kind === "query") return node.form !== "exists";
  return node.kind !== "lookup" || !/^is(?:not)?null$/.test(node.name);
}

/** A condition's SQL beside others under AND and OR. */
export function conjunct(node: Node, sql: OperationNode): OperationNode {
  return bindingOf(node) === "anything" ? parenthesised(sql) : sql;
}

/** Columns that a condition on a group reads outside of its aggregates are grouped by too. */
function grouping<T>(builder: Builder, read: () => T): T {
  const before = builder.plainReads;
  builder.plainReads = builder.groupReads;
  try {
    return read();
  } finally {
    builder.plainReads = before;
  }
}

function negation(builder: Builder, child: Node, context: Context): Clause {
  const clause = junction(builder, grouped(child), {
    ...context,
    branchNegated: true,
    negated: !context.negated,
  });
  return { ...clause, node: clause.node && fragment`not (${clause.node})` };
}
