import type { Lease } from "./database.js";

/**
 * The lease of the one query that blocks this thread. Where another such query begins, the former was cut off
 * (Ctrl-C in a REPL runs no `finally`), and its connection is in an unknown state: it is given back as such.
 */
export class BlockingLease {
  #held: Lease | null = null;

  reclaim(): void {
    this.#held?.release();
    this.#held = null;
  }

  hold(lease: Lease): Lease {
    this.#held = lease;
    return {
      session: lease.session,
      release: () => {
        if (this.#held === lease) this.#held = null;
        lease.release();
      },
    };
  }
}
