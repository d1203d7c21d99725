import {
  DeadlockDetected,
  OrmgenError,
  SerializationFailure,
  TransactionAborted,
  TransactionClosed,
} from "../errors/index.js";
import { relocate } from "./caller-stack.js";
import { currentContext, inContext, withTransaction } from "./context.js";
import { refuseAsyncHook, runHooks, runHooksSync } from "./hooks.js";
import { pause, pauseSync } from "./pause.js";
import { refuseLazy, refusePromise } from "./callback-result.js";
import { databaseFor } from "./registry.js";
import { Transaction } from "./transaction.js";
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
 * Throws what the callback throws; `TransactionAborted` where a failed statement was swallowed in it;
 * `TransactionOutcomeUnknown` where the answer to COMMIT was lost.
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
  const { transaction, using } = await openAsync(options);
  let value: T;
  try {
    value = await withTransaction(using, transaction, async () => refuseLazy(await fn()));
  } catch (error) {
    await transaction.rollback().catch(ignoreClosed);
    throw error;
  }
  await runHooks(await transaction.commit());
  return value;
}

async function openAsync(options: TransactionOptions): Promise<{ transaction: Transaction; using: string }> {
  const using = options.using ?? "default";
  const context = currentContext();
  const parent = context.transactions.get(using) ?? null;
  if (parent !== null) {
    refuseDurable(options);
    parent.check("async");
    return { transaction: await parent.openChild(options, false), using };
  }
  const database = databaseFor(using);
  const lease = context.pin === undefined ? null : await context.pin.lease(database);
  return { transaction: new Transaction(database, "async", options, { using, parent, lease }), using };
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
  const using = options.using ?? "default";
  const context = currentContext();
  const parent = context.transactions.get(using) ?? null;
  let transaction: Transaction;
  if (parent !== null) {
    refuseDurable(options);
    parent.check("sync");
    transaction = parent.openChildSync(options, false);
  } else {
    const database = databaseFor(using);
    const lease = context.pin?.leaseSync(database) ?? null;
    transaction = new Transaction(database, "sync", options, { using, parent, lease });
  }
  let value: T;
  try {
    value = withTransaction(using, transaction, () => refusePromise(refuseLazy(fn())));
  } catch (error) {
    try {
      transaction.rollbackSync();
    } catch (closing) {
      ignoreClosed(closing);
    }
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
  const transaction = currentContext().transactions.get(options.using ?? "default");
  const hook = { fn, robust: options.robust === true };
  if (transaction === undefined) return hook.robust ? runHooks([hook]) : fn();
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

function refuseDurable({ durable }: TransactionOptions): void {
  if (durable === true) {
    throw new OrmgenError(
      "A durable atomic() cannot be nested in another: its commit would not be the database's.",
    );
  }
}

function mayRetry(
  error: unknown,
  { retries = 0, using = "default" }: TransactionOptions,
  attempt: number,
): boolean {
  if (attempt >= retries || currentContext().transactions.has(using)) return false;
  const reason = error instanceof TransactionAborted ? error.cause : error;
  return reason instanceof SerializationFailure || reason instanceof DeadlockDetected;
}

/** The callback's own error says more than that the transaction around it is gone. */
function ignoreClosed(error: unknown): void {
  if (!(error instanceof OrmgenError)) throw error;
}
