import { aborted } from "../aborted.js";
import type { Holder } from "../database.js";

/** A place in a pool: who has it, and since when. */
export interface Ticket {
  holder: Holder;
  readonly since: number;
}

interface Waiter {
  readonly give: (ticket: Ticket) => void;
  readonly holder: Holder;
}

/** Who waits for a place, in the order of asking. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  readonly #timeoutMs: number;
  readonly #late: () => Error;

  constructor(timeoutMs: number, late: () => Error) {
    this.#timeoutMs = timeoutMs;
    this.#late = late;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** The place is handed over when it comes free, so that nobody who asks later is quicker. */
  wait(holder: Holder, signal?: AbortSignal): Promise<Ticket> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(waiter);
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
      };
      const waiter: Waiter = {
        holder,
        give: (ticket) => {
          end();
          resolve(ticket);
        },
      };
      const giveUp = (error: Error) => {
        end();
        reject(error);
      };
      const stop = () => giveUp(aborted(signal as AbortSignal));
      const timer = setTimeout(() => giveUp(this.#late()), this.#timeoutMs);
      signal?.addEventListener("abort", stop, { once: true });
      this.#waiting.add(waiter);
    });
  }

  /** Hands a place that came free to who waits longest, if anybody does. */
  next(reserve: (holder: Holder) => Ticket): void {
    const [first] = this.#waiting;
    first?.give(reserve(first.holder));
  }
}
