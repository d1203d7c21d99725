import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { claims, type SharedWork } from "./format-claims.js";
import type { FormatTask } from "./format-text.js";

/** A second thread loads prettier first: for less than this many texts it comes too late. */
const WORTH_A_THREAD = 12;

/** Built, it lies beside the chunk that holds this module; from source there is none, and one thread does it all. */
const WORKER = new URL("./format-worker.js", import.meta.url);

/**
 * Formats the texts, on two threads where that pays. Answers are in the tasks' order.
 *
 * @param failed makes the error to throw for a text that cannot be formatted.
 */
export async function formatTasks(
  tasks: readonly FormatTask[],
  failed: (index: number, cause: unknown) => Error,
): Promise<string[]> {
  if (tasks.length === 0) return [];
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const elsewhere = startWorker({ tasks, next });
  const { formatText } = await import("./format-text.js");
  const formatted = new Map<number, string>();
  const format = async (index: number) => {
    try {
      formatted.set(index, await formatText(tasks[index] as FormatTask));
    } catch (cause) {
      throw failed(index, cause);
    }
  };
  for (const index of claims(tasks, next)) await format(index);
  for (const [index, text] of await elsewhere) formatted.set(index, text);
  for (const index of tasks.keys()) if (!formatted.has(index)) await format(index);
  return [...tasks.keys()].map((index) => formatted.get(index) as string);
}

/** What the other thread has formatted when it ends, which is nothing where it does not start or fails. */
function startWorker(work: SharedWork): Promise<ReadonlyMap<number, string>> {
  const nothing = new Map<number, string>();
  const portable = work.tasks.every(({ options }) => (options.plugins ?? []).length === 0);
  const pays = work.tasks.length >= WORTH_A_THREAD && availableParallelism() > 1;
  if (!portable || !pays || !existsSync(fileURLToPath(WORKER))) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    try {
      const worker = new Worker(WORKER, { workerData: work });
      worker.once("message", (formatted: ReadonlyMap<number, string>) => {
        resolve(formatted);
        void worker.terminate();
      });
      worker.once("error", () => resolve(nothing));
      worker.once("exit", () => resolve(nothing));
    } catch {
      resolve(nothing);
    }
  });
}
