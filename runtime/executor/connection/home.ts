import type { Database, Holder, Lease } from "../../driver/database.js";
import { fateOf } from "../../driver/fate.js";
import type { Session } from "../../driver/session.js";
import type { Pin } from "./pin.js";
import type { Transaction } from "../transaction/transaction.js";

export interface Place {
  readonly using: string;
  readonly parent: Transaction | null;
  /** Whether each of its statements is undone by itself where it fails. */
  readonly guarded?: boolean | undefined;
  /** A connection that was taken before, to be used for it, and the `detached` block that holds it. */
  readonly lease?: Lease | null;
  readonly pin?: Pin | undefined;
  /** Who holds the connection, for the message of a PoolTimeout. */
  readonly holder?: Holder;
}

interface Wanted {
  readonly holder: Holder;
  /** Whether sync calls have to reach it too. */
  readonly both: boolean;
  /** A connection that was taken before, and the `detached` block that holds it. */
  readonly lease: Lease | null;
  readonly pin: Pin | undefined;
}

interface Use {
  /** Throws where nothing may be asked any more. */
  readonly check: () => void;
  readonly begun: () => boolean;
}

let opened = 0;

/** Where a transaction lives: the connection that it takes with its first statement. */
export class Home {
  readonly number = ++opened;
  readonly database: Database;
  readonly #wanted: Wanted;
  #lease: Lease | null;

  constructor(database: Database, wanted: Wanted) {
    this.database = database;
    this.#wanted = wanted;
    this.#lease = wanted.lease;
  }

  get session(): Session | undefined {
    return this.#lease?.session;
  }

  /** Whether the connection was taken back from who had lent it. */
  get over(): boolean {
    return this.#lease?.over === true;
  }

  /** What has no connection yet takes one that both styles reach. */
  get reachableSync(): boolean {
    return this.database.traits.singleSession || this.session?.transport.reachableSync !== false;
  }

  /** Asks its connection, or another one where it had died while it was idle and nothing was sent. */
  async use<T>(
    ask: (session: Session) => Promise<T>,
    { check, begun }: Use,
    signal?: AbortSignal,
  ): Promise<T> {
    for (;;) {
      check();
      const session = this.session ?? (await this.#connect(signal));
      try {
        return await ask(session);
      } catch (error) {
        if (begun() || !this.#letGo(error)) throw error;
      }
    }
  }

  useSync<T>(ask: (session: Session) => T, { check, begun }: Use): T {
    for (;;) {
      check();
      const session = this.session ?? this.#connectSync();
      try {
        return ask(session);
      } catch (error) {
        if (begun() || !this.#letGo(error)) throw error;
      }
    }
  }

  async #connect(signal?: AbortSignal): Promise<Session> {
    const { both, holder, pin } = this.#wanted;
    this.#lease = await (pin?.lease(this.database, signal) ??
      (both ? this.database.acquireShared(holder, signal) : this.database.acquire(holder, signal)));
    return this.#lease.session;
  }

  #connectSync(): Session {
    const { holder, pin } = this.#wanted;
    this.#lease = pin?.leaseSync(this.database) ?? this.database.acquireSync(holder);
    return this.#lease.session;
  }

  /** A connection that had died while it was idle takes nothing with it: nothing was sent. Lets it go for another. */
  #letGo(error: unknown): boolean {
    const lease = this.#lease;
    if (lease === null || !neverSent(lease, error)) return false;
    if (this.#wanted.pin?.replaces(this.database, lease) === false) return false;
    this.#lease = null;
    lease.release();
    return true;
  }

  release(): void {
    this.#lease?.release();
  }
}

/** Whether a connection had died while it was idle: nothing was sent on it, so it costs nothing. */
export function neverSent({ session }: Lease, error: unknown): boolean {
  return !session.transport.alive && fateOf(error) === "never ran";
}
