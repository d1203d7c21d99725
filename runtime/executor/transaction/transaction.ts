import type { Database } from "../../driver/database.js";
import type { Session } from "../../driver/session.js";
import type { OrmgenError } from "../../errors/index.js";
import { Failures } from "./failures.js";
import { TransactionFate } from "./fate.js";
import { Home, type Place } from "../connection/home.js";
import type { Hook } from "./hooks.js";
import { Opening } from "./opening.js";
import { OperationsInFlight } from "./operations-in-flight.js";
import { noteWrite } from "../connection/registry.js";
import { StatementGuard } from "./statement-guard.js";
import { commit, send, sendSync, undo, type Closes, type Closing } from "./transaction-closing.js";
import { beginCommand, type TransactionOptions } from "./transaction-options.js";
import {
  asyncInSyncRefusal,
  busyRefusal,
  closedRefusal,
  unreachableRefusal,
} from "./transaction-refusals.js";
import { Turnstile } from "../../driver/turnstile.js";

export type Style = "sync" | "async";

/** An operation's own may be opened while the transaction closes. */
type ChildKind = { readonly own: boolean; readonly guarded?: boolean };

type Ask<T> = (session: Session, prefix: readonly string[]) => T;

/**
 * A transaction, or a savepoint in its parent. It takes its connection and sends BEGIN (or SAVEPOINT)
 * with its first statement; while a savepoint is open, the parent's own statements wait for its end.
 */
export class Transaction implements Closing {
  readonly using: string;
  readonly database: Database;
  readonly parent: Transaction | null;
  readonly opener: Style;
  readonly hooks: Hook[] = [];
  readonly fate: TransactionFate;
  readonly savepoint: string | null;
  readonly #opening: Opening;
  readonly #home: Home;
  /** Statements and savepoints, one at a time. */
  readonly #turnstile = new Turnstile();
  /** A test's has one: each statement is behind a savepoint, and what is in it is as if outside. */
  readonly guard: StatementGuard | null;
  /** What the outermost began with: its isolation, and whether it may write. */
  readonly mode: TransactionOptions;
  readonly #operations = new OperationsInFlight();
  #state: "open" | "closing" | "closed" = "open";
  readonly #failures: Failures;
  readonly #use = { check: () => this.#checkUsable(), begun: () => this.#root.begun };
  #count = 0;
  /** An atomic() inside this one that has not ended. */
  #child: Transaction | null = null;

  constructor(database: Database, opener: Style, options: TransactionOptions, at: Place) {
    this.database = database;
    this.opener = opener;
    this.using = at.using;
    this.parent = at.parent;
    this.fate = new TransactionFate(at.parent?.fate ?? null);
    this.mode = at.parent?.guard === null ? at.parent.mode : options;
    this.#failures = new Failures(at.parent === null ? null : at.parent.#failures);
    this.guard = at.guarded === true ? new StatementGuard() : null;
    const { lease = null, pin, holder = "a transaction" } = at;
    this.#home =
      at.parent === null
        ? new Home(database, { holder, both: options.sync === true, lease, pin })
        : at.parent.#home;
    this.savepoint = at.parent === null ? null : `ormgen_${++this.#root.#count}`;
    const command = this.savepoint === null ? beginCommand(options) : `SAVEPOINT ${this.savepoint}`;
    this.#opening = new Opening(command, at.parent === null ? null : at.parent.#opening);
  }

  get open(): boolean {
    return this.#state === "open";
  }

  /** The same for all that is nested in one outermost transaction. */
  get number(): number {
    return this.#home.number;
  }

  get begun(): boolean {
    return this.#opening.begun;
  }

  /** Whether it holds a connection yet. */
  get connected(): boolean {
    return this.#session !== undefined;
  }

  get status(): "I" | "T" | "E" | "lost" {
    const session = this.#session;
    if (session === undefined) return "I";
    return session.transport.alive && !session.busy ? session.status : "lost";
  }

  /** Throws where a call of this style may not run in it. */
  check(style: Style): void {
    if (!this.open) throw closedRefusal();
    if (style === "async" && this.openedBySync) throw asyncInSyncRefusal();
    if (style === "sync") this.#checkReach();
  }

  /** Counts an operation in: closing waits for it. */
  enter(style: Style): void {
    this.check(style);
    this.#operations.enter();
  }

  leave(): void {
    this.#operations.leave();
  }

  /** Opens a savepoint once the statements before it are through; an operation's own may still come while closing. */
  async openChild(options: TransactionOptions, as: ChildKind): Promise<Transaction> {
    await this.#turnstile.enter();
    return this.#adopt("async", options, as);
  }

