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
  type SelectionNode,
  type SelectQueryNode,
} from "kysely";
import { InvalidLookup } from "../../errors/index.js";
import type { Codec } from "../../values/index.js";
import { int4, int8 } from "../../values/index.js";
import { sliceParams } from "../shape-key.js";
import type { Node } from "../expression/node.js";
import { containsWindow } from "../expression/contains.js";
import { annotationsOf, isSliced, type QueryState } from "../state.js";
import { Builder } from "./builder.js";
import { fingerprint } from "./fingerprint.js";
import { fragment, keyword, parameter } from "./fragment.js";
import { groupItems } from "./grouping.js";
import { lockClause } from "./lock.js";
import { orderItems, type OrderItem } from "./ordering.js";
import type { InstancePlan } from "./plan.js";
import { Selection, selectAnnotations, selectGroups, selectInstances, selectNames } from "./selection.js";
import { selectCombined } from "./combined.js";
import { qualified } from "./qualified.js";
import { resolve } from "./resolve.js";
import { applySteps, type Filtered } from "./steps.js";
import { fromOf } from "./from.js";

export interface Select {
  readonly node: SelectQueryNode;
  readonly codecs: readonly (Codec | null)[];
  readonly plan: InstancePlan | null;
}

const rowCount = int8({ as: "number" });

/** The rows of a queryset, as it says. */
export function selectRows(state: QueryState): Select {
  if (state.combined) return selectCombined(state, state.combined);
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, state);
  const selection = new Selection();
  const plan = selectRow(builder, selection, state);
  const codecs = [...selection.codecs];
  return { node: assemble(builder, state, selection, filtered), codecs, plan };
}

/** Selects what a row gives: the names of `values()`, or an instance with its annotations. */
export function selectRow(builder: Builder, selection: Selection, state: QueryState): InstancePlan | null {
  if (state.shape.kind !== "instances") {
    selectNames(builder, selection, state.shape.names);
    return null;
  }
  const plan = selectInstances(builder, selection, state);
  return { ...plan, annotations: selectAnnotations(builder, selection) };
}

/** `select count(*)`: around the rows where they are grouped, sliced or distinct. */
export function selectCount(state: QueryState): Select {
  const plain: QueryState = {
    ...state,
    related: [],
    lock: null,
    ordering: isSliced(state) ? state.ordering : [],
  };
  const count = fragment`count(*)`;
  if (isSliced(state) || state.distinct || state.groupBy !== null || state.combined || asksWindows(state)) {
    return {
      node: withSelections(fromRows(selectRows(plain).node), [count]),
      codecs: [rowCount],
      plan: null,
    };
  }
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, plain);
  return { node: withSelections(bare(builder, filtered), [count]), codecs: [rowCount], plan: null };
}

/** `select 1 … limit 1`. */
export function selectExists(state: QueryState): Select {
  const sliced = isSliced(state);
  const plain: QueryState = {
    ...state,
    // The order decides how many rows there are where it is grouped by, or told apart by.
    ordering: sliced && state.distinctOn.length === 0 ? state.ordering : [],
    related: [],
    lock: null,
    distinct: state.distinct && sliced,
  };
  if (state.combined) {
    const node = {
      ...withSelections(fromRows(selectRows({ ...plain, low: 0, high: null }).node), [keyword("1")]),
      ...orderAndSlice(state, []),
    };
    return { node, codecs: [int4], plan: null };
  }
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, plain);
  const selection = selectOne(builder, state);
  return { node: assemble(builder, plain, selection, filtered), codecs: selection.codecs, plan: null };
}

/** `select 1`; and what a query has named, where its groups are by it. */
function selectOne(builder: Builder, state: QueryState): Selection {
  const selection = new Selection();
  selection.add(keyword("1"), int4);
  if (state.groupBy !== null) selectGroups(builder, selection, state);
  return selection;
}

/** The rows of a queryset inside another query. */
export function subselect(
  state: QueryState,
  parent: Builder,
  form: "scalar" | "exists" | "rows",
): SelectQueryNode {
  if (state.combined) return selectRows(state.shape.kind === "instances" ? withKeys(state) : state).node;
  const builder = new Builder(state.model, parent.timeZone, parent);
  const ordering = isSliced(state) ? state.ordering : [];
  const filtered = applySteps(builder, state);
  const selection = form === "exists" ? selectOne(builder, state) : new Selection();
  if (form !== "exists") {
    const { shape, model } = state;
    selectNames(builder, selection, shape.kind === "instances" ? [model.key.name] : shape.names);
  }
  if (form !== "exists" && selection.nodes.length !== 1) {
    throw new InvalidLookup(`A queryset inside a condition must give one column: add .values("name")`);
  }
  return assemble(builder, { ...state, ordering, lock: null }, selection, filtered);
}

