import type { ConnectOptions, SyncMode } from "../connect-options.js";
import { bridgeConnection, bridgeConnectionAsync, cancelsOwnDeadlock } from "../bridge/bridge-connection.js";
import { BlockingLease } from "../blocking-lease.js";
import type { Database, Endpoint, Holder, Lease } from "../database.js";
import { preambleOf, sessionScript } from "../session-settings.js";
import { Session } from "../session.js";
import type { Transport } from "../transport.js";
import { SyncInAsyncTransaction } from "../../errors/index.js";
import { ownProcesses } from "./own-processes.js";
import { Pool, type Loan, type Members, type PoolLimits } from "./pool.js";
import { endpointOf, labelOf, saysPooled, type ServerTarget } from "./server-config.js";
import { ServerConnection } from "./server-connection.js";

const STREAM_IDLE_MS = 60_000;
const CONNECT_MS = 15_000;

/**
 * A PostgreSQL server: one pool on this thread, whose sockets sync calls can block on where the platform lets them, and
 * one behind the bridge for the sync calls that cannot.
 */
export class ServerDatabase implements Database {
  readonly traits = { singleSession: false };
  readonly label: string;
  readonly endpoint: Endpoint;
  readonly sync: SyncMode;
  readonly streamIdleMs: number;
  readonly #pool: Pool<Session>;
  readonly #shared: Pool<Session>;
  readonly #blocking = new BlockingLease();

  constructor(url: string, given: ConnectOptions) {
    const options = withoutZero(given);
    const pooled = saysPooled(url) || options.prepare === false;
    const target: ServerTarget = {
      url,
      statementTimeoutMs: options.statementTimeoutMs ?? null,
      connectTimeoutMs: options.connectTimeoutMs ?? connectLimit(options),
      syncTimeoutMs: options.syncTimeoutMs ?? 60_000,
      pooled,
      prepare: options.prepare ?? !pooled,
    };
    const limits = limitsOf(options);
    this.label = labelOf(url);
    this.endpoint = endpointOf(url);
    this.sync = options.sync ?? "auto";
    this.streamIdleMs = options.pool?.streamIdleMs ?? STREAM_IDLE_MS;
    const direct = this.sync === "auto" || this.sync === "direct";
    this.#pool = new Pool(asyncMembers(target, direct), limits, this.label);
    this.#shared = new Pool(sharedMembers(target), limits, `${this.label} (sync)`);
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

  tryAcquire(): Lease | null {
    const loan = this.#pool.tryAcquire("a query");
    return loan === null ? null : leaseOf(loan);
  }

  tryAcquireSync(): Lease | null {
    this.#blocking.reclaim();
    const direct = this.sync === "worker" ? null : this.#pool.tryAcquireSync("a query");
    const loan = direct ?? (this.sync === "direct" ? null : this.#shared.tryAcquireSync("a query"));
    return loan === null ? null : this.#blocking.hold(leaseOf(loan));
  }

  async acquire(holder: Holder, signal?: AbortSignal): Promise<Lease> {
    return leaseOf(await this.#pool.acquire(holder, signal));
  }

  acquireSync(holder: Holder): Lease {
    if (holder !== "a query") return this.#acquireSync(holder);
    this.#blocking.reclaim();
    return this.#blocking.hold(this.#acquireSync(holder));
  }

  async acquireShared(holder: Holder, signal?: AbortSignal): Promise<Lease> {
    // With no place free, what holds one may be waiting for this very connection.
    if (this.sync !== "worker" && (this.sync === "direct" || this.#pool.hasRoom)) {
      const lease = await this.acquire(holder, signal);
      if (lease.session.transport.reachableSync || this.sync === "direct") return lease;
      lease.release();
    }
    return leaseOf(await this.#shared.acquire(holder, signal));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- an async twin
  async close(): Promise<void> {
    this.closeSync();
  }

  closeSync(): void {
    this.#pool.close();
    this.#shared.close();
  }

  #acquireSync(holder: Holder): Lease {
    const direct = this.sync === "worker" ? null : this.#pool.tryAcquireSync(holder);
    if (direct !== null) return leaseOf(direct);
    if (this.sync === "direct") {
      throw new SyncInAsyncTransaction(
        `No open connection to ${this.label} is free for a sync call (sync: "direct"): \`await connect()\` first, ` +
          'or let a worker serve it (sync: "auto").',
      );
    }
    return leaseOf(this.#shared.acquireSync(holder));
  }
}

/** A limit of no time is none, as PostgreSQL's own `statement_timeout = 0`. */
function withoutZero({ statementTimeoutMs, ...others }: ConnectOptions): ConnectOptions {
  return statementTimeoutMs === undefined || statementTimeoutMs === 0
    ? others
    : { ...others, statementTimeoutMs };
}

/** A query that needs a new connection is to end in its time too. */
function connectLimit({ statementTimeoutMs }: ConnectOptions): number {
  return statementTimeoutMs === undefined ? CONNECT_MS : Math.min(CONNECT_MS, statementTimeoutMs + 900);
}

function leaseOf(loan: Loan<Session>): Lease {
  return { session: loan.member, release: () => loan.release() };
}

function limitsOf({ pool }: ConnectOptions): PoolLimits {
  return { max: pool?.max ?? 10, timeoutMs: pool?.timeoutMs ?? 30_000, idleMs: pool?.idleMs ?? 10_000 };
}

function sessionOn(connection: Transport & { readonly settled: boolean }, target: ServerTarget): Session {
  const settings = connection.settled ? null : sessionScript(target);
  const { prepare, pooled } = target;
  return new Session(connection, {
    prepare,
    settings,
    ...(pooled ? { preamble: preambleOf(target) } : {}),
  });
}

const common = {
  clean: (session: Session) => session.clean,
  restorable: (session: Session) => session.restorable,
  restore: (session: Session) => session.restore(),
  restoreSync: (session: Session) => session.restoreSync(),
  reachableSync: (session: Session) => session.transport.reachableSync,
  destroy: (session: Session) => session.transport.destroy(),
};

function asyncMembers(target: ServerTarget, direct: boolean): Members<Session> {
  const guard = ({ pid, secretKey }: ServerConnection, leftMs: number) =>
    cancelsOwnDeadlock({ target, pid, secretKey }, leftMs);
  return {
    ...common,
    open: async () => {
      const connection = await ServerConnection.open(target, { direct, guard });
      ownProcesses.add(connection);
      return sessionOn(connection, target);
    },
    openSync: () => {
      throw new TypeError("This pool serves async calls.");
    },
  };
}

function sharedMembers(target: ServerTarget): Members<Session> {
  return {
    ...common,
    open: async () => sessionOn(await bridgeConnectionAsync(target), target),
    openSync: () => sessionOn(bridgeConnection(target), target),
  };
}
