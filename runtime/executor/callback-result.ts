import { OrmgenError } from "../errors/index.js";

/** A value under this key marks an object that runs queries when it is iterated. */
export const LAZY: unique symbol = Symbol.for("ormgen.lazy") as never;

/** A queryset that leaves the callback would run after the transaction, outside it. */
export function refuseLazy<T>(value: T): T {
  if (typeof value === "object" && value !== null && (value as { [LAZY]?: unknown })[LAZY] === true) {
    throw new OrmgenError(
      "The callback of atomic() returned a queryset, which would run outside the transaction: return its rows, " +
        "`await queryset.toArray()`.",
    );
  }
  return value;
}

export function refusePromise<T>(value: T): T {
  if (typeof value !== "object" || value === null || !("then" in value) || typeof value.then !== "function") {
    return value;
  }
  // The promise's own failure is a consequence of this one.
  void Promise.resolve(value).then(undefined, () => undefined);
  throw new OrmgenError(
    "The callback of atomicSync() returned a promise, which cannot finish inside it: use atomic(), or the Sync twins.",
  );
}
