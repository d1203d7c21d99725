/** Items in an array, a set, or whatever else is gone through once, a generator for one; a queryset is none of them. */
export type Listed<T> = readonly T[] | ReadonlySet<T> | (Iterable<T> & { next(): unknown });
