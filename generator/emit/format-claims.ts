import type { FormatTask } from "./format-text.js";

/** What two threads work off together. */
export interface SharedWork {
  readonly tasks: readonly FormatTask[];
  /** The first task that nobody has taken, in shared memory. */
  readonly next: Int32Array;
}

/** Takes task after task until none is left; what one thread takes, the other does not see. */
export function* claims(tasks: readonly FormatTask[], next: Int32Array): Generator<number> {
  for (let index = Atomics.add(next, 0, 1); index < tasks.length; index = Atomics.add(next, 0, 1)) {
    yield index;
  }
}
