import { int8, type Codec } from "../values/index.js";
import { refuseOtherConnections } from "./connections.js";
import { orderKey, type Node } from "./expression/node.js";
import { Param } from "./expression/param.js";
import { nodesOf, type QueryState, type Step } from "./state.js";

const rows: Codec<number> = int8({ as: "number" });

/** Names the shape of a queryset: two states with one key make one SQL. */
export function stateKey(state: QueryState): string {
  const { steps, ordering, shape, columns, lock } = state;
  let key = `${state.model.id}|`;
  for (const step of steps) key += `${stepKey(step)};`;
  if (state.groupBy) key += `|g:${state.groupBy === "model" ? "*" : JSON.stringify(state.groupBy)}`;
  key += ordering === null ? "|*" : "|";
  if (ordering) {
    key += orderKey(ordering);
  }
  key += `|${state.reversed ? "r" : ""}${state.low > 0 ? "o" : ""}${limitKey(state)}${state.distinct ? "d" : ""}`;
  if (state.related.length > 0) key += `|s:${state.related.join(",")}`;
  if (columns) key += `|${columns.mode}:${JSON.stringify(columns.names)}`;
  // What is loaded into the rows goes by columns that `only()` may not speak of.
  if (columns && state.prefetch.length > 0) key += `|p:${state.prefetch.map(({ path }) => path).join(",")}`;
  if (shape.kind !== "instances") key += `|v:${JSON.stringify(shape.names)}`;
  if (lock) key += `|${lock.strength}${lock.wait}${lock.of.join(",")}`;
  if (state.distinctOn.length > 0) key += `|on:${state.distinctOn.map((node) => node.key).join(",")}`;
  if (state.combined)
    key += `|${state.combined.operator}${state.combined.named ? "!" : ""}[${state.combined.states.map(stateKey).join("][")}]`;
  if (state.empty) key += "|none";
  return key;
}

function stepKey(step: Step): string {
  switch (step.kind) {
    case "filter":
      return `${step.negated ? "!" : ""}${step.condition.key}${step.sticky ? "&" : ""}`;
    case "annotate":
      return `${JSON.stringify(step.name)}${step.selected ? "=" : "~"}${step.node.key}`;
    case "reach":
      return `>${JSON.stringify(step.names)}`;
    case "merge":
      return `${step.connector}[${step.arms.map((arm) => arm.map(stepKey).join(";")).join("][")}]`;
  }
}

/**
 * What a statement over a queryset is known by, and its values.
 *
 * @param nodes what stands in the statement beside the queryset.
 * @throws InvalidQuery where a query inside asks for another connection.
 */
export function shapeOf(
  state: QueryState,
  nodes: readonly Node[] = [],
): { readonly key: string; readonly params: readonly Param[] } {
  refuseOtherConnections(state, nodes);
  return {
    key: [stateKey(state), ...nodes.map((node) => node.key)].join(";"),
    params: [...stateParams(state), ...nodes.flatMap((node) => node.params)],
  };
}

/** The values of a queryset in the order of its key: conditions, ordering, limit, offset. */
export function stateParams(state: QueryState): readonly Param[] {
  const params: Param[] = [];
  for (const node of nodesOf(state.steps)) params.push(...node.params);
  for (const node of state.distinctOn) params.push(...node.params);
  for (const arm of state.combined?.states ?? []) params.push(...stateParams(arm));
  for (const term of state.ordering ?? []) params.push(...term.node.params);
  params.push(...sliceParams(state));
  return params;
}

/** The limit and the offset where they are parameters: pages of one list share their SQL. */
export function sliceParams({ low, high }: QueryState): readonly Param[] {
  const limit = high === null || isWritten(high - low) ? [] : [rowCount(Math.max(0, high - low))];
  return low > 0 ? [...limit, rowCount(low)] : limit;
}

/** The limit where it is part of the SQL; null where it is a parameter or there is none. */
export function writtenLimit({ low, high }: QueryState): number | null {
  return high !== null && isWritten(high - low) ? high - low : null;
}

/**
 * PostgreSQL plans a statement anew at each call where a parameter hides how many rows are wanted. Counts as they stand in
 * code are written, and each makes a shape of its own; the others are too many for that.
 */
function isWritten(count: number): boolean {
  return count >= 0 && (count <= 100 || (count <= 1_000 && count % 50 === 0));
}

function limitKey(state: QueryState): string {
  return state.high === null ? "" : `l${String(writtenLimit(state) ?? "")}`;
}

const GENERATION = 10_000;
let young = new Map<number, Param>();
let old = new Map<number, Param>();

/** One parameter for one number: a state and its copies speak of the same object. */
function rowCount(value: number): Param {
  const known = young.get(value) ?? old.get(value);
  if (known) return known;
  if (young.size >= GENERATION) [young, old] = [new Map<number, Param>(), young];
  const made = new Param(rows, rows.encode(value));
  young.set(value, made);
  return made;
}
