import type { ConnectOptions } from "../connect-options.js";
import {
  bridgeConnection,
  bridgeConnectionAsync,
  type BridgeConnection,
} from "../bridge/bridge-connection.js";
import { BlockingLease } from "../blocking-lease.js";
import type { Database, Holder, Lease } from "../database.js";
import { preambleOf } from "../session-settings.js";
import { Session, type SessionOptions } from "../session.js";
import type { Transport } from "../transport.js";
import { ownProcesses } from "./own-processes.js";
import { Pool, type Loan, type Members, type PoolLimits } from "./pool.js";
import { labelOf, type ServerTarget } from "./server-config.js";
import { ServerConnection } from "./server-connection.js";

/** A PostgreSQL server: one pool on this thread for async calls, one behind the bridge for sync calls. */
export class ServerDatabase implements Database {
  readonly traits = { singleSession: false };
  readonly label: string;
  readonly sync: "allow" | "forbid";
  readonly #pool: Pool<Session>;
  readonly #shared: Pool<Session>;
  readonly #blocking = new BlockingLease();

  constructor(url: string, options: ConnectOptions) {
    const target: ServerTarget = {
      url,
      statementTimeoutMs: options.statementTimeoutMs ?? null,
      connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
      pooled: options.prepare === false,
    };
    const limits = limitsOf(options);
    const session = sessionOptions(target);
    const syncTimeoutMs = options.syncTimeoutMs ?? 60_000;
    this.label = labelOf(url);
    this.sync = options.sync ?? "allow";
    this.#pool = new Pool(asyncMembers(target, session), limits, this.label);
    this.#shared = new Pool(sharedMembers(target, session, syncTimeoutMs), limits, `${this.label} (sync)`);
  }

  /** For tests: what each pool holds. */
  get counts(): { readonly async: Pool<Session>["counts"]; readonly shared: Pool<Session>["counts"] } {
    return { async: this.#pool.counts, shared: this.#shared.counts };
  }

  async open(): Promise<void> {
    (await this.acquire("connect()")).release();
  }

  openSync(): void {
    this.acquireSync("connect()").release();
  }

  async acquire(holder: Holder): Promise<Lease> {
    return leaseOf(await this.#pool.acquire(holder));
  }

  acquireSync(holder: Holder): Lease {
    if (holder !== "a query") return leaseOf(this.#shared.acquireSync(holder));
    this.#blocking.reclaim();
    return this.#blocking.hold(leaseOf(this.#shared.acquireSync(holder)));
  }

  async acquireShared(holder: Holder): Promise<Lease> {
    return leaseOf(await this.#shared.acquire(holder));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- an async twin
  async close(): Promise<void> {
    this.closeSync();
  }

  closeSync(): void {
    this.#pool.close();
    this.#shared.close();
  }
}

function leaseOf(loan: Loan<Session>): Lease {
  return { session: loan.member, release: () => loan.release() };
}

function limitsOf({ pool }: ConnectOptions): PoolLimits {
  return { max: pool?.max ?? 10, timeoutMs: pool?.timeoutMs ?? 30_000, idleMs: pool?.idleMs ?? 10_000 };
}

function sessionOptions(target: ServerTarget): SessionOptions {
  return target.pooled ? { prepare: false, preamble: preambleOf(target) } : { prepare: true };
}

const shared = {
  usable: (session: Session) => session.clean,
  destroy: (session: Session) => session.transport.destroy(),
};

function asyncMembers(target: ServerTarget, options: SessionOptions): Members<Session> {
  return {
    ...shared,
    open: async () => {
      const connection = await ServerConnection.open(target);
      ownProcesses.add(connection);
      return new Session(connection, options);
    },
    openSync: () => {
      throw new TypeError("This pool serves async calls.");
    },
  };
}

function sharedMembers(
  target: ServerTarget,
  options: SessionOptions,
  syncTimeoutMs: number,
): Members<Session> {
  const wrap = (connection: BridgeConnection): Session =>
    new Session(connection satisfies Transport, options);
  return {
    ...shared,
    open: async () => wrap(await bridgeConnectionAsync(target, syncTimeoutMs)),
    openSync: () => wrap(bridgeConnection(target, syncTimeoutMs)),
  };
}
