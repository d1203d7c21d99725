import { relocateSync } from "./caller-stack.js";
import type { Operation } from "./operation.js";
import { Run } from "./run.js";

/** Drives an operation to its value, blocking at each step. Throws what the operation or the database throws. */
export function runSync<T>(operation: Operation<T>): T {
  try {
    const run = new Run("sync");
    try {
      let step = operation.next();
      while (!step.done) {
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
  } catch (error) {
    throw relocateSync(error, runSync);
  }
}
