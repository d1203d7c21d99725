import { InvalidQuery } from "../../errors/index.js";
import { traits, type Operation } from "../../executor/run/operation.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { Prefetch, QueryState } from "../../query/state.js";

/**
 * Refuses rows to be locked where nothing holds the locks.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#select-for-update
 */
export function* refuseUnheld({ name }: ModelMeta, using: string | undefined): Operation<void> {
  if ((yield* traits(using)).inTransaction) return;
  throw new InvalidQuery(
    `${name}: selectForUpdate() outside of a transaction would lock nothing: call it in atomic()`,
  );
}

/** The model whose rows a queryset locks, by itself or by what it prefetches; null: none. */
export function lockedBy({ model, lock, combined, prefetch }: QueryState): ModelMeta | null {
  if (lock) return model;
  for (const part of combined?.states ?? []) if (lockedBy(part)) return model;
  return lockedByPrefetches(prefetch);
}

export function lockedByPrefetches(prefetches: readonly Prefetch[]): ModelMeta | null {
  for (const { state } of prefetches) {
    const model = state && lockedBy(state);
    if (model) return model;
  }
  return null;
}
