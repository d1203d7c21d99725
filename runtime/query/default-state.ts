import type { ModelMeta } from "../meta/meta.js";
import { initialState, type QueryState } from "./state.js";

const known = new WeakMap<ModelMeta, QueryState>();

type ManagerClass = new (state: QueryState) => { base?(): { readonly state: QueryState } };

/** Whether `objects` leaves rows out: its manager has a `base`. */
export function isNarrowed({ spec }: ModelMeta): boolean {
  return spec.manager !== undefined && "base" in (spec.manager as ManagerClass).prototype;
}

/** Where a manager begins: all rows, or what its `base` leaves, as if nothing had been said yet. */
export function managerState(manager: object, model: ModelMeta): QueryState {
  const start = initialState(model);
  const narrowed = new (manager as ManagerClass)(start).base?.().state;
  return narrowed ? { ...narrowed, start: narrowed.steps.length } : start;
}

/** Where `Book.objects` and every relation to many books begin. A `base` is asked once. */
export function defaultState(model: ModelMeta): QueryState {
  if (!isNarrowed(model)) return initialState(model);
  let state = known.get(model);
  if (!state) known.set(model, (state = managerState(model.spec.manager as object, model)));
  return state;
}
