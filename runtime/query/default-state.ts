import type { ModelMeta } from "../meta/meta.js";
import { initialState, type QueryState } from "./state.js";

const known = new WeakMap<ModelMeta, QueryState>();

/** Where a manager begins: what its `base` leaves, as if nothing had been said yet. */
export function startState(state: QueryState): QueryState {
  return { ...state, start: state.steps.length };
}

/** Where `Book.objects` and every relation to many books begin: all rows, or what the manager's `base` leaves of them. */
export function defaultState(model: ModelMeta): QueryState {
  const { base } = model.spec;
  if (!base) return initialState(model);
  let state = known.get(model);
  if (!state) known.set(model, (state = startState(base() as QueryState)));
  return state;
}
