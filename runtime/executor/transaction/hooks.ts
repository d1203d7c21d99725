import { OrmgenError } from "../../errors/index.js";
import { isPromise } from "./callback-result.js";
import { outsideTransactions } from "../context.js";

/** What runs after the outermost commit. */
export interface Hook {
  readonly fn: () => unknown;
  /** Whether its failure is only told of: the others run, and the caller's commit stays a success. */
  readonly robust: boolean;
}

/** One after the other, in the order of their coming. A failure that is not robust ends them, as in Django. */
export async function runHooks(
  hooks: readonly Hook[],
  around: (fn: () => unknown) => unknown = outsideTransactions,
): Promise<void> {
  for (const { fn, robust } of hooks) {
    try {
      await around(fn);
    } catch (error) {
      if (!robust) throw error;
      tell(error);
    }
  }
}

/** The twin of `runHooks`: nothing here can wait for a promise. */
export function runHooksSync(
  hooks: readonly Hook[],
  around: (fn: () => unknown) => unknown = outsideTransactions,
): void {
  for (const { fn, robust } of hooks) {
    try {
      const value = around(fn);
      if (!isPromise(value)) continue;
      void Promise.resolve(value).then(undefined, tell);
      throw new OrmgenError(
        "A hook of onCommit() returned a promise, and atomicSync() cannot await it: the transaction is committed, " +
          "and nobody waits for the hook. Use atomic(), or a sync hook.",
      );
    } catch (error) {
      if (!robust) throw error;
      tell(error);
    }
  }
}

/** An async function can be told from its kind, before anything is committed. */
export function refuseAsyncHook(fn: () => unknown): void {
  if (Object.prototype.toString.call(fn) !== "[object AsyncFunction]") return;
  throw new OrmgenError(
    "onCommit() inside atomicSync() got an async function, which nobody could await: give a sync one, or use atomic().",
  );
}

function tell(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
