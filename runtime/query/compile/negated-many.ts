import { boolean } from "../../values/index.js";
import { lookupNode, outerNode, type LookupNode, type Node } from "../expression/node.js";
import type { OperationNode } from "kysely";
import { Builder } from "./builder.js";
import { columnOf, fragment, joined } from "./fragment.js";
import { fromOf } from "./from.js";
import { whereOf } from "./where.js";

/**
 * A negated condition over many rows: no related row may meet it. Becomes `EXISTS (SELECT 1 …)` under the NOT, tied to
 * the row outside by its key (Django's `split_exclude`).
 */
export function existsRelatedRow(
  builder: Builder,
  node: LookupNode,
  names: readonly string[],
  used: ReadonlySet<string>,
): OperationNode {
  const inner = new Builder(builder.model, builder.timeZone, builder);
  const right = node.right.map((operand) => outward(operand));
  const condition: LookupNode = { ...lookupNode(node.name, node.left, right, boolean) };
  const { where: own } = whereOf(inner, { condition, negated: false });
  tie(builder, inner, names, used);
  const parts = [...inner.links, ...(own ? [own] : [])];
  return fragment`exists (select 1 from ${fromOf(inner)} where ${joined(parts, " and ")})`;
}

/** A field on the right of the condition means the row outside: `exclude({ books__pages: Author.f.age })`. */
function outward(node: Node): Node {
  return node.kind === "path" ? outerNode(node.names, node.codec) : node;
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
  if (!first?.hop || children.length !== 1 || first.type !== "inner" || first.narrowed || first.hop.direct)
    return;
  if (inner.model.primaryKey.length !== 1 || first.hop.fromColumn !== inner.model.key || base.reads > 0)
    return;
  inner.links[0] = fragment`${columnOf(first.alias, first.hop.toColumn.column)} = ${columnOf(
    outer.tables.base,
    inner.model.key.column,
  )}`;
  inner.tables.startFrom(first.alias);
}
