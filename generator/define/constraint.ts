declare const brand: unique symbol;

/** What `unique(…)` and `check(…)` make. */
export interface Constraint {
  readonly [brand]: true;
}
