import { realpathSync, mkdirSync } from "node:fs";
import type { ConnectOptions } from "../connect-options.js";
import { OperationalError, PoolTimeout, SyncInAsyncTransaction } from "../../errors/index.js";
import { Turnstile } from "../turnstile.js";
import { BlockingLease } from "../blocking-lease.js";
import type { Database, Holder, Lease } from "../database.js";
import { Session } from "../session.js";
import type { Transport } from "../transport.js";
import { atExit } from "./at-exit.js";
import { bootEngine, type BootTarget } from "./boot-engine.js";
import { engineLocation, importEngine } from "./engine-location.js";
import { lockDirectory } from "./owner-lock.js";
import { bootWorkerEngine } from "./worker-engine.js";

/** An engine that can be ended, on this thread or in a worker. */
export interface OwnedEngine extends Transport {
  checkpoint(): void;
  shutdown(): Promise<void>;
  shutdownSync(): void;
}

interface Opened {
  readonly engine: OwnedEngine;
  readonly session: Session;
  readonly forget: () => void;
}

/** The embedded database: one session, lent to one borrower at a time. */
export class EmbeddedDatabase implements Database {
  readonly traits = { singleSession: true };
  readonly label: string;
  readonly sync: "allow" | "forbid";
  readonly #directory: string | null;
  readonly #timeoutMs: number;
  readonly #slot = new Turnstile();
  readonly #blocking = new BlockingLease();
  #holder = "";
  #opened: Opened | null = null;
  #opening: Promise<Session> | null = null;
  #unlock: (() => void) | null = null;

  constructor(directory: string | null, options: ConnectOptions) {
    this.#directory = directory;
    this.label = directory === null ? "memory://" : `embedded:${directory}`;
    this.sync = options.sync ?? "allow";
    this.#timeoutMs = options.pool?.timeoutMs ?? 30_000;
  }

  async open(): Promise<void> {
    (await this.acquire("connect()")).release();
  }

  openSync(): void {
    this.acquireSync("connect()").release();
  }

  async acquire(holder: Holder): Promise<Lease> {
    if (!this.#slot.tryEnter()) await this.#wait();
    this.#holder = holder;
    try {
      return this.#lend(await this.#ready());
    } catch (error) {
      this.#slot.leave();
      throw error;
    }
  }

  async acquireShared(holder: Holder): Promise<Lease> {
    return this.acquire(holder);
  }

  acquireSync(holder: Holder): Lease {
    if (holder !== "a query") return this.#acquireSync(holder);
    this.#blocking.reclaim();
    return this.#blocking.hold(this.#acquireSync(holder));
  }

  #acquireSync(holder: Holder): Lease {
    if (this.#opening !== null) {
      throw new OperationalError(
        "The embedded database is just being opened by an async call: `await connect()` before the first sync call.",
      );
    }
    if (!this.#slot.tryEnter()) {
      throw new SyncInAsyncTransaction(
        `The embedded database has one session, and ${this.#holder} of another task is open on it: ` +
          "a sync call would wait for ever. Call the async twin, which waits its turn.",
      );
    }
    this.#holder = holder;
    try {
      return this.#lend(this.#readySync());
    } catch (error) {
      this.#slot.leave();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    const opened = this.#take();
    await opened?.engine.shutdown();
    this.#release();
  }

  closeSync(): void {
    this.#take()?.engine.shutdownSync();
    this.#release();
  }

  async #wait(): Promise<void> {
    const turn = this.#slot.enter();
    if (turn === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">(
      (resolve) => (timer = setTimeout(() => resolve("late"), this.#timeoutMs)),
    );
    const outcome = await Promise.race([turn, late]);
    clearTimeout(timer);
    if (outcome !== "late") return;
    void turn.then(() => this.#slot.leave());
    throw new PoolTimeout(
      `The embedded database has one session, held for more than ${this.#timeoutMs} ms by ${this.#holder}.`,
    );
  }

  async #ready(): Promise<Session> {
    if (this.#opened?.engine.alive === true) return this.#opened.session;
    this.#opening = this.#boot();
    try {
      return await this.#opening;
    } finally {
      this.#opening = null;
    }
  }

  async #boot(): Promise<Session> {
    const target = this.#target();
    return this.#adopt(await this.#guard(bootEngine(await importEngine(), target)));
  }

  async #guard<T>(booting: Promise<T>): Promise<T> {
    try {
      return await booting;
    } catch (error) {
      this.#release();
      throw new OperationalError(`The embedded database at ${this.label} could not be opened.`, {
        cause: error,
      });
    }
  }

  #readySync(): Session {
    if (this.#opened?.engine.alive === true) return this.#opened.session;
    const target = this.#target();
    try {
      return this.#adopt(bootWorkerEngine(target));
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  #target(): BootTarget {
    this.#take()?.engine.destroy();
    const { version } = engineLocation();
    if (this.#directory === null) return { directory: null, version };
    mkdirSync(this.#directory, { recursive: true });
    const directory = realpathSync(this.#directory);
    this.#unlock ??= lockDirectory(directory);
    return { directory, version };
  }

  #adopt(engine: OwnedEngine): Session {
    const session = new Session(engine, { prepare: true });
    this.#opened = { engine, session, forget: atExit(() => engine.checkpoint()) };
    return session;
  }

  #take(): Opened | null {
    const opened = this.#opened;
    opened?.forget();
    this.#opened = null;
    return opened;
  }

  #release(): void {
    this.#unlock?.();
    this.#unlock = null;
  }

  #lend(session: Session): Lease {
    let out = true;
    return {
      session,
      release: () => {
        if (!out) return;
        out = false;
        try {
          if (!session.clean && session.transport.alive) session.restoreSync();
        } catch {
          session.transport.destroy();
        } finally {
          this.#slot.leave();
        }
      },
    };
  }
}
