import { openSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/** From here on it matters little that a sleep takes longer. */
const SHORT_MS = 1;
const cell = new Int32Array(new SharedArrayBuffer(4));

/**
 * Blocks the thread for so long. Linux adds 50 µs to every sleep, to wake up for several things at once
 * (`PR_SET_TIMERSLACK` of prctl(2)): more than most answers take, so for a short sleep it is asked not to.
 */
export function sleep(ms: number): void {
  if (ms < SHORT_MS) setSlack("1000");
  Atomics.wait(cell, 0, 0, ms);
  // What the thread had when it started.
  if (ms < SHORT_MS) setSlack("0");
}

/** null: another system, or a thread that this file does not speak of. */
let slack: number | null | undefined;

function setSlack(ns: string): void {
  try {
    slack ??= slack === undefined && isMainThread ? openSync("/proc/self/timerslack_ns", "r+") : null;
    if (slack !== null) writeSync(slack, ns);
  } catch {
    slack = null;
  }
}
