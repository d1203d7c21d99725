import type {
  SelectionNode} from "kysely";
import {
  FromNode,
  LimitNode,
  OffsetNode,
  OrderByNode,
  OrderByItemNode,
  SelectQueryNode,
  WhereNode,
  type OperationNode,
} from "kysely";
import { InvalidLookup } from "../../errors/index.js";
import type { Codec } from "../../values/index.js";
import { int4, int8 } from "../../values/index.js";
import { pathNode } from "../expression/node.js";
import { resolvePath } from "../path.js";
import { sliceParams } from "../shape-key.js";
import { isSliced, type Lock, type QueryState } from "../state.js";
import { Builder } from "./builder.js";
import { fragment, joined, keyword, parameter, parenthesised } from "./fragment.js";
import { orderItems, type OrderItem } from "./ordering.js";
import type { InstancePlan } from "./plan.js";
import { resolve } from "./resolve.js";
import { Selection, selectInstances } from "./selection.js";
import { fromOf, whereOf } from "./where.js";

export interface Select {
  readonly node: SelectQueryNode;
  readonly codecs: readonly Codec[];
  readonly plan: InstancePlan | null;
}

/** The rows of a queryset, as it says. */
export function selectRows(state: QueryState): Select {
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const where = conditions(builder, state);
  const selection = new Selection();
  const plan = state.shape.kind === "instances" ? selectInstances(builder, selection, state) : null;
  if (state.shape.kind !== "instances") selectNames(builder, selection, state.shape.names);
  const { codecs } = selection;
  const width = codecs.length;
  return { node: assemble(builder, state, selection, where), codecs: codecs.slice(0, width), plan };
}

/** `SELECT COUNT(*)`: around the rows where they are sliced or distinct. */
export function selectCount(state: QueryState): Select {
  const count = fragment`count(*)`;
  const codecs = [int8({ as: "number" })];
  const plain = { ...state, ordering: [], related: [], lock: null };
  if (isSliced(state) || state.distinct) {
    const { node } = selectRows({ ...plain, ordering: isSliced(state) ? state.ordering : [] });
    // Columns of joined tables may share names, which a subquery does not allow.
    const named = { ...node, selections: numbered(node.selections ?? []) };
    const outer = SelectQueryNode.createFrom([fragment`${parenthesised(named)} as ${keyword('"rows"')}`]);
    return { node: withSelections(outer, [count]), codecs, plan: null };
  }
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const where = conditions(builder, plain);
  return { node: withSelections(bare(builder, where), [count]), codecs, plan: null };
}

/** `SELECT 1 … LIMIT 1`. */
export function selectExists(state: QueryState): Select {
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const plain = {
    ...state,
    ordering: isSliced(state) ? state.ordering : [],
    related: [],
    lock: null,
    distinct: state.distinct && isSliced(state),
  };
  const where = conditions(builder, plain);
  const selection = new Selection();
  selection.add(keyword("1"), int4);
  return { node: assemble(builder, plain, selection, where), codecs: [int4], plan: null };
}

/** The rows of a queryset inside another query. */
export function subselect(
  state: QueryState,
  parent: Builder,
  form: "scalar" | "exists" | "rows",
): SelectQueryNode {
  const builder = new Builder(state.model, parent.timeZone, parent);
  const ordering = isSliced(state) ? state.ordering : [];
  const where = conditions(builder, state);
  const selection = new Selection();
  if (form === "exists") selection.add(keyword("1"), int4);
  else if (state.shape.kind === "instances") {
    selectNames(builder, selection, [state.model.key.name]);
  } else selectNames(builder, selection, state.shape.names);
  if (form !== "exists" && selection.nodes.length !== 1) {
    throw new InvalidLookup(`A queryset inside a condition must give one column: add .values("name")`);
  }
  return assemble(builder, { ...state, ordering, lock: null }, selection, where);
}

