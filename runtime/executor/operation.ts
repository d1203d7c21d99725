import type { Result } from "../driver/result.js";
import type { Statement } from "../driver/statement.js";
import type { Traits } from "../driver/traits.js";

/** What an operation may yield; each is answered through `next`, or with the database's error through `throw`. */
export type Step =
  | { readonly kind: "query"; readonly statement: Statement; readonly using: string | undefined }
  /** Answered with nothing: a transaction is begun, or a savepoint set where one is open already. */
  | { readonly kind: "begin"; readonly using: string | undefined }
  | { readonly kind: "commit"; readonly using: string | undefined }
  | { readonly kind: "rollback"; readonly using: string | undefined }
  /** Answered with "sync" or "async": who drives the operation. */
  | { readonly kind: "style" }
  /** Answered with what the connection can do. */
  | { readonly kind: "traits"; readonly using: string | undefined }
  /** Hands a chunk to the consumer of a streaming operation. */
  | { readonly kind: "emit"; readonly items: readonly unknown[] };

/**
 * One verb, written once: yields steps, never awaits. `runAsync` and `runSync` drive it.
 */
export type Operation<T> = Generator<Step, T, unknown>;

/** Runs a statement: `const { rows } = yield* query(statement)`. */
export function* query(statement: Statement, using?: string): Operation<Result> {
  return (yield { kind: "query", statement, using }) as Result;
}

/** Runs the body in a transaction, or in a savepoint where one is open: commits on return, rolls back on a throw. */
export function* transaction<T>(body: () => Operation<T>, using?: string): Operation<T> {
  yield { kind: "begin", using };
  let value: T;
  let settled = false;
  try {
    value = yield* body();
    settled = true;
  } finally {
    if (!settled) yield { kind: "rollback", using };
  }
  yield { kind: "commit", using };
  return value;
}

/** `"sync"` or `"async"`: instances fetched by a sync call may load relations lazily. */
export function* style(): Operation<"sync" | "async"> {
  return (yield { kind: "style" }) as "sync" | "async";
}

export function* traits(using?: string): Operation<Traits> {
  return (yield { kind: "traits", using }) as Traits;
}

/** Hands a chunk to whoever iterates. */
export function* emit(items: readonly unknown[]): Operation<void> {
  yield { kind: "emit", items };
}
