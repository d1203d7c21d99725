import { AssertionError } from "node:assert";
import { AsyncLocalStorage } from "node:async_hooks";
import { isPromise } from "../executor/transaction/callback-result.js";
import { callerStack } from "../executor/run/caller-stack.js";
import { onQuery, type QueryEvent } from "../executor/run/events.js";

/** Which recordings a query belongs to: what another test runs at the same time is none of theirs. */
const recordings = new AsyncLocalStorage<ReadonlySet<symbol>>();

/**
 * Runs the callback, of either style, and hands the queries that it ran to the judge, which tells what is wrong with
 * them. That is thrown from the caller's line.
 */
export function recorded<T>(
  fn: () => T,
  judge: (queries: readonly QueryEvent[]) => string | null,
  below: (...args: never[]) => unknown,
): T {
  const trace = callerStack(below);
  const own = Symbol("recording");
  const queries: QueryEvent[] = [];
  const stop = onQuery(
    (event) => {
      if (recordings.getStore()?.has(own) === true) queries.push(event);
    },
    { caller: true },
  );
  const settle = () => {
    const wrong = judge(queries);
    if (wrong !== null) throw failure(wrong, trace);
  };
  let value: T;
  try {
    value = recordings.run(new Set(recordings.getStore()).add(own), fn);
  } catch (error) {
    stop();
    throw error;
  }
  if (isPromise(value)) return settled(value, stop, settle) as T;
  stop();
  settle();
  return value;
}

async function settled(value: PromiseLike<unknown>, stop: () => void, settle: () => void): Promise<unknown> {
  let result: unknown;
  try {
    result = await value;
  } finally {
    stop();
  }
  settle();
  return result;
}

function failure(message: string, { stack = "" }: { stack?: string }): AssertionError {
  const error = new AssertionError({ message });
  const frames = stack.split("\n").filter((line) => /^\s+at /u.test(line));
  error.stack = [`${error.name}: ${message}`, ...frames].join("\n");
  return error;
}

/** ` 2. select … from "book"  at load (/app/books.ts:12:5)` */
export function listed(queries: readonly QueryEvent[]): string {
  return queries
    .map(({ sql, caller, error }, at) => {
      const failed = error === undefined ? "" : " (failed)";
      return `  ${String(at + 1)}. ${sql}${failed}${caller === undefined || caller === "" ? "" : `\n     ${caller}`}`;
    })
    .join("\n");
}
