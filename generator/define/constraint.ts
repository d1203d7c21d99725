declare const brand: unique symbol;

/** What `unique(…)`, `check(…)` and `exclude(…)` make. */
export interface Constraint {
  readonly [brand]: true;
}
