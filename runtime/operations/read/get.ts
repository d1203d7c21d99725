import { DoesNotExist, MultipleObjectsReturned } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import type { ModelMeta } from "../../meta/meta.js";
import { conditionsOf } from "../../query/chain/conditions.js";
import { fixedKey } from "../../query/fixed-key.js";
import type { QuerySet } from "../../query/queryset.js";
import { orderDecides, type QueryState } from "../../query/state.js";
import { fetch } from "./fetch.js";
import { filter } from "../../query/chain/filter.js";

/** Enough to tell one from many, as in Django. */
const MANY = 21;

/** The one row that meets the conditions. */
export function* get<T>(queryset: QuerySet, conditions: readonly unknown[]): Operation<T> {
  const state = getState(queryset, conditions);
  const found = yield* fetch(state);
  if (found.length === 1) return found[0] as T;
  throw found.length === 0 ? doesNotExist(state.model) : tooMany(state.model, found.length);
}

function getState(queryset: QuerySet, conditions: readonly unknown[]): QueryState {
  const { state } = conditions.length === 0 ? queryset : narrowed(queryset, conditions);
  if (state.high !== null) return state;
  const ordering = orderDecides(state) ? state.ordering : [];
  // There is one row at most, and PostgreSQL plans a limit for nothing.
  return fixedKey(state) === null ? { ...state, ordering, high: state.low + MANY } : { ...state, ordering };
}

function narrowed(queryset: QuerySet, conditions: readonly unknown[]): QuerySet {
  return conditionsOf(queryset.state, conditions) === null ? queryset : filter(queryset, conditions);
}

/** The model's own subclass: `catch (e) { if (e instanceof Book.DoesNotExist) … }`. */
export function doesNotExist(model: ModelMeta, what?: string): DoesNotExist {
  const own = model.construct as unknown as { readonly DoesNotExist?: typeof DoesNotExist };
  return new (own.DoesNotExist ?? DoesNotExist)(
    what === undefined ? `No ${model.name} matches the conditions` : `${model.name}: ${what}`,
  );
}

function tooMany(model: ModelMeta, found: number): MultipleObjectsReturned {
  const own = model.construct as unknown as {
    readonly MultipleObjectsReturned?: typeof MultipleObjectsReturned;
  };
  const rows = found >= MANY ? `more than ${String(MANY - 1)}` : String(found);
  return new (own.MultipleObjectsReturned ?? MultipleObjectsReturned)(
    `${rows} rows of ${model.name} match the conditions of get(): narrow them, or use filter()`,
  );
}
