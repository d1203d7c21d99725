import type { Operation } from "../../executor/run/operation.js";
import { InvalidQuery } from "../../errors/index.js";
import type { ColumnMeta } from "../../meta/column.js";
import { orderBy } from "../../query/chain/order.js";
import { pathNode } from "../../query/expression/node.js";
import type { QuerySet } from "../../query/queryset.js";
import { isSliced, type OrderTerm, type QueryState } from "../../query/state.js";
import { fetch } from "./fetch.js";
import { doesNotExist } from "./get.js";

/** The first row in the queryset's order, by primary key where it has none; null where there is no row. */
export function* first<T>(queryset: QuerySet): Operation<T | null> {
  const state = ordered(queryset.state);
  const high = state.high === null ? state.low + 1 : Math.min(state.high, state.low + 1);
  const [row] = yield* fetch({ ...state, high });
  return (row as T | undefined) ?? null;
}

/** The last row in the queryset's order. */
export function* last<T>(queryset: QuerySet): Operation<T | null> {
  if (isSliced(queryset.state)) {
    throw new InvalidQuery(
      `${queryset.state.model.name}: last() cannot reverse a queryset after limit() or offset()`,
    );
  }
  const state = ordered(queryset.state);
  if (state.model.primaryKey.length === 0 && state.ordering?.length === 0)
    throw new InvalidQuery(`${state.model.name} has no primary key: last() takes an order, add orderBy()`);
  const [row] = yield* fetch({ ...state, reversed: !state.reversed, high: 1 });
  return (row as T | undefined) ?? null;
}

/** The first row by these fields; throws `DoesNotExist` where there is none. */
export function* earliest<T>(queryset: QuerySet, names: readonly unknown[]): Operation<T> {
  if (names.length === 0) {
    throw new InvalidQuery(
      `${queryset.state.model.name}: earliest() and latest() take the fields to order by`,
    );
  }
  const found = yield* first<T>(orderBy(queryset, names));
  if (found === null) throw doesNotExist(queryset.state.model);
  return found;
}

/** The last row by these fields; throws `DoesNotExist` where there is none. */
export function* latest<T>(queryset: QuerySet, names: readonly unknown[]): Operation<T> {
  if (names.length === 0) {
    throw new InvalidQuery(
      `${queryset.state.model.name}: earliest() and latest() take the fields to order by`,
    );
  }
  const found = yield* last<T>(orderBy(queryset, names));
  if (found === null) throw doesNotExist(queryset.state.model);
  return found;
}

function namesKey({ groupBy, model }: QueryState, key: ColumnMeta): boolean {
  return (
    Array.isArray(groupBy) &&
    groupBy.some((name: string) =>
      name === "pk" ? model.primaryKey.includes(key) : model.column(name) === key,
    )
  );
}

function ordered(state: QueryState): QueryState {
  // The model's own ordering says nothing about groups.
  const terms = state.ordering ?? (state.groupBy === null ? state.model.ordering : []);
  if (terms.length > 0) return state;
  const keys = state.model.primaryKey;
  if (Array.isArray(state.groupBy) && !keys.every((key) => namesKey(state, key))) {
    throw new InvalidQuery(
      `${state.model.name}: first() and last() of groups take an order: ordering them by the key would group by it, add orderBy()`,
    );
  }
  const ordering: OrderTerm[] = keys.map((column) => ({
    node: pathNode([column.name], column.codec, state.model),
    descending: false,
    nulls: null,
  }));
  return { ...state, ordering };
}
