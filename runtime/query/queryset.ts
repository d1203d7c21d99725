import type { brand } from "../types/brand.js";
import type { QueryState } from "./state.js";

const lazy: unique symbol = Symbol.for("ormgen.lazy");

/**
 * What every generated queryset extends: an immutable description of rows. It runs nothing by itself and is not
 * thenable, so that returning one from an async function runs nothing either.
 */
export class QuerySet {
  declare readonly [brand]: "queryset";
  readonly state: QueryState;
  /** Tells a transaction that this is a description of rows, not their result. */
  declare readonly [lazy]: true;

  static {
    Object.defineProperty(this.prototype, lazy, { value: true });
  }

  constructor(state: QueryState) {
    this.state = state;
  }

  /** A manager's methods, and a related manager's, give a queryset of the model. */
  static derive({ state }: QuerySet, change: Partial<QueryState>): QuerySet {
    return querysetOf({ ...state, cached: null, ...change });
  }
}

/** A queryset of the model's own class. */
export function querysetOf(state: QueryState): QuerySet {
  const own = state.model.spec.queryset as (new (state: QueryState) => QuerySet) | undefined;
  return own ? new own(state) : new QuerySet(state);
}
