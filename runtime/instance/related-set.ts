import type { QuerySet } from "../query/queryset.js";
import type { QueryState } from "../query/state.js";
import type { Instance } from "../meta/instance-identity.js";
import type { RelationMeta } from "../meta/relation.js";

/** Where a related manager stands: `author.books` comes from an author, by the relation `books`. */
export interface Origin {
  readonly instance: Instance;
  readonly relation: RelationMeta;
  /** The manager that shows the rows, where it is another than `objects`. */
  readonly manager?: string;
}

/** A queryset that is reached from an instance, and so can relate rows to it. */
export interface RelatedSet extends QuerySet {
  readonly state: QueryState;
  readonly origin: Origin;
}
