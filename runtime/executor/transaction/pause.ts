import { setTimeout as sleep } from "node:timers/promises";

/** Before attempt n + 1: up to 2^n × 20 ms, at random, so that rivals do not meet again. */
function milliseconds(attempt: number): number {
  return Math.random() * Math.min(20 * 2 ** attempt, 1_000);
}

export async function pause(attempt: number): Promise<void> {
  await sleep(milliseconds(attempt));
}

export function pauseSync(attempt: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds(attempt));
}
