import { WhereNode, type OperationNode, type SelectQueryNode } from "kysely";
import { pathNode, type Node } from "../../expression/node.js";
import type { Sql } from "../../lookups/sql.js";
import type { QueryState } from "../../state.js";
import { grouped, orderAndSlice, positionOf } from "./assemble.js";
import { Builder } from "../builder.js";
import { directed } from "./directed.js";
import { fingerprint } from "../fingerprint.js";
import { columnOf, joined } from "../fragment.js";
import { OF_WINDOW, unlockable } from "./lock.js";
import { orderItems } from "./ordering.js";
import { operand, resolve } from "../resolve.js";
import { conjunct } from "../conditions/where.js";
import { fromRows, modifier, withSelections } from "./select-node.js";
import type { Selection } from "./selection.js";
import type { Filtered } from "../steps.js";

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
  if (state.lock) throw unlockable(state, OF_WINDOW);
  const width = selection.nodes.length;
  const columnAt = (position: number) => columnOf("rows", `c${String(position)}`);
  const outer = aroundRows(builder, selection, { aggregates: true });
  const conditions = filtered.parts.qualify.map((node) => conjunct(node, resolve(outer, node, null).node));
  const order = orderItems(builder, state).map((each) => ({ ...each, place: placeIn(selection, each.node) }));
  const terms = order.map(({ place, descending, nulls }) => directed(columnAt(place), descending, nulls));
  const on = state.distinctOn.map((node) =>
    columnAt(positionOf(builder, node) ?? placeIn(selection, resolve(builder, node, null).node)),
  );
  const whole = state.distinct && on.length === 0;
  // SELECT DISTINCT orders by what it selects.
  const beside = whole ? [...new Set(order.map(({ place }) => place))].filter((place) => place >= width) : [];
  const places = [...Array.from({ length: width }, (_, at) => at), ...beside];
  const inner = grouped(builder, state, selection, filtered, order, selection.nodes);
  return {
    ...withSelections(fromRows(inner), places.map(columnAt)),
    ...(whole && { frontModifiers: [modifier("distinct")] }),
    ...(on.length > 0 && { distinctOn: on }),
    where: WhereNode.create(joined(conditions, " and ")),
    ...orderAndSlice(state, terms),
  };
}

/**
 * A query around the rows of another: what it reads of them is selected there.
 *
 * @param parted whether what was named without being selected is read in parts, column by column.
 * @param aggregates whether aggregates are of the rows' own groups; windows always are.
 */
export function aroundRows(
  rows: Builder,
  selection: Selection,
  { parted = false, aggregates = false }: { readonly parted?: boolean; readonly aggregates?: boolean },
): Builder {
  const outer = new Builder(rows.model, rows.timeZone);
  const inner = (node: Node): Sql => {
    const sql = resolve(rows, node, null);
    return { node: columnOf("rows", `c${String(placeIn(selection, sql.node))}`), codec: sql.codec };
  };
  const read = (names: readonly string[]): Sql => {
    const annotation = rows.annotations.get(names[0] ?? "");
    const whole = !annotation || annotation.position !== null || annotation.aggregate || annotation.window;
    if (parted && !whole) return operand(outer, annotation.node, null);
    const sql = resolve(rows, pathNode(names, null, null), null);
    const position = annotation?.position ?? placeIn(selection, sql.node);
    if (annotation) annotation.position = position;
    else selection.named.push(sql.node);
    return { node: columnOf("rows", `c${String(position)}`), codec: sql.codec };
  };
  outer.through = { read, inner, aggregates };
  return outer;
}

/** Where an expression stands in the SELECT list; it is added where it does not yet. */
function placeIn(selection: Selection, node: OperationNode): number {
  const wanted = fingerprint(node);
  const found = selection.nodes.findIndex((each) => fingerprint(each) === wanted);
  return found < 0 ? selection.add(node, null) : found;
}
