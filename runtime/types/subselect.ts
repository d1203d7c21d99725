import type { brand } from "./brand.js";
import type { ModelType } from "./model-type.js";

/** A queryset used inside another query: `{ author__in: Author.objects.filter({ … }) }`. `T` is what its rows compare as. */
export interface Subselect<T = unknown> {
  readonly [brand]: "queryset";
  /** Phantom: the value that a row stands for. */
  readonly row?: T;
}

/** A queryset of the same model, whatever its rows are. */
export interface SameModel<M extends ModelType> extends Subselect {
  readonly "~model"?: M["name"];
}