  openChildSync(options: TransactionOptions, as: ChildKind): Transaction {
    this.#checkReach();
    if (!this.#turnstile.tryEnter()) throw busyRefusal();
    return this.#adopt("sync", options, as);
  }

  #adopt(style: Style, options: TransactionOptions, { own, guarded }: ChildKind): Transaction {
    if (this.#state === "closed" || (!own && !this.open)) {
      this.#turnstile.leave();
      throw closedRefusal();
    }
    const place = { using: this.using, parent: this, guarded };
    const child = new Transaction(this.database, style, options, place);
    if (!own) this.#child = child;
    return child;
  }

  /** Asks its connection when its turn comes; the commands go before the first statement. */
  async inTurn<T>(ask: Ask<Promise<T>>, signal?: AbortSignal): Promise<T> {
    await this.#turnstile.enter(signal);
    try {
      const guarded = this.guard?.wrap(ask) ?? ask;
      return await this.#home.use((session) => guarded(session, this.#opening.prefix), this.#use, signal);
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#opening.after(this.#session, this.status);
      this.#turnstile.leave();
    }
  }

  inTurnSync<T>(ask: Ask<T>): T {
    this.#checkReach();
    if (!this.#turnstile.tryEnter()) throw busyRefusal();
    try {
      const guarded = this.guard?.wrapSync(ask) ?? ask;
      return this.#home.useSync((session) => guarded(session, this.#opening.prefix), this.#use);
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#opening.after(this.#session, this.status);
      this.#turnstile.leave();
    }
  }

  /** Waits for what is in flight, then commits. Returns the hooks to run; a savepoint's go to its parent. */
  async commit(): Promise<readonly Hook[]> {
    return this.#close(commit);
  }

  commitSync(): readonly Hook[] {
    return this.#closeSync(commit);
  }

  async rollback(steps: Closes = undo): Promise<void> {
    await this.#close(steps);
  }

  rollbackSync(steps: Closes = undo): void {
    this.#closeSync(steps);
  }

  async #close(steps: Closes): Promise<readonly Hook[]> {
    await this.#quiesce();
    let kept = false;
    try {
      kept = await send(steps(this), this.#session);
      return kept ? this.#handOver() : [];
    } finally {
      this.#end(kept);
    }
  }

  #closeSync(steps: Closes): readonly Hook[] {
    this.#quiesceSync();
    let kept = false;
    try {
      kept = sendSync(steps(this), this.#session);
      return kept ? this.#handOver() : [];
    } finally {
      this.#end(kept);
    }
  }

  doom(cause: unknown): void {
    this.#failures.doom(cause);
  }

  get doomed(): boolean {
    return this.#failures.doomed;
  }

  aborted(): OrmgenError {
    return this.#failures.error(this.status === "lost");
  }

  destroy(): void {
    this.#session?.transport.destroy();
  }

  /** From here on nothing new comes in; what is under way ends first, and a forgotten atomic() inside is undone. */
  async #quiesce(): Promise<void> {
    if (this.#state !== "open") throw closedRefusal();
    this.#state = "closing";
    while (this.#operations.any || this.#child?.open === true) {
      await this.#operations.none();
      if (this.#child?.open === true) await this.#child.rollback();
    }
    await this.#turnstile.enter();
  }

  #quiesceSync(): void {
    if (this.#state !== "open") throw closedRefusal();
    if (!this.#turnstile.tryEnter()) throw busyRefusal();
    this.#state = "closing";
  }

  #end(kept: boolean): void {
    this.fate.end(kept);
    this.#state = "closed";
    this.#turnstile.leave();
    if (this.parent === null) {
      if (this.begun && this.mode.readOnly !== true) noteWrite(this.using);
      this.#home.release();
    } else {
      if (this.parent.#child === this) this.parent.#child = null;
      this.parent.#turnstile.leave();
    }
  }

  /** What is left to do after it: hooks to run; a savepoint leaves them, and its own release, to its parent. */
  #handOver(): readonly Hook[] {
    if (this.parent === null) return this.hooks;
    if (this.begun && this.savepoint !== null) this.parent.#opening.pass(this.savepoint);
    this.parent.hooks.push(...this.hooks);
    return [];
  }

  #checkUsable(): void {
    this.#opening.before(this.#session);
    if (this.#state === "closed" || this.#home.over) throw closedRefusal();
    if (this.doomed) throw this.aborted();
    const { status } = this;
    // In a failed transaction not even a savepoint can be set.
    if (status === "lost" || status === "E" || (this.begun && status !== "T")) throw this.aborted();
  }

  /** Keeps the first failure; what never reached the database (a value refused) leaves the transaction as it was. */
  #failed(error: unknown): unknown {
    if (this.connected && this.status !== "T") this.#failures.note(error);
    return error;
  }

  #checkReach(): void {
    if (this.#root.opener !== "sync" && !this.#home.reachableSync) throw unreachableRefusal();
  }

  get openedBySync(): boolean {
    return this.opener === "sync" || this.parent?.openedBySync === true;
  }

  get #session(): Session | undefined {
    return this.#home.session;
  }

  get #root(): Transaction {
    return this.parent === null ? this : this.parent.#root;
  }
}