/** The keys of a queryset's rows, as a subquery of an UPDATE or DELETE. */
export function selectKeys(state: QueryState): SelectQueryNode {
  const builder = new Builder(state.model, state.model.spec.client.timeZone, new Builder(state.model, "UTC"));
  const where = conditions(builder, state);
  const selection = new Selection();
  for (const key of state.model.primaryKey) selectNames(builder, selection, [key.name]);
  const ordering = isSliced(state) ? state.ordering : [];
  return assemble(builder, { ...state, ordering, related: [], lock: null }, selection, where);
}

export function conditions(builder: Builder, state: QueryState): OperationNode | null {
  const parts = state.steps.flatMap((step) => whereOf(builder, step) ?? []);
  if (state.empty) parts.push(keyword("false"));
  const [only] = parts;
  if (!only) return null;
  return parts.length === 1 ? only : joined(parts, " and ");
}

function selectNames(builder: Builder, selection: Selection, names: readonly string[]): void {
  for (const name of names) {
    const path = name.split("__");
    const { column, rest } = resolvePath(builder.model, path);
    if (rest.length > 0) throw new InvalidLookup(`${builder.model.name} has no field '${name}'`);
    const { node } = resolve(builder, pathNode(path, column.codec), null);
    selection.add(node, column.codec);
  }
}

function assemble(
  builder: Builder,
  state: QueryState,
  selection: Selection,
  where: OperationNode | null,
): SelectQueryNode {
  const order = orderItems(builder, state);
  const nodes = [...selection.nodes, ...(state.distinct ? orderOnly(order, selection) : [])];
  const slice = sliceParams(state).map(parameter);
  const limit = state.high === null ? undefined : slice[0];
  const offset = state.low > 0 ? slice.at(-1) : undefined;
  return {
    ...withSelections(bare(builder, where), nodes),
    ...(state.distinct && { frontModifiers: [modifier("distinct")] }),
    ...(order.length > 0 && {
      orderBy: OrderByNode.create(order.map(({ term }) => OrderByItemNode.create(term))),
    }),
    ...(limit && { limit: LimitNode.create(limit) }),
    ...(offset && { offset: OffsetNode.create(offset) }),
    ...(state.lock && { endModifiers: [modifier(lockClause(state.lock, builder))] }),
  };
}

/** SELECT DISTINCT orders by what it selects: the rest of the ordering is selected too. */
function orderOnly(order: readonly OrderItem[], selection: Selection): OperationNode[] {
  const selected = new Set(selection.nodes.map((node) => JSON.stringify(node)));
  return order.map(({ node }) => node).filter((node) => !selected.has(JSON.stringify(node)));
}

function bare(builder: Builder, where: OperationNode | null): SelectQueryNode {
  return {
    kind: "SelectQueryNode",
    from: FromNode.create([fromOf(builder)]),
    ...(where && { where: WhereNode.create(where) }),
  };
}

function withSelections(node: SelectQueryNode, nodes: readonly OperationNode[]): SelectQueryNode {
  return { ...node, selections: nodes.map(selectionOf) };
}

function numbered(selections: readonly SelectionNode[]): SelectionNode[] {
  return selections.map((each, position) =>
    selectionOf(fragment`${each.selection} as ${keyword(`"c${String(position)}"`)}`),
  );
}

function modifier(sql: string) {
  return { kind: "SelectModifierNode", rawModifier: keyword(sql) } as const;
}

const strengths = {
  update: "update",
  noKeyUpdate: "no key update",
  share: "share",
  keyShare: "key share",
} as const;
const waits = { wait: "", skipLocked: " skip locked", noWait: " nowait" } as const;

/** Locks the queryset's own rows: PostgreSQL refuses to lock the far side of an outer join. */
function lockClause(lock: Lock, builder: Builder): string {
  return `for ${strengths[lock.strength]} of "${builder.tables.base.replaceAll('"', '""')}"${waits[lock.wait]}`;
}

/** Kysely's type of a selection names fewer kinds of node than its compiler prints. */
function selectionOf(node: OperationNode): SelectionNode {
  return { kind: "SelectionNode", selection: node as SelectionNode["selection"] };
}
