/**
 * An argument where nothing is wrong with it, else what is. `P` is inferred from the argument alone: a compiler that
 * looked for `P` in the problem as well would resolve it for every model and path there is.
 */
export type Verdict<P, Problem> = [Problem] extends [never] ? P : NoInfer<Problem>;
