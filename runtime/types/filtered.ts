import type { filtered } from "./brand.js";
import type { Expression } from "./expression.js";
import type { ModelType, RelationName, Target } from "./model-type.js";

/** What `filteredRelation()` gives: `annotate()` and `alias()` give it a name. */
export interface FilteredRelation<P extends string> extends Expression<FilteredBy<P>> {
  readonly [filtered]: P;
}

/** What a queryset knows a filtered relation by: the path that it follows. */
export interface FilteredBy<P extends string> {
  readonly [filtered]: P;
}

/** The message that names what is wrong with the path of a filtered relation, or never. */
export type FilteredProblem<M extends ModelType, P extends string> = string extends P
  ? never
  : P extends RelationName<M>
    ? never
    : P extends `${infer Head}__${infer Tail}`
      ? Head extends RelationName<M>
        ? FilteredProblem<Target<M, Head>, Tail>
        : `${M["name"]} has no relation '${Head}'`
      : `${M["name"]} has no relation '${P}'`;

/** The path that a name of a queryset's own stands for: `open__title` for `books__title`; never for other names. */
export type Unfiltered<A, P extends string> = P extends keyof A
  ? A[P] extends FilteredBy<infer Path>
    ? Path
    : never
  : P extends `${infer Head}__${infer Tail}`
    ? Head extends keyof A
      ? A[Head] extends FilteredBy<infer Path>
        ? `${Path}__${Tail}`
        : never
      : never
    : never;
