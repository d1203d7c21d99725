import { callerStack, relocate } from "./caller-stack.js";
import type { Operation } from "./operation.js";
import { Run } from "./run.js";

export interface RunOptions {
  /** Cancels the query that is under way and rejects with `QueryAborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Drives an operation to its value, awaiting each step. Throws what the operation or the database throws. */
export async function runAsync<T>(operation: Operation<T>, options: RunOptions = {}): Promise<T> {
  const trace = callerStack(runAsync);
  try {
    const run = new Run("async", options);
    try {
      let step = operation.next();
      while (!step.done) {
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
  } catch (error) {
    throw relocate(error, trace);
  }
}
