import { boolean } from "../../../values/index.js";
import { modelOf } from "../../expression/facts.js";
import { lookupNode, type LookupNode, type Node } from "../../expression/node.js";
import { outerNode } from "../../expression/outer-node.js";
import { conditionOf } from "../../filtered-relation.js";
import { leadsToMany, resolvePath } from "../../path.js";
import type { OperationNode } from "kysely";
import type { Join } from "../tables/alias-map.js";
import { Builder } from "../builder.js";
import { columnOf, fragment, joined } from "../fragment.js";
import { keyOf } from "../tables/key-columns.js";
import { fromOf } from "../tables/from.js";
import { whereOf } from "./where.js";

/**
 * A negated condition over many rows: no related row may meet it. Becomes `EXISTS (SELECT 1 …)` under the NOT, tied to
 * the row outside where the path first leads to many rows (Django's `split_exclude` and `trim_start`).
 *
 * @param names the path that the condition speaks of.
 * @param used the joins outside of the `filter()` call, whose rows the condition may share.
 */
export function existsRelatedRow(
  outer: Builder,
  node: LookupNode,
  names: readonly string[],
  used: ReadonlySet<string>,
): OperationNode {
  const inner = new Builder(outer.model, outer.timeZone, outer);
  for (const [name, step] of outer.annotationSteps)
    if (step.node.kind === "filtered") inner.annotationSteps.set(name, step);
  const right = node.right.map((operand) => ofOuter(operand));
  const condition: LookupNode = { ...lookupNode(node.name, node.left, right, boolean) };
  const { where: own } = whereOf(inner, { condition, negated: false });
  const missing = tie(outer, inner, names, used);
  const parts = [...inner.links, ...(own ? [own] : [])];
  const exists = fragment`exists (select 1 from ${fromOf(inner)} where ${joined(parts, " and ")})`;
  // Who has nothing on the way has nothing at its end, and meets no other condition.
  return missing && node.name === "isnull" ? fragment`(${exists} or ${missing} is null)` : exists;
}

/** A field on the right of the condition means the row outside: `exclude({ books__pages: Author.f.age })`. */
function ofOuter(node: Node): Node {
  return node.kind === "path" ? outerNode(node.names, node.codec, modelOf(node.facts)) : node;
}

/** Ties the query inside to the row outside; gives the column outside that is NULL where the way ends there. */
function tie(
  outer: Builder,
  inner: Builder,
  names: readonly string[],
  used: ReadonlySet<string>,
): OperationNode | null {
  const path = resolvePath(inner.model, names, inner.annotationSteps);
  const way = inner.follow(path, null).map((alias) => inner.tables.get(alias));
  for (const { alias } of way) if (alias !== inner.tables.base) inner.tables.release(alias);
  const at = way.findIndex(({ hop }) => hop?.many === true);
  const [before, first] = [way[at - 1], way[at]];
  if (!before || !first?.hop) throw new TypeError("the path leads to one row");
  const { fromColumn, toColumn } = first.hop;
  // Rows that have none on the other side are met from the near side of an outer join alone.
  const [start, column] = first.type === "inner" ? [first, toColumn] : [before, fromColumn];
  const prefix = path.steps.slice(0, path.steps.findIndex(leadsToMany));
  const reached = outer.reach([...prefix.map(({ name }) => name), fromColumn.name], null);
  const outside = outer.column(reached);
  inner.links.push(fragment`${keyOf(start.alias, column)} = ${outside}`);
  shareRow(outer, inner, start, used);
  const passed = way.slice(0, way.indexOf(start));
  // What its rows must meet stands where it is joined.
  const filtered = start.hop !== null && conditionOf(start.hop) !== undefined;
  if (!start.narrowed && !filtered && !isNeeded(inner, passed, start)) inner.tables.startFrom(start.alias);
  return way.slice(1, at).some(({ type }) => type === "left") ? outside : null;
}

/**
 * Conditions of the same `filter()` call may speak of one related row, inside the NOT as well: where Django ties them,
 * which is where the row has the same alias in both queries.
 */
function shareRow(outer: Builder, inner: Builder, { alias, model }: Join, used: ReadonlySet<string>): void {
  const name = inner.tables.plainAliases().get(alias);
  const aliases = outer.tables.plainAliases();
  for (const other of used) {
    if (aliases.get(other) !== name || outer.tables.get(other).model !== model) continue;
    for (const key of model.primaryKey) {
      const outside = columnOf(other, key.column);
      outer.plainReads?.push(outside);
      inner.links.push(fragment`${columnOf(alias, key.column)} = ${outside}`);
    }
  }
}

/** Whether the query inside reads tables on the way to where it is tied, or goes another way from them. */
function isNeeded(inner: Builder, passed: readonly Join[], start: Join): boolean {
  const aliases = new Set<string | null>(passed.map(({ alias }) => alias));
  return (
    passed.some(({ reads }) => reads > 0) ||
    [...inner.tables.joins.values()].some(
      ({ alias, parent, uses }) =>
        alias !== start.alias && aliases.has(parent) && !aliases.has(alias) && uses > 0,
    )
  );
}
