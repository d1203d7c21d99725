import { parentPort, workerData } from "node:worker_threads";
import { claims, type SharedWork } from "./format-claims.js";
import { formatText } from "./format-text.js";

const { tasks, next } = workerData as SharedWork;

const formatted = new Map<number, string>();
for (const index of claims(tasks, next)) {
  try {
    formatted.set(index, await formatText(tasks[index] as (typeof tasks)[number]));
  } catch {
    // What is missing is formatted once more by the thread that can say what is wrong with it.
  }
}
parentPort?.postMessage(formatted);
