import { knownOptions, OrmgenError } from "../errors/index.js";
import { refusePromise } from "../executor/transaction/callback-result.js";
import { runHooks, runHooksSync } from "../executor/transaction/hooks.js";
import { enclosing } from "../executor/transaction/open-transaction.js";
import type { Transaction } from "../executor/transaction/transaction.js";

export interface CaptureOptions {
  /** Runs the hooks too, and those that they add, as if the transaction had been committed. */
  readonly execute?: boolean;
  /** The connection's name; "default" where none is given. */
  readonly using?: string;
}

/**
 * The hooks that the callback left with `onCommit()`, which `withRollback()` keeps from running.
 *
 * ```ts
 * await withRollback(async () => {
 *   const hooks = await captureOnCommitCallbacks(() => order(book), { execute: true });   // runs them, too
 *   expect(hooks).toHaveLength(1);
 *   expect(mails).toEqual(["a book was ordered"]);
 * });
 * ```
 *
 * They run inside the test's transaction. Throws `OrmgenError` outside of `withRollback()`, where hooks run by
 * themselves, and what a hook throws that is not robust.
 * https://docs.djangoproject.com/en/stable/topics/testing/tools/#django.test.TestCase.captureOnCommitCallbacks
 */
export async function captureOnCommitCallbacks(
  fn: () => unknown,
  options: CaptureOptions = {},
): Promise<(() => unknown)[]> {
  const { hooks } = enclosed("captureOnCommitCallbacks()", options);
  const from = hooks.length;
  await fn();
  if (options.execute === true) {
    for (let at = from; at < hooks.length; at += 1) await runHooks([hooks[at]!], here);
  }
  return hooks.slice(from).map((hook) => hook.fn);
}

/** The twin of `captureOnCommitCallbacks` for sync code. */
export function captureOnCommitCallbacksSync(
  fn: () => unknown,
  options: CaptureOptions = {},
): (() => unknown)[] {
  const { hooks } = enclosed("captureOnCommitCallbacksSync()", options);
  const from = hooks.length;
  refusePromise(fn(), "captureOnCommitCallbacksSync()", "captureOnCommitCallbacks()");
  if (options.execute === true) {
    for (let at = from; at < hooks.length; at += 1) runHooksSync([hooks[at]!], here);
  }
  return hooks.slice(from).map((hook) => hook.fn);
}

/** The queries of a hook see what the test has written. */
function here(fn: () => unknown): unknown {
  return fn();
}

function enclosed(call: string, options: CaptureOptions): Transaction {
  knownOptions(call, options, ["execute", "using"]);
  const transaction = enclosing(options.using);
  if (transaction !== null) return transaction;
  throw new OrmgenError(
    `${call} is for a test inside withRollback(): outside of it, hooks run by themselves.`,
  );
}
