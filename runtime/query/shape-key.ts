import { int8, type Codec } from "../values/index.js";
import type { Param } from "./expression/node.js";
import type { QueryState } from "./state.js";

const rows: Codec<number> = int8({ as: "number" });

/** Names the shape of a queryset: two states with one key make one SQL. */
export function stateKey(state: QueryState): string {
  const { steps, ordering, shape, columns, lock } = state;
  let key = `${state.model.name}|`;
  for (const step of steps) key += `${step.negated ? "!" : ""}${step.condition.key};`;
  key += ordering === null ? "|*" : "|";
  if (ordering) {
    for (const term of ordering) key += `${term.node.key}${term.descending ? "-" : "+"}${term.nulls ?? ""},`;
  }
  key += `|${state.reversed ? "r" : ""}${state.low > 0 ? "o" : ""}${state.high === null ? "" : "l"}${state.distinct ? "d" : ""}`;
  if (state.related.length > 0) key += `|s:${state.related.join(",")}`;
  if (columns) key += `|${columns.mode}:${columns.names.join(",")}`;
  if (shape.kind !== "instances") key += `|v:${shape.names.join(",")}`;
  if (lock) key += `|${lock.strength}${lock.wait}`;
  if (state.empty) key += "|none";
  return key;
}

/** The values of a queryset in the order of its key: conditions, ordering, limit, offset. */
export function stateParams(state: QueryState): readonly Param[] {
  const params: Param[] = [];
  for (const step of state.steps) params.push(...step.condition.params);
  for (const term of state.ordering ?? []) params.push(...term.node.params);
  params.push(...sliceParams(state));
  return params;
}

const slices = new WeakMap<QueryState, readonly Param[]>();

/** The limit and the offset, as parameters: pages of one list share their SQL. */
export function sliceParams(state: QueryState): readonly Param[] {
  if (state.low === 0 && state.high === null) return [];
  let made = slices.get(state);
  if (!made) {
    const values = [
      ...(state.high === null ? [] : [Math.max(0, state.high - state.low)]),
      ...(state.low > 0 ? [state.low] : []),
    ];
    made = values.map((value) => ({ codec: rows, text: rows.encode(value) }));
    slices.set(state, made);
  }
  return made;
}
