import type { OperationNode } from "kysely";
import { lookupNode, pathNode, type JunctionNode, type LookupNode, type Node } from "../expression/node.js";
import { boolean } from "../../values/index.js";
import type { FilterStep } from "../state.js";
import { Builder, ManyRows } from "./builder.js";
import { columnOf, fragment, identifier as tableName, joined, keyword, parenthesised } from "./fragment.js";
import { JoinPromoter } from "./join-promoter.js";
import { resolve } from "./resolve.js";

/** A condition's SQL and the joins that it needs to have a row. */
interface Clause {
  readonly node: OperationNode | null;
  readonly needed: ReadonlySet<string>;
}

interface Context {
  /** Joins to many rows that this `filter()` call has made, which its other conditions share. */
  readonly used: Set<string>;
  /** Whether the whole branch stands under a NOT somewhere: joins to many rows are refused then. */
  readonly branchNegated: boolean;
  /** Whether an odd number of NOTs is above. */
  readonly negated: boolean;
}

const nothing: ReadonlySet<string> = new Set();

/** Adds one `filter()` or `exclude()` call; gives its SQL, or null where it holds for every row. */
export function whereOf(builder: Builder, step: FilterStep): OperationNode | null {
  const inner = builder.tables.inner();
  const context: Context = { used: new Set(), branchNegated: false, negated: false };
  // As in Django, a call is a group of its own under AND: its promoter sees what the group needs.
  const condition: Node = step.negated
    ? { kind: "not", child: step.condition, key: "", params: [], codec: boolean }
    : step.condition;
  const { node } = junction(builder, grouped(condition), context);
  builder.tables.demote(inner);
  return node;
}

function grouped(node: Node): JunctionNode {
  if (node.kind === "and" || node.kind === "or") return node;
  return { kind: "and", children: [node], key: "", params: [], codec: null };
}

function junction(builder: Builder, node: JunctionNode, context: Context): Clause {
  const promoter = new JoinPromoter(node.kind, node.children.length, context.negated);
  const parts: OperationNode[] = [];
  for (const child of node.children) {
    const clause = build(builder, child, context);
    promoter.vote(clause.needed);
    if (clause.node) parts.push(clause.node);
  }
  const needed = promoter.apply(builder.tables);
  if (parts.length === 0) return { node: null, needed };
  if (parts.length === 1 && parts[0]) return { node: parts[0], needed };
  return { node: parenthesised(joined(parts, node.kind === "and" ? " and " : " or ")), needed };
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
      return { node: resolve(builder, node, context.used).node, needed: nothing };
  }
}

function negation(builder: Builder, child: Node, context: Context): Clause {
  const clause = junction(builder, grouped(child), {
    used: context.used,
    branchNegated: true,
    negated: !context.negated,
  });
  return { node: clause.node && fragment`not (${clause.node})`, needed: clause.needed };
}

/** The path under the transforms of an operand: what decides joins, nulls and subqueries. */
function pathUnder(node: Node): readonly string[] | null {
  if (node.kind === "path") return node.names;
  if (node.kind === "transform") return pathUnder(node.of);
  if (node.kind === "sql" && node.operands[0]) return pathUnder(node.operands[0]);
  return null;
}

function lookup(builder: Builder, node: LookupNode, context: Context): Clause {
  const names = pathUnder(node.left);
  if (names === null) return { node: resolve(builder, node, context.used).node, needed: nothing };
  const before = new Map([...builder.tables.joins.values()].map((join) => [join.alias, join.uses]));
  const right = node.right.map((operand) => resolve(builder, operand, context.used));
  const joins = new Set(
    [...builder.tables.joins.values()]
      .filter((join) => join.uses > (before.get(join.alias) ?? 0))
      .map(({ alias }) => alias),
  );
  let reached;
  try {
    reached = builder.reach(names, context.used, !context.branchNegated);
  } catch (error) {
    if (error instanceof ManyRows) return subquery(builder, node, names, context);
    throw error;
  }
  for (const alias of reached.joins) {
    context.used.add(alias);
    joins.add(alias);
  }
  const left = resolve(builder, node.left, context.used, reached);
  const condition = resolve(builder, node, context.used, undefined, { left, right }).node;
  const isNull = node.name === "isnull";
  if (isNull && !context.negated) return { node: condition, needed: nothing };
  if (!context.negated || isNull) return { node: condition, needed: joins };
  return { node: notUnknown(builder, node, reached, condition), needed: nothing };
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
    if (operand.kind !== "path") continue;
    const other = builder.reach(operand.names, null);
    if (other.column.null) parts.push(fragment`${builder.column(other)} is not null`);
  }
  return parts.length === 1 ? condition : parenthesised(joined(parts, " and "));
}