/** Instances stand for their keys. */
function withKeys(state: QueryState): QueryState {
  const shape = { kind: "tuples", names: [state.model.key.name], flat: true } as const;
  const states = state.combined?.states.map((arm) => ({ ...arm, shape })) ?? [];
  return { ...state, shape, combined: state.combined && { ...state.combined, states } };
}

/** The keys of a queryset's rows, as a subquery of an UPDATE or DELETE. */
export function selectKeys(state: QueryState): SelectQueryNode {
  const { model } = state;
  const builder = new Builder(model, model.spec.client.timeZone, new Builder(model, "UTC"));
  const filtered = applySteps(builder, state);
  const selection = new Selection();
  selectNames(
    builder,
    selection,
    model.primaryKey.map((key) => key.name),
  );
  const ordering = isSliced(state) ? state.ordering : [];
  return assemble(builder, { ...state, ordering, related: [], lock: null }, selection, filtered);
}

/** Whether a filter asks of a window: such rows are known only when the query is done. */
export function asksWindows(state: QueryState): boolean {
  const annotations = annotationsOf(state);
  return state.steps.some((step) => step.kind === "filter" && containsWindow(step.condition, annotations));
}

export function assemble(
  builder: Builder,
  state: QueryState,
  selection: Selection,
  filtered: Filtered,
): SelectQueryNode {
  if (filtered.qualify.length > 0) return qualified(builder, state, selection, filtered);
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
    ...(state.lock && { endModifiers: [modifier(lockClause(state.lock, builder, selection))] }),
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
    ...withSelections(bare(builder, filtered), nodes),
    ...(group.length > 0 && {
      groupBy: GroupByNode.create(group.map((item) => GroupByItemNode.create(item))),
    }),
    ...(filtered.having && { having: HavingNode.create(filtered.having) }),
  };
}

/** ORDER BY, LIMIT and OFFSET. */
export function orderAndSlice(state: QueryState, terms: readonly OperationNode[]): Partial<SelectQueryNode> {
  const slice = sliceParams(state).map(parameter);
  const limit = state.high === null ? undefined : slice[0];
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
    distinctOn: state.distinctOn.map((node) => placeOf(builder, node) ?? resolve(builder, node, null).node),
  };
}

/** An annotation that is selected is named by its place, as ORDER BY names it. */
function placeOf(builder: Builder, node: Node): OperationNode | null {
  const position = node.kind === "path" ? builder.annotations.get(node.names[0] ?? "")?.position : null;
  return position == null ? null : keyword(String(position + 1));
}

/** SELECT DISTINCT orders by what it selects: the rest of the ordering is selected too. */
function orderOnly(order: readonly OrderItem[], selection: Selection): OperationNode[] {
  const selected = new Set(selection.nodes.map(fingerprint));
  return order.map(({ node }) => node).filter((node) => !selected.has(fingerprint(node)));
}

/** FROM and WHERE. */
export function bare(builder: Builder, { where }: Pick<Filtered, "where">): SelectQueryNode {
  return {
    kind: "SelectQueryNode",
    from: FromNode.create([fromOf(builder)]),
    ...(where && { where: WhereNode.create(where) }),
  };
}

/** The rows of a query as the table of another; columns of joined tables may share names, so they are numbered. */
export function fromRows(node: SelectQueryNode): SelectQueryNode {
  const selections = (node.selections ?? []).map((each, position) =>
    selectionOf(fragment`${each.selection} as ${keyword(`"c${String(position)}"`)}`),
  );
  const inner: SelectQueryNode = { ...node, selections };
  const rows = fragment`${inner} as ${keyword('"rows"')}`;
  return { kind: "SelectQueryNode", from: FromNode.create([rows]) };
}

export function withSelections(node: SelectQueryNode, nodes: readonly OperationNode[]): SelectQueryNode {
  return { ...node, selections: nodes.map(selectionOf) };
}

function modifier(sql: string) {
  return { kind: "SelectModifierNode", rawModifier: keyword(sql) } as const;
}

/** Kysely's type of a selection names fewer kinds of node than its compiler prints. */
function selectionOf(node: OperationNode): SelectionNode {
  return { kind: "SelectionNode", selection: node as SelectionNode["selection"] };
}
