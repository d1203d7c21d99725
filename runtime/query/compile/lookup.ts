import type { OperationNode } from "kysely";
import type { LookupNode, Node } from "../expression/node.js";
import { ManyRows, type Builder } from "./builder.js";
import { fragment, joined, parenthesised } from "./fragment.js";
import { existsRelatedRow } from "./negated-many.js";
import { resolve } from "./resolve.js";
import { expression, nothing, type Clause, type Context } from "./where.js";

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

export function lookup(builder: Builder, node: LookupNode, context: Context): Clause {
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
function isJsonNull({ name }: LookupNode): boolean {
  return name === "jsonnull";
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
