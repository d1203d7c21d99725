import type { ModelMeta } from "../meta/meta.js";
import { initialState, type QueryState } from "./state.js";

const known = new WeakMap<ModelMeta, QueryState>();

type ManagerClass = new (state: QueryState) => { base?(): { readonly state: QueryState } };

function narrows(manager: ManagerClass): boolean {
  return "base" in manager.prototype;
}

/** Whether `objects` leaves rows out: its manager has a `base`. */
export function isNarrowed({ spec }: ModelMeta): boolean {
  return spec.manager !== undefined && narrows(spec.manager as ManagerClass);
}

/** Where a manager begins: what its `base` leaves, as if nothing had been said yet. */
function narrowedState(manager: ManagerClass, model: ModelMeta): QueryState {
  const state = new manager(initialState(model)).base?.().state ?? initialState(model);
  return { ...state, start: state.steps.length };
}

/** Where a manager beside `objects` begins. */
export function managerState(manager: object, model: ModelMeta): QueryState {
  const own = manager as ManagerClass;
  return narrows(own) ? narrowedState(own, model) : initialState(model);
}

/** Where `Book.objects` and every relation to many books begin: all rows, or what the manager's `base` leaves of them. */
export function defaultState(model: ModelMeta): QueryState {
  const manager = model.spec.manager as ManagerClass | undefined;
  if (!manager || !isNarrowed(model)) return initialState(model);
  let state = known.get(model);
  if (!state) known.set(model, (state = narrowedState(manager, model)));
  return state;
}
