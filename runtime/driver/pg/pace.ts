import type { Manner } from "./descriptor.js";

/** How many statements are remembered, and how long they may be. */
const MOST = 1_000;
const LONGEST_SQL = 10_000;
/** A statement that is quicker than it was is found out by no more than this. */
const LONGEST_SLEEP_MS = 0.5;
/** A thread that sleeps wakes up so late, and asks for as long before the answer is due. */
const AHEAD_MS = 0.15;
const LONGEST_ASKING_MS = 0.1;

/**
 * How long the answer to a statement usually takes: a thread sleeps to shortly before it is due, and asks from then on. One
 * that asks all the time may keep the server from its processor; one that sleeps till then is late.
 */
export class Pace {
  readonly #due = new Map<string, number>();

  /** How to wait for its answer: till when nothing is worth asking, and how long it is worth more than to sleep. */
  mannerFor(sql: string): Manner {
    const due = this.#due.get(sql);
    if (due === undefined) return { sleepMs: 0, askMs: LONGEST_ASKING_MS };
    const sleepMs = Math.min(Math.max(0, due - AHEAD_MS), LONGEST_SLEEP_MS);
    // An answer that is not there by twice its time may wait for the very processor on which it is asked for.
    const askMs = sleepMs > 0 ? LONGEST_ASKING_MS : Math.min(due * 2 + 0.01, LONGEST_ASKING_MS);
    return { sleepMs, askMs };
  }

  /** A slow answer, which may have waited for anything, counts for little; one that was there already came before. */
  note(sql: string, { sleptMs, tookMs }: { readonly sleptMs: number; readonly tookMs: number }): void {
    const due = this.#due.get(sql);
    if (due === undefined) {
      if (sql.length > LONGEST_SQL) return;
      if (this.#due.size >= MOST) this.#due.clear();
    }
    const wasThere = sleptMs > 0 && tookMs < sleptMs + 0.1;
    this.#due.set(sql, due === undefined ? tookMs : adjusted(due, tookMs, wasThere));
  }
}

function adjusted(due: number, tookMs: number, wasThere: boolean): number {
  if (wasThere) return due * 0.7;
  return tookMs < due ? (due + tookMs) / 2 : Math.min(tookMs, due * 1.1);
}
