import { markStream } from "../transaction/callback-result.js";
import { callerLine, callerStack, relocate, relocateSync } from "./caller-stack.js";
import type { Operation, Step } from "./operation.js";
import { Run } from "./run.js";
import type { RunOptions } from "./run-async.js";
import { whoCalls } from "./who.js";
import { StreamState } from "./stream-state.js";

type Trace = { stack?: string };

/** Drives a streaming operation: what it emits comes out one by one. Breaking off ends the operation at once. */
export function streamAsync<T>(
  operation: Operation<unknown>,
  options: RunOptions = {},
): AsyncIterableIterator<T> {
  const trace = callerStack(streamAsync);
  const state = new StreamState(operation);
  const stream = markStream(drive<T>(operation, options, state, trace));
  state.endWith(stream);
  return stream;
}

async function* drive<T>(
  operation: Operation<unknown>,
  options: RunOptions,
  state: StreamState,
  trace: Trace,
): AsyncGenerator<T, void, undefined> {
  const run = state.begin(
    () => new Run("async", { ...options, streaming: holder(trace), ...whoCalls(operation, drive) }),
  );
  let done = false;
  try {
    let step: IteratorResult<Step, unknown> = operation.next();
    while (step.done !== true) {
      if (step.value.kind === "emit") {
        const items = step.value.items as readonly T[];
        state.handOut();
        for (const item of items) {
          yield item;
          state.read();
        }
        state.goOn();
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
    done = state.ended;
    throw relocate(error, trace);
  } finally {
    if (!done) await state.end();
    await run.finish();
  }
}

/** The twin of `streamAsync`: blocks for each chunk. */
export function streamSync<T>(operation: Operation<unknown>): IterableIterator<T> {
  const trace = callerStack(streamSync);
  const state = new StreamState(operation);
  const stream = markStream(driveSync<T>(operation, state, trace));
  state.endWith(stream);
  return stream;
}

function* driveSync<T>(
  operation: Operation<unknown>,
  state: StreamState,
  trace: Trace,
): Generator<T, void, undefined> {
  const run = state.begin(
    () => new Run("sync", { streaming: holder(trace), ...whoCalls(operation, driveSync) }),
  );
  let done = false;
  try {
    let step: IteratorResult<Step, unknown> = operation.next();
    while (step.done !== true) {
      if (step.value.kind === "emit") {
        const items = step.value.items as readonly T[];
        state.handOut();
        for (const item of items) {
          yield item;
          state.read();
        }
        state.goOn();
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
    done = state.ended;
    throw relocateSync(error, driveSync);
  } finally {
    if (!done) state.endSync();
    run.finishSync();
  }
}

function holder(trace: Trace): { toString(): string } {
  return { toString: () => `a stream (${callerLine(trace)})` };
}