/**
 * A negated condition over many rows: no related row may meet it. Becomes `EXISTS (SELECT 1 …)` under the NOT, tied to
 * the row outside by its key (Django's `split_exclude`).
 */
function subquery(builder: Builder, node: LookupNode, names: readonly string[], context: Context): Clause {
  const inner = new Builder(builder.model, builder.timeZone, builder);
  const right = node.right.map((operand) => outward(operand));
  const condition: LookupNode = { ...lookupNode(node.name, node.left, right, boolean) };
  const own = whereOf(inner, { kind: "filter", condition, negated: false });
  tie(builder, inner, names, context.used);
  const parts = [...inner.links, ...(own ? [own] : [])];
  return {
    node: fragment`exists (select 1 from ${fromOf(inner)} where ${joined(parts, " and ")})`,
    needed: nothing,
  };
}

/** A field on the right of the condition means the row outside: `exclude({ books__pages: Author.f.age })`. */
function outward(node: Node): Node {
  return node.kind === "path" ? { ...pathNode(node.names, node.codec), kind: "outer" } : node;
}

function tie(outer: Builder, inner: Builder, names: readonly string[], used: ReadonlySet<string>): void {
  for (const key of outer.model.primaryKey) {
    inner.links.push(
      fragment`${columnOf(inner.tables.base, key.column)} = ${columnOf(outer.tables.base, key.column)}`,
    );
  }
  shareRow(outer, inner, names, used);
  dropBase(inner, outer);
}

/** Conditions of the same `filter()` call speak of one related row, inside the NOT as well. */
function shareRow(outer: Builder, inner: Builder, names: readonly string[], used: ReadonlySet<string>): void {
  const [first] = [...inner.tables.joins.values()].filter((join) => join.hop?.many === true);
  if (!first?.hop || names.length === 0) return;
  for (const alias of used) {
    const join = outer.tables.get(alias);
    if (join.hop?.identity !== first.hop.identity || join.parent !== outer.tables.base) continue;
    if (first.parent !== inner.tables.base) continue;
    for (const key of first.model.primaryKey) {
      inner.links.push(fragment`${columnOf(first.alias, key.column)} = ${columnOf(alias, key.column)}`);
    }
  }
}

/** Where the inner base table only leads to the first join, the subquery starts from that join. */
function dropBase(inner: Builder, outer: Builder): void {
  const base = inner.tables.get(inner.tables.base);
  const children = [...inner.tables.joins.values()].filter(
    (join) => join.parent === base.alias && join.uses > 0,
  );
  const [first] = children;
  if (!first?.hop || children.length !== 1 || first.type !== "inner" || first.hop.direct) return;
  if (inner.model.primaryKey.length !== 1 || first.hop.fromColumn !== inner.model.key || base.reads > 0)
    return;
  inner.links[0] = fragment`${columnOf(first.alias, first.hop.toColumn.column)} = ${columnOf(
    outer.tables.base,
    inner.model.key.column,
  )}`;
  inner.tables.startFrom(first.alias);
}

/** `"book" INNER JOIN "author" ON …`, without the joins that nothing uses. */
export function fromOf(builder: Builder): OperationNode {
  const parts: OperationNode[] = [];
  for (const join of builder.tables.written()) {
    const table =
      join.alias === join.model.table
        ? tableName(join.model.table)
        : fragment`${tableName(join.model.table)} as ${tableName(join.alias)}`;
    if (parts.length === 0) {
      parts.push(table);
      continue;
    }
    if (!join.hop || join.parent === null) throw new TypeError(`table "${join.alias}" stands alone`);
    const { fromColumn, toColumn } = join.hop;
    parts.push(
      fragment`${keyword(join.type === "left" ? "left join" : "inner join")} ${table} on ${columnOf(
        join.parent,
        fromColumn.column,
      )} = ${columnOf(join.alias, toColumn.column)}`,
    );
  }
  return joined(parts, " ");
}
