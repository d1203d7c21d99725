import type { brand } from "./brand.js";

/** A queryset used inside another query: `{ author__in: Author.objects.filter({ … }) }`. `T` is what its rows compare as. */
export interface Subselect<T = unknown> {
  readonly [brand]: "queryset";
  /** Phantom: the value that a row stands for. */
  readonly row?: T;
}
