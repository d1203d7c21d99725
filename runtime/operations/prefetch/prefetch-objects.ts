import { runAsync, runSync } from "../../executor/index.js";
import { prefetchesOf } from "../../query/chain/related.js";
import { prefetchRelatedObjects as operation } from "./prefetch.js";

/**
 * Loads relations into instances that are there already, one query a relation.
 *
 * ```ts
 * await prefetchRelatedObjects(authors, "books__tags");
 * ```
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#prefetch-related-objects
 */
export function prefetchRelatedObjects(
  instances: readonly object[],
  ...paths: readonly unknown[]
): Promise<void> {
  return runAsync(operation(instances, prefetchesOf(paths)));
}

/** The twin of `prefetchRelatedObjects`: blocks. */
export function prefetchRelatedObjectsSync(instances: readonly object[], ...paths: readonly unknown[]): void {
  runSync(operation(instances, prefetchesOf(paths)));
}
