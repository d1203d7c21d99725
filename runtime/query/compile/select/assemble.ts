import {
  FromNode,
  GroupByItemNode,
  GroupByNode,
  HavingNode,
  LimitNode,
  OffsetNode,
  OrderByItemNode,
  OrderByNode,
  WhereNode,
  type OperationNode,
  type SelectQueryNode,
} from "kysely";
import type { Node } from "../../expression/node.js";
import { sliceParams, writtenLimit } from "../../shape-key.js";
import type { QueryState } from "../../state.js";
import type { Builder } from "../builder.js";
import { fingerprint } from "../fingerprint.js";
import { keyword, parameter } from "../fragment.js";
import { fromOf } from "../tables/from.js";
import { groupItems } from "./grouping.js";
import { lockClause } from "./lock.js";
import { orderItems, type OrderItem } from "./ordering.js";
import { qualified } from "./qualified.js";
import { resolve } from "../resolve.js";
import { modifier, withSelections } from "./select-node.js";
import type { Selection } from "./selection.js";
import type { Filtered } from "../steps.js";

export function assemble(
  builder: Builder,
  state: QueryState,
  selection: Selection,
  filtered: Filtered,
): SelectQueryNode {
  if (filtered.parts.qualify.length > 0) return qualified(builder, state, selection, filtered);
  const all = state.distinct && state.distinctOn.length === 0;
  const order = orderItems(builder, state);
  const nodes = [...selection.nodes, ...(all ? orderOnly(order, selection) : [])];
  const distinct = distinctOf(builder, state);
  return {
    ...grouped(builder, state, selection, filtered, order, nodes),
    ...distinct,
    ...orderAndSlice(
      state,
      order.map(({ term }) => term),
    ),
    ...(state.lock && { endModifiers: [modifier(lockClause(state, state.lock, builder, selection))] }),
  };
}

/** SELECT, FROM, WHERE, GROUP BY and HAVING. */
export function grouped(
  builder: Builder,
  state: QueryState,
  selection: Selection,
  filtered: Filtered,
  order: readonly OrderItem[],
  nodes: readonly OperationNode[],
): SelectQueryNode {
  const group = groupItems(builder, state, selection, order);
  return {
    ...withSelections(bare(builder, filtered.parts.where), nodes),
    ...(group.length > 0 && {
      groupBy: GroupByNode.create(group.map((item) => GroupByItemNode.create(item))),
    }),
    ...(filtered.parts.having && { having: HavingNode.create(filtered.parts.having) }),
  };
}

/** ORDER BY, LIMIT and OFFSET. */
export function orderAndSlice(state: QueryState, terms: readonly OperationNode[]): Partial<SelectQueryNode> {
  const slice = sliceParams(state).map(parameter);
  const written = writtenLimit(state);
  const limit = state.high === null ? undefined : written === null ? slice[0] : keyword(String(written));
  const offset = state.low > 0 ? slice.at(-1) : undefined;
  return {
    ...(terms.length > 0 && {
      orderBy: OrderByNode.create(terms.map((term) => OrderByItemNode.create(term))),
    }),
    ...(limit && { limit: LimitNode.create(limit) }),
    ...(offset && { offset: OffsetNode.create(offset) }),
  };
}

function distinctOf(builder: Builder, state: QueryState): Partial<SelectQueryNode> {
  if (!state.distinct) return {};
  if (state.distinctOn.length === 0) return { frontModifiers: [modifier("distinct")] };
  return {
    distinctOn: state.distinctOn.map((node) => {
      const position = positionOf(builder, node);
      return position === null ? resolve(builder, node, null).node : keyword(String(position + 1));
    }),
  };
}

/** An annotation that is selected is named by its place, as ORDER BY names it. */
export function positionOf(builder: Builder, node: Node): number | null {
  return (node.kind === "path" ? builder.annotations.get(node.names[0] ?? "")?.position : null) ?? null;
}

/** SELECT DISTINCT orders by what it selects: the rest of the ordering is selected too. */
function orderOnly(order: readonly OrderItem[], selection: Selection): OperationNode[] {
  const selected = new Set(selection.nodes.map(fingerprint));
  return order.map(({ node }) => node).filter((node) => !selected.has(fingerprint(node)));
}

/** FROM and WHERE. */
export function bare(builder: Builder, where: OperationNode | null): SelectQueryNode {
  return {
    kind: "SelectQueryNode",
    from: FromNode.create([fromOf(builder)]),
    ...(where && { where: WhereNode.create(where) }),
  };
}
