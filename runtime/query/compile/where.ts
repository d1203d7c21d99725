import type { OperationNode } from "kysely";
import { junctionNode, notNode, type JunctionNode, type LookupNode, type Node } from "../expression/node.js";
import { JSON_NULL } from "../expression/conditions.js";
import { boolean } from "../../values/index.js";
import type { FilterStep } from "../state.js";
import { ManyRows, type Builder } from "./builder.js";
import { fragment, joined, keyword, parenthesised } from "./fragment.js";
import { JoinPromoter } from "./join-promoter.js";
import { existsRelatedRow } from "./negated-many.js";
import { resolve } from "./resolve.js";

/** A condition's SQL and the joins that it needs to have a row. */
interface Clause {
  readonly node: OperationNode | null;
  readonly needed: ReadonlySet<string>;
  readonly aggregate: boolean;
}

interface Context {
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

const nothing: ReadonlySet<string> = new Set();

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
  // Under AND each condition goes where it belongs; an OR with an aggregate in it is about groups as a whole.
  if (condition.kind === "or") {
    const aggregate = clauses.some((clause) => clause.aggregate);
    const node = together(clauses, "or");
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
  if (node.kind === "and" || node.kind === "or") return node;
  return junctionNode("and", [node], boolean);
}

/** AND inside AND is one AND: each part of it goes where it belongs. */
function flattened(node: JunctionNode): JunctionNode {
  if (node.kind === "or" || node.children.every(({ kind }) => kind !== "and")) return node;
  const parts = node.children.map((child) => (child.kind === "and" ? flattened(child).children : [child]));
  return junctionNode("and", parts.flat(), boolean);
}

function gather(builder: Builder, node: JunctionNode, context: Context, outermost = false) {
  const promoter = new JoinPromoter(node.kind, node.children.length, context.negated);
  const clauses: Clause[] = [];
  // What stands beside an aggregate under OR or NOT is asked of the group: the query groups by it.
  const ofGroups = outermost && node.kind === "or" && builder.isAggregate(node);
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

function together(clauses: readonly Clause[], connector: "and" | "or"): OperationNode | null {
  const parts = clauses.flatMap((clause) => clause.node ?? []);
  const [only] = parts;
  if (!only) return null;
  return parts.length === 1 ? only : parenthesised(joined(parts, ` ${connector} `));
}

function build(builder: Builder, node: Node, context: Context): Clause {
  switch (node.kind) {
    case "and":
    case "or":
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
function expression(builder: Builder, node: Node, context: Context): Clause {
  return {
    node: resolve(builder, node, context.used).node,
    needed: nothing,
    aggregate: builder.isAggregate(node),
  };
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

/** Whether a condition is on a path, whose joins it has a say in. */
export function isOnPath(builder: Builder, node: LookupNode): boolean {
  const names = pathUnder(node.left);
  return names !== null && !builder.through && !builder.annotations.has(names[0] ?? "");
}

/** The path under the transforms of an operand: what decides joins, nulls and subqueries. */
function pathUnder(node: Node): readonly string[] | null {
  if (node.kind === "path") return node.names;
  if (node.kind === "transform") return pathUnder(node.of);
  if (node.kind === "sql" && node.transform && node.operands[0]) return pathUnder(node.operands[0]);
  return null;
}

function lookup(builder: Builder, node: LookupNode, context: Context): Clause {
  const names = pathUnder(node.left);
  if (names !== null && builder.through) return throughRows(builder, builder.through.rows, node, context);
  if (names === null || builder.annotations.has(names[0] ?? "")) return expression(builder, node, context);
  const reads = builder.plainReads?.length ?? 0;
  const before = new Map([...builder.tables.joins.values()].map((join) => [join.alias, join.uses]));
  const right = node.right.map((operand) => resolve(builder, operand, context.used));
  const joins = new Set(
    [...builder.tables.joins.values()]
      .filter((join) => join.uses > (before.get(join.alias) ?? 0))
      .map(({ alias }) => alias),
  );
  let reached;
  try {
    reached = builder.reach(names, context.used, !context.branchNegated || !context.split);
  } catch (error) {
    if (error instanceof ManyRows) {
      // What stands on the right is read inside: the group is not by it.
      builder.plainReads?.splice(reads);
      return {
        node: existsRelatedRow(builder, node, names, context.used),
        needed: nothing,
        aggregate: false,
      };
    }
    throw error;
  }
  for (const alias of reached.joins) context.used.add(alias);
  for (const alias of reached.passed) joins.add(alias);
  const left = resolve(builder, node.left, context.used, reached);
  const condition = resolve(builder, node, context.used, undefined, { left, right }).node;
  const isNull = node.name === "isnull";
  const aggregate = node.right.some((operand) => builder.isAggregate(operand));
  if (isNull && !context.negated) return { node: condition, needed: nothing, aggregate };
  if (!context.negated || isNull || isJsonNull(node)) return { node: condition, needed: joins, aggregate };
  return { node: notUnknown(builder, node, reached, condition), needed: nothing, aggregate };
}

/** `details__isbn: null` under a key: a value like any other in SQL, but null to Django's rules of joins. */
function isJsonNull({ name, right: [operand] }: LookupNode): boolean {
  return name === "exact" && operand?.kind === "param" && operand.param === JSON_NULL;
}

/** A condition on a column of the rows inside: under a NOT, NULL does not meet it. */
function throughRows(builder: Builder, rows: Builder, node: LookupNode, context: Context): Clause {
  const clause = expression(builder, node, context);
  if (!context.negated || !clause.node || /^is(not)?null$/.test(node.name) || isJsonNull(node)) return clause;
  const given = [node.left, ...node.right.filter((operand) => mayBeNull(rows, operand))].map(
    (operand) => fragment`${resolve(builder, operand, context.used).node} is not null`,
  );
  return { ...clause, node: parenthesised(joined([clause.node, ...given], " and ")) };
}

/** Whether an operand is a column that may be null: a right-hand side that Django too looks at. */
function mayBeNull(builder: Builder, node: Node): boolean {
  if (node.kind !== "path" || builder.annotations.has(node.names[0] ?? "")) return false;
  return builder.reach(node.names, null).column.null;
}

/**
 * Under a NOT, a NULL operand must count as "does not hold", not as unknown: `NOT (x = 1 AND x IS NOT NULL)`.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#exclude
 */
function notUnknown(
  builder: Builder,
  node: LookupNode,
  reached: ReturnType<Builder["reach"]>,
  condition: OperationNode,
): OperationNode {
  if (node.name === "isnotnull") return condition;
  const parts = [condition];
  if (builder.nullable(reached)) parts.push(fragment`${builder.column(reached)} is not null`);
  for (const operand of node.right) {
    if (mayBeNull(builder, operand))
      parts.push(fragment`${resolve(builder, operand, null).node} is not null`);
  }
  return parts.length === 1 ? condition : parenthesised(joined(parts, " and "));
}
