import { InvalidQuery } from "../../errors/index.js";
import { traits, type Operation } from "../../executor/run/operation.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { Prefetch, QueryState } from "../../query/state.js";

/**
 * Refuses rows to be locked where nothing holds the locks: those of the queryset, and of what it prefetches.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#select-for-update
 */
export function* refuseUnheldLocks(state: QueryState): Operation<void> {
  yield* refuse(lockedBy(state), state.using);
}

/** Asked of every fetch: most have nothing to look into. */
export function mayLock({ lock, combined, prefetch }: QueryState): boolean {
  return lock !== null || combined !== null || prefetch.length > 0;
}

/** The same of what is prefetched into instances that are there already. */
export function* refuseUnheldPrefetches(
  prefetches: readonly Prefetch[],
  using: string | undefined,
): Operation<void> {
  yield* refuse(lockedByPrefetches(prefetches), using);
}

function* refuse(model: ModelMeta | null, using: string | undefined): Operation<void> {
  if (model === null || (yield* traits(using)).inTransaction) return;
  throw new InvalidQuery(
    `${model.name}: selectForUpdate() outside of a transaction would lock nothing: call it in atomic()`,
  );
}

/** The model whose rows are locked. */
function lockedBy({ model, lock, combined, prefetch }: QueryState): ModelMeta | null {
  if (lock) return model;
  for (const part of combined?.states ?? []) if (lockedBy(part)) return model;
  return prefetch.length > 0 ? lockedByPrefetches(prefetch) : null;
}

function lockedByPrefetches(prefetches: readonly Prefetch[]): ModelMeta | null {
  for (const { state } of prefetches) {
    const model = state && lockedBy(state);
    if (model) return model;
  }
  return null;
}
