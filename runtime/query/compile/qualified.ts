import { WhereNode, type OperationNode, type SelectQueryNode } from "kysely";
import { pathNode, type Node } from "../expression/node.js";
import type { Sql } from "../lookups/sql.js";
import type { QueryState } from "../state.js";
import { grouped, orderAndSlice } from "./assemble.js";
import { Builder } from "./builder.js";
import { directed } from "./directed.js";
import { fingerprint } from "./fingerprint.js";
import { columnOf, joined, parenthesised } from "./fragment.js";
import { orderItems } from "./ordering.js";
import { isCondition, resolve } from "./resolve.js";
import { fromRows, withSelections } from "./select-node.js";
import type { Selection } from "./selection.js";
import type { Filtered } from "./steps.js";

/**
 * A query with conditions on windows: the rows with their windows inside, the conditions around them.
 * https://docs.djangoproject.com/en/stable/ref/models/expressions/#window-functions
 */
export function qualified(
  builder: Builder,
  state: QueryState,
  selection: Selection,
  filtered: Filtered,
): SelectQueryNode {
  const width = selection.nodes.length;
  const columnAt = (position: number) => columnOf("rows", `c${String(position)}`);
  const outer = aroundRows(builder, selection);
  const conditions = filtered.qualify.map((node) => resolve(outer, node, null).node);
  const order = orderItems(builder, state);
  const terms = order.map((item) =>
    directed(columnAt(placeIn(selection, item.node)), item.descending, item.nulls),
  );
  const inner = grouped(builder, state, selection, filtered, order, selection.nodes);
  return {
    ...withSelections(
      fromRows(inner),
      selection.nodes.slice(0, width).map((_, at) => columnAt(at)),
    ),
    where: WhereNode.create(joined(conditions, " and ")),
    ...orderAndSlice(state, terms),
  };
}

/**
 * A query around the rows of another: what it reads of them is selected there.
 *
 * @param parted whether what was named without being selected is read in parts, column by column.
 */
export function aroundRows(rows: Builder, selection: Selection, parted = false): Builder {
  const outer = new Builder(rows.model, rows.timeZone);
  const read = (names: readonly string[]): Sql => {
    const annotation = rows.annotations.get(names[0] ?? "");
    const whole = !annotation || annotation.position !== null || annotation.aggregate || annotation.window;
    if (parted && !whole) return inParts(outer, annotation.node);
    const sql = resolve(rows, pathNode(names, null, null), null);
    const position = annotation?.position ?? placeIn(selection, sql.node);
    if (annotation) annotation.position = position;
    else selection.named.push(sql.node);
    return { node: columnOf("rows", `c${String(position)}`), codec: sql.codec };
  };
  outer.through = { rows, read };
  return outer;
}

function inParts(outer: Builder, node: Node): Sql {
  const sql = resolve(outer, node, null);
  return isCondition(node) ? { ...sql, node: parenthesised(sql.node) } : sql;
}

/** Where an expression stands in the SELECT list; it is added where it does not yet. */
function placeIn(selection: Selection, node: OperationNode): number {
  const wanted = fingerprint(node);
  const found = selection.nodes.findIndex((each) => fingerprint(each) === wanted);
  return found < 0 ? selection.add(node, null) : found;
}
