import type { Database, Lease } from "../../driver/database.js";
import { OrmgenError } from "../../errors/index.js";
import type { Context } from "../context.js";
import { Turnstile } from "../../driver/turnstile.js";

interface Held {
  readonly lease: Lease;
  readonly turnstile: Turnstile;
  over: boolean;
  /** Whether anything was answered on it: its locks and settings are somebody's then. */
  used: boolean;
}

/** The connections of one `detached` block: one for each database it talks to, held to its end. */
export class Pin {
  readonly #held = new Map<Database, Held>();
  readonly #around: Context;
  #closed = false;

  constructor(around: Context) {
    this.#around = around;
  }

  async lease(database: Database, signal?: AbortSignal): Promise<Lease> {
    const known = this.#held.get(database);
    if (known !== undefined) {
      await known.turnstile.enter(signal);
      return borrowed(known);
    }
    this.#checkFree(database);
    return this.#keep(database, await database.acquireShared("detached()", signal));
  }

  leaseSync(database: Database): Lease {
    const known = this.#held.get(database);
    if (known?.turnstile.tryEnter() === true) return borrowed(known);
    this.#checkFree(database);
    return this.#keep(database, database.acquireSync("detached()"));
  }

  /** On the embedded database, what is around holds the only session: waiting for it would never end. */
  #checkFree(database: Database): void {
    if (!database.traits.singleSession || !heldIn(this.#around, database)) return;
    throw new OrmgenError(
      "detached() inside a transaction needs a second session, and the embedded database has one session only: " +
        "call it before or after, or use a PostgreSQL server.",
    );
  }

  holds(database: Database): boolean {
    return this.#held.has(database) || heldIn(this.#around, database);
  }

  /** Lets a connection go that had died before anything was asked of it: the next lease is another one. */
  replaces(database: Database, { session }: Lease): boolean {
    const held = this.#held.get(database);
    if (held === undefined || held.lease.session !== session) return true;
    if (held.used) return false;
    this.#held.delete(database);
    held.lease.release();
    return true;
  }

  #keep(database: Database, lease: Lease): Lease {
    if (this.#closed || this.#held.has(database)) return lease;
    const held = { lease, turnstile: new Turnstile(), over: false, used: false };
    held.turnstile.tryEnter();
    this.#held.set(database, held);
    return borrowed(held);
  }

  close(): void {
    this.#closed = true;
    for (const held of this.#held.values()) {
      held.over = true;
      held.lease.release();
    }
    this.#held.clear();
  }
}

function heldIn({ transactions, pin }: Context, database: Database): boolean {
  if (pin?.holds(database) === true) return true;
  return [...transactions.values()].some(
    (transaction) => transaction.database === database && transaction.connected,
  );
}

function borrowed(held: Held): Lease {
  const { lease, turnstile } = held;
  let out = true;
  return {
    session: lease.session,
    get over() {
      return held.over;
    },
    release: () => {
      if (out) turnstile.leave();
      held.used ||= lease.session.transport.alive;
      out = false;
    },
  };
}
