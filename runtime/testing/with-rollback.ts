import { knownOptions } from "../errors/index.js";
import { refuseLazy, refusePromise } from "../executor/transaction/callback-result.js";
import { withTransaction } from "../executor/context.js";
import {
  abandon,
  abandonSync,
  openTransaction,
  openTransactionSync,
} from "../executor/transaction/open-transaction.js";
import { checkAndUndo } from "../executor/transaction/transaction-closing.js";

export interface RollbackOptions {
  /** The connection's name; "default" where none is given. */
  readonly using?: string;
}

/**
 * Runs a test in a transaction that is always rolled back: what it writes is gone afterwards.
 *
 * ```ts
 * test("a title is taken once", () =>
 *   withRollback(async () => {
 *     await Tag.objects.create({ name: "sql" });                                            // INSERT …
 *     await expect(Tag.objects.create({ name: "sql" })).rejects.toThrow(UniqueViolation);   // undone by itself
 *     expect(await Tag.objects.count()).toBe(1);
 *   }));                                                                                    // ROLLBACK
 * ```
 *
 * Each statement is behind a savepoint of its own, so that one that fails does not end the transaction. `atomic()`
 * inside is a savepoint, a durable one too; both styles reach it. Hooks of `onCommit()` are kept and not run:
 * `captureOnCommitCallbacks()` runs them. Deferred constraints are checked before the rollback.
 *
 * Throws what the callback throws, and what a deferred constraint refuses: `ForeignKeyViolation` and the like.
 * https://docs.djangoproject.com/en/stable/topics/testing/tools/#testcase
 */
export async function withRollback<T>(fn: () => T | Promise<T>, options: RollbackOptions = {}): Promise<T> {
  knownOptions("withRollback()", options, ["using"]);
  const transaction = await openTransaction({ ...options, sync: true }, true);
  let value: T;
  try {
    value = await withTransaction(transaction.using, transaction, async () =>
      refuseLazy(await fn(), "withRollback()"),
    );
  } catch (error) {
    await abandon(transaction);
    throw error;
  }
  await transaction.rollback(checkAndUndo);
  return value;
}

/**
 * The twin of `withRollback` for sync code; the callback may not return a promise.
 *
 * ```ts
 * test("a book is sold", () => withRollbackSync(() => expect(sellSync(book)).toBe(true)));
 * ```
 */
export function withRollbackSync<T>(fn: () => T, options: RollbackOptions = {}): T {
  knownOptions("withRollbackSync()", options, ["using"]);
  const transaction = openTransactionSync(options, true);
  let value: T;
  try {
    value = withTransaction(transaction.using, transaction, () =>
      refusePromise(refuseLazy(fn(), "withRollbackSync()"), "withRollbackSync()", "withRollback()"),
    );
  } catch (error) {
    abandonSync(transaction);
    throw error;
  }
  transaction.rollbackSync(checkAndUndo);
  return value;
}
