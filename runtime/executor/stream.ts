import { callerStack, relocate, relocateSync } from "./caller-stack.js";
import type { Operation } from "./operation.js";
import { Run } from "./run.js";
import type { RunOptions } from "./run-async.js";

/** Drives a streaming operation: what it emits comes out one by one. Breaking off ends the operation at once. */
export function streamAsync<T>(
  operation: Operation<unknown>,
  options: RunOptions = {},
): AsyncIterableIterator<T> {
  return drive(operation, options, callerStack(streamAsync));
}

async function* drive<T>(
  operation: Operation<unknown>,
  options: RunOptions,
  trace: { stack?: string },
): AsyncGenerator<T, void, undefined> {
  const run = new Run("async", { ...options, streaming: true });
  let done = false;
  try {
    let step = operation.next();
    while (!step.done) {
      if (step.value.kind === "emit") {
        yield* step.value.items as readonly T[];
        step = operation.next();
        continue;
      }
      let answer: unknown;
      try {
        answer = await run.answer(step.value);
      } catch (error) {
        step = operation.throw(error);
        continue;
      }
      step = operation.next(answer);
    }
    done = true;
  } catch (error) {
    done = true;
    throw relocate(error, trace);
  } finally {
    if (!done) {
      // The consumer broke off: the operation's own `finally` steps run before the connection goes back.
      let step = operation.return(undefined);
      while (!step.done) {
        try {
          step = operation.next(await run.answer(step.value));
        } catch (error) {
          step = operation.throw(error);
        }
      }
    }
    await run.finish();
  }
}

/** The twin of `streamAsync`: blocks for each chunk. */
export function* streamSync<T>(operation: Operation<unknown>): IterableIterator<T> {
  const run = new Run("sync", { streaming: true });
  let done = false;
  try {
    let step = operation.next();
    while (!step.done) {
      if (step.value.kind === "emit") {
        yield* step.value.items as readonly T[];
        step = operation.next();
        continue;
      }
      let answer: unknown;
      try {
        answer = run.answerSync(step.value);
      } catch (error) {
        step = operation.throw(error);
        continue;
      }
      step = operation.next(answer);
    }
    done = true;
  } catch (error) {
    done = true;
    throw relocateSync(error, streamSync);
  } finally {
    if (!done) {
      let step = operation.return(undefined);
      while (!step.done) {
        try {
          step = operation.next(run.answerSync(step.value));
        } catch (error) {
          step = operation.throw(error);
        }
      }
    }
    run.finishSync();
  }
}
