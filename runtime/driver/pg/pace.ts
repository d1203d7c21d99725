import type { Manner } from "./descriptor.js";

/** How many statements are remembered, and how long they may be. */
const MOST = 1_000;
const LONGEST_SQL = 10_000;
/** A statement that is quicker than it was is found out by no more than this. */
const LONGEST_SLEEP_MS = 0.5;
/** An answer that comes sooner is asked for; for another the thread sleeps to so long before it is due. */
const SHORT_MS = 0.15;
const AHEAD_MS = 0.05;
const LONGEST_ASKING_MS = 0.1;

/** How an answer came. */
export interface Came {
  readonly sleptMs: number;
  readonly tookMs: number;
  /** When it was asked for first, and may have been for a while. */
  readonly atOnce: boolean;
}

/**
 * How long the answer to a statement usually takes. A thread that asks all the time may keep the server from its processor;
 * one that sleeps wakes up late. So it asks for what comes at once, and sleeps where there is time for it.
 */
export class Pace {
  readonly #due = new Map<string, number>();

  /** How to wait for its answer. */
  mannerFor(sql: string): Manner {
    const due = this.#due.get(sql);
    if (due === undefined) return { sleepMs: 0, askMs: LONGEST_ASKING_MS };
    if (due > SHORT_MS) return { sleepMs: due - AHEAD_MS, askMs: 0 };
    // An answer that is not there by twice its time may wait for the very processor on which it is asked for.
    return { sleepMs: 0, askMs: Math.min(due * 2 + 0.01, LONGEST_ASKING_MS) };
  }

  /** A slow answer, which may have waited for anything, counts for little; one that was there already came before. */
  note(sql: string, came: Came): void {
    const due = this.#due.get(sql);
    if (due === undefined) {
      if (sql.length > LONGEST_SQL) return;
      if (this.#due.size >= MOST) this.#due.clear();
    }
    this.#due.set(
      sql,
      Math.min(due === undefined ? came.tookMs : adjusted(due, came), LONGEST_SLEEP_MS + AHEAD_MS),
    );
  }
}

function adjusted(due: number, { sleptMs, tookMs, atOnce }: Came): number {
  if (sleptMs > 0 && atOnce) return due * 0.85;
  return tookMs < due ? (due + tookMs) / 2 : Math.min(tookMs, due * 1.1);
}
