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

  /** The class of what this one's methods return: a manager's methods return a queryset. */
  protected get queryset(): new (state: QueryState) => QuerySet {
    return this.constructor as new (state: QueryState) => QuerySet;
  }

  static derive(from: QuerySet, change: Partial<QueryState>): QuerySet {
    return new from.queryset({ ...from.state, cached: null, ...change });
  }
}
