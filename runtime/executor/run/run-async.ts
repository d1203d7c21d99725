import { relocate } from "./caller-stack.js";
import type { Operation } from "./operation.js";
import { Run } from "./run.js";
import { whoCalls } from "./who.js";
import { driveShort, isPlain, type Reached } from "./short-way.js";

export interface RunOptions {
  /** Cancels the query that is under way and rejects with `QueryAborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Drives an operation to its value, awaiting each step. Throws what the operation or the database throws. */
export async function runAsync<T>(operation: Operation<T>, options?: RunOptions): Promise<T> {
  try {
    const plain = options?.signal === undefined && isPlain("async");
    // Looked at before the operation begins: `forbidSync` and the like hold for all of it.
    const run = plain ? null : new Run("async", { ...options, ...whoCalls(operation, runAsync) });
    let step = operation.next();
    if (run === null) step = await driveShort(operation, step);
    return step.done === true ? step.value : await driveLong(operation, step, run ?? new Run("async"));
  } catch (error) {
    throw relocate(error);
  }
}

async function driveLong<T>(operation: Operation<T>, first: Reached<T>, run: Run): Promise<T> {
  let step = first;
  try {
    while (step.done !== true) {
      let answer: unknown;
      try {
        answer = await run.answer(step.value);
      } catch (error) {
        step = operation.throw(error);
        continue;
      }
      step = operation.next(answer);
    }
    return step.value;
  } finally {
    await run.finish();
  }
}
