import type { Database, Lease } from "../driver/database.js";
import { Turnstile } from "./turnstile.js";

/** The connections of one `detached` block: one for each database it talks to, held to its end. */
export class Pin {
  readonly #held = new Map<Database, { lease: Lease; turnstile: Turnstile }>();
  #closed = false;

  async lease(database: Database): Promise<Lease> {
    const known = this.#held.get(database);
    if (known !== undefined) {
      await known.turnstile.enter();
      return borrowed(known);
    }
    return this.#keep(database, await database.acquireShared("detached"));
  }

  leaseSync(database: Database): Lease {
    const known = this.#held.get(database);
    if (known?.turnstile.tryEnter() === true) return borrowed(known);
    return this.#keep(database, database.acquireSync("detached"));
  }

  #keep(database: Database, lease: Lease): Lease {
    if (this.#closed || this.#held.has(database)) return lease;
    const held = { lease, turnstile: new Turnstile() };
    held.turnstile.tryEnter();
    this.#held.set(database, held);
    return borrowed(held);
  }

  close(): void {
    this.#closed = true;
    for (const { lease } of this.#held.values()) lease.release();
    this.#held.clear();
  }
}

function borrowed({ lease, turnstile }: { lease: Lease; turnstile: Turnstile }): Lease {
  let out = true;
  return {
    session: lease.session,
    release: () => {
      if (out) turnstile.leave();
      out = false;
    },
  };
}
