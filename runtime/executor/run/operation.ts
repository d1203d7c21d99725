import type { Result } from "../../driver/result.js";
import type { Statement } from "../../driver/statement.js";
import type { TransactionFate } from "../transaction/fate.js";
import type { Traits } from "../../driver/traits.js";

/** What an operation may yield; each is answered through `next`, or with the database's error through `throw`. */
export type Step =
  | { readonly kind: "query"; readonly statement: Statement; readonly using: string | undefined }
  /** Several that do not hang on each other, in one exchange where that can be; answered with a result for each. */
  | {
      readonly kind: "queries";
      readonly statements: readonly Statement[];
      readonly using: string | undefined;
    }
  /** Answered with nothing: a transaction is begun, or a savepoint set where one is open already. */
  | { readonly kind: "begin"; readonly using: string | undefined }
  | { readonly kind: "commit"; readonly using: string | undefined }
  | { readonly kind: "rollback"; readonly using: string | undefined }
  /** Calls code of the user's inside the operation's transaction; answered with nothing, once its promise is settled. */
  | { readonly kind: "call"; readonly fn: () => unknown; readonly using: string | undefined }
  /** Answered with what becomes of the transaction that is open, or undefined where none is. */
  | { readonly kind: "fate"; readonly using: string | undefined }
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

/** How many statements go in one exchange: what they send waits in memory. */
const TOGETHER = 16;

/** Runs statements that stand or fall together: one is that by itself, several go in a transaction. */
export function* whole(statements: readonly Statement[], using?: string): Operation<Result[]> {
  const [only, ...more] = statements;
  if (only === undefined) return [];
  if (more.length === 0) return [yield* query(only, using)];
  return yield* transaction(() => queries(statements, using), using);
}

/** Runs statements of ormgen's own that do not hang on each other, as many in an exchange as can be. */
export function* queries(statements: readonly Statement[], using?: string): Operation<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < statements.length; at += TOGETHER) {
    const some = statements.slice(at, at + TOGETHER);
    results.push(...((yield { kind: "queries", statements: some, using }) as readonly Result[]));
  }
  return results;
}

/** `"sync"` or `"async"`: instances fetched by a sync call may load relations lazily. */
export function* style(): Operation<"sync" | "async"> {
  return (yield { kind: "style" }) as "sync" | "async";
}

export function* traits(using?: string): Operation<Traits> {
  return (yield { kind: "traits", using }) as Traits;
}

/** Calls code of the user's: what it asks runs in the transaction that is open. An async caller awaits what it gives. */
export function* call(fn: () => unknown, using?: string): Operation<void> {
  yield { kind: "call", fn, using };
}

/** What becomes of what the operation writes: undefined where it stays, for no transaction is open. */
export function* fate(using?: string): Operation<TransactionFate | undefined> {
  return (yield { kind: "fate", using }) as TransactionFate | undefined;
}

/** Hands a chunk to whoever iterates. */
export function* emit(items: readonly unknown[]): Operation<void> {
  yield { kind: "emit", items };
}

type Going<T> = IteratorResult<Step, T>;
type Asking = Step & { readonly kind: "query" | "queries" };

function asks(step: Step): step is Asking {
  return step.kind === "query" || step.kind === "queries";
}

function statementsOf(step: Asking): readonly Statement[] {
  return step.kind === "query" ? [step.statement] : step.statements;
}

/**
 * Runs operations side by side: what they ask at the same time, and of the same connection, travels together. They must
 * not hang on each other, and only read. Where one throws, the others are ended.
 *
 * ```ts
 * const [tags, reviews] = yield* together([loadTags(book), loadReviews(book)]);
 * ```
 */
export function* together<T>(operations: readonly Operation<T>[]): Operation<T[]> {
  const steps: Going<T>[] = [];
  try {
    for (const operation of operations) steps.push(operation.next());
    for (;;) {
      const waiting = [...steps.entries()].filter(([, step]) => step.done !== true);
      if (waiting.length === 0) return steps.map(({ value }) => value as T);
      const [first] = waiting.map(([, step]) => step.value as Step);
      const using = first !== undefined && asks(first) ? first.using : undefined;
      const asked = waiting.filter(
        ([, { value }]) => asks(value as Step) && (value as Asking).using === using,
      );
      if (asked.length < 2 || first === undefined || !asks(first)) {
        const [at, { value }] = waiting[0]!;
        let answer: unknown;
        try {
          answer = yield value as Step;
        } catch (error) {
          steps[at] = operations[at]!.throw(error);
          continue;
        }
        steps[at] = operations[at]!.next(answer);
        continue;
      }
      const statements = asked.flatMap(([, { value }]) => statementsOf(value as Asking));
      const results = [...((yield { kind: "queries", statements, using }) as readonly Result[])];
      for (const [at, { value }] of asked) {
        const own = results.splice(0, statementsOf(value as Asking).length);
        steps[at] = operations[at]!.next((value as Asking).kind === "query" ? own[0] : own);
      }
    }
  } finally {
    for (const [at, step] of steps.entries())
      if (step.done !== true) operations[at]!.return(undefined as never);
  }
}
