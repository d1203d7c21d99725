import { realpathSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { ConnectOptions, SyncMode } from "../connect-options.js";
import {
  EngineCrashed,
  OperationalError,
  OrmgenError,
  PoolTimeout,
  ServerError,
  SyncInAsyncTransaction,
} from "../../errors/index.js";
import { aborted } from "../aborted.js";
import { settled } from "../settled.js";
import { Turnstile } from "../turnstile.js";
import { BlockingLease } from "../blocking-lease.js";
import type { Database, Holder, Lease } from "../database.js";
import { Session } from "../session.js";
import type { Transport } from "../transport.js";
import { atExit } from "./at-exit.js";
import { bootEngine, type BootTarget } from "./boot-engine.js";
import { engineLocation, importEngine } from "./engine-location.js";
import { extensionsFor } from "./extensions.js";
import { lockDirectory } from "./owner-lock.js";
import { bootWorkerEngine } from "./worker-engine.js";

/** An engine that can be ended, on this thread or in a worker. */
export interface OwnedEngine extends Transport {
  /** Whether somebody was told that it failed. */
  readonly told: boolean;
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
  readonly endpoint = {};
  #sync: SyncMode = "auto";
  #streamIdleMs = 0;
  #timeoutMs = 0;
  readonly #directory: string | null;
  readonly #slot = new Turnstile();
  readonly #blocking = new BlockingLease();
  #holder: Holder = "";
  #opened: Opened | null = null;
  #opening: Promise<Session> | null = null;
  #unlock: (() => void) | null = null;

  constructor(directory: string | null, options: ConnectOptions) {
    this.#directory = directory;
    this.label = directory === null ? "memory://" : `embedded:${directory}`;
    this.change(options);
  }

  /** Other options for the engine that is open already: a directory has one owner, and what is in memory would be gone. */
  change({ sync, pool }: ConnectOptions): void {
    this.#sync = sync ?? "auto";
    this.#streamIdleMs = pool?.streamIdleMs ?? 60_000;
    this.#timeoutMs = pool?.timeoutMs ?? 30_000;
  }

  /** Whether it is kept in this directory; null is the memory. */
  isAt(directory: string | null): boolean {
    if (directory === null || this.#directory === null) return directory === this.#directory;
    return resolve(directory) === resolve(this.#directory);
  }

  get sync(): SyncMode {
    return this.#sync;
  }

  get streamIdleMs(): number {
    return this.#streamIdleMs;
  }

  async open(): Promise<void> {
    (await this.acquire("connect()")).release();
  }

  openSync(): void {
    this.acquireSync("connect()").release();
  }

  tryAcquire(): Lease | null {
    const opened = this.#opened;
    if (opened?.engine.alive !== true || !this.#slot.tryEnter()) return null;
    this.#holder = "a query";
    return this.#lend(opened.session);
  }

  tryAcquireSync(): Lease | null {
    this.#blocking.reclaim();
    const lease = this.#opening === null ? this.tryAcquire() : null;
    return lease === null ? null : this.#blocking.hold(lease);
  }

  async acquire(holder: Holder, signal?: AbortSignal): Promise<Lease> {
    if (signal?.aborted === true) throw aborted(signal);
    if (!this.#slot.tryEnter()) await this.#wait(signal);
    this.#holder = holder;
    try {
      return this.#lend(await this.#ready());
    } catch (error) {
      this.#slot.leave();
      throw error;
    }
  }

  async acquireShared(holder: Holder, signal?: AbortSignal): Promise<Lease> {
    return this.acquire(holder, signal);
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
        `The embedded database has one session, and ${String(this.#holder)} of another task is open on it: ` +
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

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    const turn = this.#slot.enter();
    if (turn === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#late()), this.#timeoutMs);
    });
    const inTime = Promise.race([turn, late]);
    try {
      await (signal === undefined ? inTime : settled(inTime, signal, () => aborted(signal)));
    } catch (error) {
      void turn.then(() => this.#slot.leave());
      inTime.catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #late(): PoolTimeout {
    return new PoolTimeout(
      `The embedded database has one session, held for more than ${this.#timeoutMs} ms by ${String(this.#holder)}.`,
    );
  }

  async #ready(): Promise<Session> {
    if (this.#opened?.engine.alive === true) return this.#opened.session;
    this.#tellLoss();
    this.#opening = this.#boot();
    try {
      return await this.#opening;
    } finally {
      this.#opening = null;
    }
  }

  async #boot(): Promise<Session> {
    try {
      const target = this.#target();
      return this.#adopt(await bootEngine(await importEngine(), engineLocation().path, target));
    } catch (error) {
      throw this.#unopened(error);
    }
  }

  #readySync(): Session {
    if (this.#opened?.engine.alive === true) return this.#opened.session;
    this.#tellLoss();
    try {
      return this.#adopt(bootWorkerEngine(this.#target()));
    } catch (error) {
      throw this.#unopened(error);
    }
  }

  /** An engine in memory that ended between two calls took all with it: an empty one in its place is not passed off as it. */
  #tellLoss(): void {
    if (this.#directory !== null || this.#opened === null || this.#opened.engine.told) return;
    this.#take()?.engine.destroy();
    throw new EngineCrashed(
      "The embedded database has ended. It was in memory: all that it held is gone, and the next query begins with an empty one.",
    );
  }

  /** A full disk, a directory that may not be written: whatever it was, in both styles. */
  #unopened(error: unknown): OrmgenError {
    this.#release();
    if (error instanceof OrmgenError) return error;
    const { code } = (error ?? {}) as { code?: unknown };
    const why =
      code === "ENOSPC" ? ": no space is left on the device" : typeof code === "string" ? ` (${code})` : "";
    return new OperationalError(`The embedded database at ${this.label} could not be opened${why}.`, {
      cause: error,
    });
  }

  #target(): BootTarget {
    this.#take()?.engine.destroy();
    const { version } = engineLocation();
    if (this.#directory === null) return { directory: null, version, extensions: extensionsFor(null) };
    mkdirSync(this.#directory, { recursive: true });
    const directory = realpathSync(this.#directory);
    this.#unlock ??= lockDirectory(directory);
    return { directory, version, extensions: extensionsFor(directory) };
  }

  #adopt(engine: OwnedEngine): Session {
    const session = new Session(engine, { prepare: true, settings: null });
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
          restore(session);
        } finally {
          this.#slot.leave();
        }
      },
    };
  }
}

/** The one session has no successor but by opening the engine anew, and what is in memory would be gone with it. */
function restore(session: Session): void {
  if (session.clean || !session.transport.alive) return;
  if (session.busy) return session.transport.destroy();
  try {
    session.restoreSync();
  } catch (error) {
    if (error instanceof OrmgenError && error.cause instanceof ServerError) session.altered = true;
    else session.transport.destroy();
  }
}
