/*
 * `ormgen/runtime` for the projects whose client blocks: every async method of generated code is driven by the runner
 * of its twin, so that tests written in one style hold in the other.
 */
import { runSync, streamSync } from "../../runtime/index.js";

export * from "../../runtime/index.js";

// eslint-disable-next-line @typescript-eslint/require-await -- what it throws becomes a rejection, as the test awaits it
export const runAsync = async <T>(operation: Parameters<typeof runSync<T>>[0]): Promise<T> =>
  runSync(operation);

/** The rows of a stream that blocks, given one by one to who awaits them. */
export async function* streamAsync<R>(operation: Parameters<typeof streamSync<R>>[0]): AsyncGenerator<R> {
  // eslint-disable-next-line @typescript-eslint/await-thenable -- a loop over an iterator that blocks
  for await (const row of { [Symbol.iterator]: () => streamSync<R>(operation) }) yield row;
}
