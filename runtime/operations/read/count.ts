import { InvalidQuery, InvalidValue, withArticle } from "../../errors/index.js";
import { query, type Operation } from "../../executor/run/operation.js";
import { isInstance, keyOf, metaOf } from "../../meta/instance-identity.js";
import { filter } from "../../query/chain/filter.js";
import { selectCount, selectExists } from "../../query/compile/select/counts.js";
import { statementOf } from "../../query/compile/statement.js";
import type { QuerySet } from "../../query/queryset.js";
import { shapeOf } from "../../query/shape-key.js";
import { isSliced, type QueryState } from "../../query/state.js";
import { asksNothing, cachedRows } from "./fetch.js";
import { refuseKeyless } from "../keyless.js";

/** How many rows the queryset has. */
export function* count(queryset: QuerySet): Operation<number> {
  const cached = cachedRows(queryset.state);
  if (cached) return cached.length;
  const state = unordered(queryset.state);
  if (asksNothing(state)) return 0;
  const { key, params } = shapeOf(state);
  const { statement } = statementOf(`count|${key}`, params, () => {
    const { node, codecs } = selectCount(state);
    return { node, codecs, extra: null };
  });
  const { rows } = yield* query(statement, state.using);
  return rows[0]?.[0] as number;
}

/** Whether the queryset has any row. */
export function* exists(queryset: QuerySet): Operation<boolean> {
  const cached = cachedRows(queryset.state);
  if (cached) return cached.length > 0;
  const state = unordered(queryset.state);
  const high = state.high === null ? state.low + 1 : Math.min(state.high, state.low + 1);
  const one = { ...state, high };
  if (asksNothing(one)) return false;
  const { key, params } = shapeOf(one);
  const { statement } = statementOf(`exists|${key}`, params, () => {
    const { node, codecs } = selectExists(one);
    return { node, codecs, extra: null };
  });
  return (yield* query(statement, one.using)).rows.length > 0;
}

/** Whether an instance is among the queryset's rows. */
export function* contains(queryset: QuerySet, instance: unknown): Operation<boolean> {
  const { model, shape } = queryset.state;
  if (shape.kind !== "instances") throw new InvalidQuery(`${model.name}: contains() cannot follow values()`);
  if (!isInstance(instance)) throw new InvalidValue(`contains() takes ${withArticle(model.name)}`);
  if (metaOf(instance) !== model) return false;
  refuseKeyless(instance, "contains");
  const key = keyOf(instance);
  if (key === undefined)
    throw new InvalidValue(`contains() takes a saved ${model.name}: this one has no key yet`);
  const keys = model.primaryKey.length === 1 ? [key] : (key as unknown[]);
  const where = Object.fromEntries(model.primaryKey.map((column, at) => [column.name, keys[at]]));
  return yield* exists(filter(queryset, [where]));
}

/** The order matters only to a slice. */
function unordered(state: QueryState): QueryState {
  return isSliced(state)
    ? state
    : { ...state, ordering: [], related: [], columns: null, known: null, prefetch: [] };
}
