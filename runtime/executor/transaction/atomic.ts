import {
  DeadlockDetected,
  SerializationFailure,
  TransactionAborted,
  TransactionClosed,
  InvalidValue,
  knownOptions,
  switches,
} from "../../errors/index.js";
import { relocate } from "../run/caller-stack.js";
import { inContext, withTransaction } from "../context.js";
import { refuseAsyncHook, runHooks, runHooksSync } from "./hooks.js";
import { pause, pauseSync } from "./pause.js";
import { refuseLazy, refusePromise } from "./callback-result.js";
import { joined, joinedSync, shared } from "./joined-transaction.js";
import { abandon, abandonSync, enclosing, openTransaction, openTransactionSync } from "./open-transaction.js";
import { checkTransactionOptions, type TransactionOptions } from "./transaction-options.js";

/**
 * Runs the callback in a transaction: committed when it resolves, rolled back when it throws.
 * Nested, it is a savepoint.
 *
 * ```ts
 * await atomic(async () => {
 *   const author = await Author.objects.create({ name: "Andrew" });   // BEGIN; INSERT …
 *   await Book.objects.create({ title: "Django", author });           // INSERT …
 * });                                                                 // COMMIT
 * ```
 *
 * Without a savepoint, `atomic(fn, { savepoint: false })`, a nested block is a part of the one around it: what it throws
 * dooms that one, even where the error is caught.
 *
 * Throws what the callback throws; `TransactionAborted` where a failed statement was swallowed in it;
 * `TransactionOutcomeUnknown` where the answer to COMMIT was lost.
 * https://docs.djangoproject.com/en/stable/topics/db/transactions/#controlling-transactions-explicitly
 */
export async function atomic<T>(fn: () => T | Promise<T>, options: TransactionOptions = {}): Promise<T> {
  try {
    checkTransactionOptions("atomic()", options);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once(fn, options);
      } catch (error) {
        if (!mayRetry(error, options, attempt)) throw error;
        await pause(attempt);
      }
    }
  } catch (error) {
    throw error instanceof TransactionClosed || error instanceof TransactionAborted ? relocate(error) : error;
  }
}

async function once<T>(fn: () => T | Promise<T>, options: TransactionOptions): Promise<T> {
  const around = shared(options);
  if (around !== null) return await joined(around, async () => refuseLazy(await fn()));
  const transaction = await openTransaction(options);
  let value: T;
  try {
    value = await withTransaction(transaction.using, transaction, async () => refuseLazy(await fn()));
  } catch (error) {
    await abandon(transaction);
    throw error;
  }
  await runHooks(await transaction.commit());
  return value;
}

/**
 * The twin of `atomic` for sync code; the callback may not return a promise.
 *
 * ```ts
 * atomicSync(() => Book.objects.updateSync({ price: "1.00" }));   // BEGIN; UPDATE …; COMMIT
 * ```
 */
export function atomicSync<T>(fn: () => T, options: TransactionOptions = {}): T {
  checkTransactionOptions("atomicSync()", options);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return onceSync(fn, options);
    } catch (error) {
      if (!mayRetry(error, options, attempt)) throw error;
      pauseSync(attempt);
    }
  }
}

function onceSync<T>(fn: () => T, options: TransactionOptions): T {
  const around = shared(options);
  if (around !== null) return joinedSync(around, () => refusePromise(refuseLazy(fn())));
  const transaction = openTransactionSync(options);
  let value: T;
  try {
    value = withTransaction(transaction.using, transaction, () => refusePromise(refuseLazy(fn())));
  } catch (error) {
    abandonSync(transaction);
    throw error;
  }
  runHooksSync(transaction.commitSync());
  return value;
}

/**
 * Runs the function after the outermost commit, and never after a rollback; outside a transaction, at once.
 *
 * ```ts
 * onCommit(() => sendMail(order));
 * onCommit(() => statistics.push(order), { robust: true });   // a failure is a warning of the process, no more
 * ```
 *
 * `atomic` awaits what it returns; in `atomicSync` an async function is refused. Outside a transaction its result is
 * returned, for who wants to await it.
 * https://docs.djangoproject.com/en/stable/topics/db/transactions/#performing-actions-after-commit
 */
export function onCommit(
  fn: () => unknown,
  options: { readonly using?: string; readonly robust?: boolean } = {},
): unknown {
  knownOptions("onCommit()", options, ["using", "robust"]);
  switches("onCommit()", options, ["robust"]);
  if (typeof fn !== "function")
    throw new InvalidValue("onCommit() takes a function, to be called after the commit.");
  const transaction = enclosing(options.using);
  const hook = { fn, robust: options.robust === true };
  if (transaction === null) return hook.robust ? runHooks([hook]) : fn();
  if (!transaction.open) {
    throw new TransactionClosed("The transaction has ended: onCommit() comes too late.");
  }
  if (transaction.openedBySync) refuseAsyncHook(fn);
  transaction.hooks.push(hook);
  return undefined;
}

/**
 * Any sync query inside throws `SyncForbidden`: the guard for a server's request handlers.
 *
 * ```ts
 * app.use((request, response, next) => forbidSync(next));
 * ```
 */
export function forbidSync<T>(fn: () => T): T {
  return inContext({ forbidSync: true }, fn);
}

/** Queries inside are cancelled by the signal and reject with `QueryAborted`. */
export function abortable<T>(signal: AbortSignal, fn: () => T): T {
  return inContext({ signal }, fn);
}

function mayRetry(error: unknown, { retries = 0, using }: TransactionOptions, attempt: number): boolean {
  if (attempt >= retries || enclosing(using) !== null) return false;
  const reason = error instanceof TransactionAborted ? error.cause : error;
  return reason instanceof SerializationFailure || reason instanceof DeadlockDetected;
}
