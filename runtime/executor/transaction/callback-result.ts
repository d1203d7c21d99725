import { OrmgenError } from "../../errors/index.js";

/** A value under this key marks an object that runs queries when it is iterated. */
export const LAZY: unique symbol = Symbol.for("ormgen.lazy") as never;

const streams = new WeakSet<object>();

/** An iterator of rows is as lazy as the queryset that it came from. */
export function markStream<T extends object>(stream: T): T {
  streams.add(stream);
  return stream;
}

/** How deep a result is looked into: what is hidden further down is refused when it runs. */
const DEPTH = 4;

/** A queryset that leaves the callback would run after the transaction, outside it. */
export function refuseLazy<T>(value: T, call = "atomic()"): T {
  const found = findLazy(value, DEPTH);
  if (found === null) return value;
  throw new OrmgenError(
    `The callback of ${call} returned ${found}, which would run outside the transaction: return its rows, ` +
      "`await queryset.toArray()`.",
  );
}

function findLazy(value: unknown, depth: number): string | null {
  if (typeof value !== "object" || value === null) return null;
  if ((value as { [LAZY]?: unknown })[LAZY] === true) return "a queryset";
  if (streams.has(value)) return "an iterator of rows";
  if (depth === 0) return null;
  for (const item of itemsOf(value)) {
    const found = findLazy(item, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

/** What plain containers hold; an instance of a model keeps its relations to itself. */
function itemsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value as Iterable<unknown>;
  if (value instanceof Map) return value.values();
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? (Object.values(value) as unknown[]) : [];
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

export function refusePromise<T>(value: T, call = "atomicSync()", twin = "atomic()"): T {
  if (!isPromise(value)) return value;
  // The promise's own failure is a consequence of this one.
  void Promise.resolve(value).then(undefined, () => undefined);
  throw new OrmgenError(
    `The callback of ${call} returned a promise, which cannot finish inside it: use ${twin}, or the Sync twins.`,
  );
}
