import type { OperationNode } from "kysely";
import type { LookupNode, Node, PathNode } from "../../expression/node.js";
import { ManyRows, type Builder, type Reached } from "../builder.js";
import { fragment, parenthesised } from "../fragment.js";
import { existsRelatedRow } from "./negated-many.js";
import { operand, resolve } from "../resolve.js";
import { expression, nothing, type Clause, type Context } from "./where.js";

/** Whether a condition is on a path, whose joins it has a say in. */
export function isOnPath(builder: Builder, node: LookupNode): boolean {
  const path = pathUnder(node.left);
  return path !== null && !builder.through && !builder.annotations.has(path.names[0] ?? "");
}

/** The path under the transforms of an operand: what decides joins, nulls and subqueries. */
function pathUnder(node: Node): PathNode | null {
  if (node.kind === "path") return node;
  if (node.kind === "transform") return pathUnder(node.of);
  if (node.kind === "sql" && node.transform && node.operands[0]) return pathUnder(node.operands[0]);
  return null;
}

export function lookup(builder: Builder, node: LookupNode, context: Context): Clause {
  const path = pathUnder(node.left);
  if (path === null || builder.through || builder.annotations.has(path.names[0] ?? ""))
    return expression(builder, node, context);
  const { names, whole } = path;
  const reads = builder.plainReads?.length ?? 0;
  const before = new Map([...builder.tables.joins.values()].map((join) => [join.alias, join.uses]));
  const right = node.right.map((each) => operand(builder, each, context.used));
  const joins = new Set(
    [...builder.tables.joins.values()]
      .filter((join) => join.uses > (before.get(join.alias) ?? 0))
      .map(({ alias }) => alias),
  );
  const aggregate = node.right.some((each) => builder.isAggregate(each));
  let reached;
  try {
    reached = builder.reach(names, context.used, !context.branchNegated || !context.split, whole);
  } catch (error) {
    if (!(error instanceof ManyRows)) throw error;
    // What stands on the right is read inside: the group is not by it.
    builder.plainReads?.splice(reads);
    return { node: existsRelatedRow(builder, node, names, context.used), needed: nothing, aggregate };
  }
  for (const alias of reached.joins) context.used.add(alias);
  for (const alias of reached.passed) joins.add(alias);
  const left = operand(builder, node.left, context.used, reached);
  const condition = resolve(builder, node, context.used, undefined, { left, right }).node;
  const needed = context.negated || node.name === "isnull" ? nothing : joins;
  return {
    node: context.branchNegated ? decided(builder, node, reached, condition) : condition,
    needed,
    aggregate,
  };
}

/**
 * Under a NOT, an unknown condition must count as one that does not hold, so that both halves make the whole:
 * `NOT (x = 1 AND x IS NOT NULL)`.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#exclude
 */
function decided(
  builder: Builder,
  node: LookupNode,
  reached: Reached,
  condition: OperationNode,
): OperationNode {
  if (node.name === "isnull" || node.name === "isnotnull") return condition;
  if (!isKnownByColumn(node.left) || !node.right.every((each) => each.kind === "param"))
    return isTrue(condition);
  if (!builder.mayBeMissing(reached)) return condition;
  return parenthesised(fragment`${condition} and ${builder.column(reached)} is not null`);
}

/** Whether an operand is NULL where its column is, and nowhere else. */
function isKnownByColumn(node: Node): boolean {
  if (node.kind === "transform") return STRICT.has(node.name) && isKnownByColumn(node.of);
  return node.kind === "path";
}

/** The transforms that give NULL of NULL alone. */
const STRICT: ReadonlySet<string> = new Set([
  ...["year", "iso_year", "quarter", "month", "week", "day", "week_day", "iso_week_day"],
  ...["hour", "minute", "second", "date", "time"],
  ...[
    "lower",
    "upper",
    "trim",
    "ltrim",
    "rtrim",
    "reverse",
    "length",
    "abs",
    "sign",
    "ceil",
    "floor",
    "round",
  ],
]);

/** A condition that is unknown does not hold. */
export function isTrue(condition: OperationNode): OperationNode {
  return fragment`(${condition}) is true`;
}
