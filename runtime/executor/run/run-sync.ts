import { relocateSync } from "./caller-stack.js";
import type { Operation } from "./operation.js";
import { Run } from "./run.js";
import { whoCalls } from "./who.js";
import { driveShortSync, isPlain, type Reached } from "./short-way.js";

/** Drives an operation to its value, blocking at each step. Throws what the operation or the database throws. */
export function runSync<T>(operation: Operation<T>): T {
  try {
    const run = isPlain("sync") ? null : new Run("sync", whoCalls(operation, runSync));
    let step = operation.next();
    if (run === null) step = driveShortSync(operation, step);
    return step.done === true ? step.value : driveLongSync(operation, step, run ?? new Run("sync"));
  } catch (error) {
    throw relocateSync(error, runSync);
  }
}

function driveLongSync<T>(operation: Operation<T>, first: Reached<T>, run: Run): T {
  let step = first;
  try {
    while (step.done !== true) {
      let answer: unknown;
      try {
        answer = run.answerSync(step.value);
      } catch (error) {
        step = operation.throw(error);
        continue;
      }
      step = operation.next(answer);
    }
    return step.value;
  } finally {
    run.finishSync();
  }
}
