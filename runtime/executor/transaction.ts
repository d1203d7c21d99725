import type { Database, Lease } from "../driver/database.js";
import type { Reply } from "../driver/wire/reply.js";
import {
  ConnectionLost,
  OrmgenError,
  ServerError,
  SyncInAsyncTransaction,
  TransactionAborted,
  TransactionClosed,
  TransactionOutcomeUnknown,
} from "../errors/index.js";
import type { Statement } from "./operation.js";
import { beginCommand, type TransactionOptions } from "./transaction-options.js";
import { Turnstile } from "./turnstile.js";

export type Style = "sync" | "async";
export type Hook = () => unknown;

/** A command without parameters is yielded and answered with its reply: one truth for both styles. */
type Commands<T> = Generator<string, T, Reply>;

/**
 * A transaction, or a savepoint in its parent. It takes its connection and sends BEGIN (or SAVEPOINT)
 * with its first statement; while a savepoint is open, the parent's own statements wait for its end.
 */
export class Transaction {
  readonly using: string;
  readonly database: Database;
  readonly parent: Transaction | null;
  readonly opener: Style;
  readonly hooks: Hook[] = [];
  /** Statements and savepoints, one at a time. */
  readonly turnstile = new Turnstile();
  #state: "open" | "closing" | "closed" = "open";
  #begun = false;
  readonly #options: TransactionOptions;
  readonly #opening: string;
  readonly #savepoint: string;
  #lease: Lease | null = null;
  #failure: unknown = null;
  #count = 0;
  #child: Transaction | null = null;
  #operations = 0;
  #whenIdle: (() => void) | null = null;

  constructor(
    database: Database,
    opener: Style,
    options: TransactionOptions,
    at: { readonly using: string; readonly parent: Transaction | null; readonly lease?: Lease | null },
  ) {
    this.database = database;
    this.opener = opener;
    this.using = at.using;
    this.parent = at.parent;
    this.#options = options;
    this.#lease = at.lease ?? null;
    this.#savepoint = `ormgen_${this.#root().#count++}`;
    this.#opening = at.parent === null ? beginCommand(options) : `SAVEPOINT ${this.#savepoint}`;
  }

  get open(): boolean {
    return this.#state === "open";
  }

  /** Whether it holds a connection yet: it takes one with its first statement. */
  get connected(): boolean {
    return this.#root().#lease !== null;
  }

  /** Counts an operation in: closing waits for it. */
  enter(style: Style): void {
    if (!this.open) throw closedError();
    if (style === "async" && this.#openedBySync()) {
      throw new TransactionClosed(
        "An async call inside atomicSync cannot finish before it ends: use its Sync twin, or atomic() and await it.",
      );
    }
    if (style === "sync") this.#checkReach();
    this.#operations += 1;
  }

  leave(): void {
    this.#operations -= 1;
    if (this.#operations === 0) this.#whenIdle?.();
  }

  /** Opens a savepoint once the statements before it are through. */
  async openChild(options: TransactionOptions, own: boolean): Promise<Transaction> {
    await this.turnstile.enter();
    return this.#adopt("async", options, own);
  }

  openChildSync(options: TransactionOptions, own: boolean): Transaction {
    this.#checkReach();
    if (!this.turnstile.tryEnter()) throw busyError();
    return this.#adopt("sync", options, own);
  }

  #adopt(style: Style, options: TransactionOptions, own: boolean): Transaction {
    // An operation counted in before the transaction began to close still takes its savepoint.
    if (this.#state === "closed" || (!own && !this.open)) {
      this.turnstile.leave();
      throw closedError();
    }
    const child = new Transaction(this.database, style, options, { using: this.using, parent: this });
    if (!own) this.#child = child;
    return child;
  }

  async run(statement: Statement, signal?: AbortSignal): Promise<Reply> {
    await this.turnstile.enter();
    try {
      this.#checkUsable();
      const root = this.#root();
      const shared = root.#options.sync === true || root.#openedBySync();
      root.#lease ??= await root.database[shared ? "acquireShared" : "acquire"]("a transaction");
      return await this.#sent(root.#lease.session.run(statement, this.#prefix(), signal));
    } finally {
      this.turnstile.leave();
    }
  }

  runSync(statement: Statement): Reply {
    this.#checkReach();
    if (!this.turnstile.tryEnter()) throw busyError();
    try {
      this.#checkUsable();
      const root = this.#root();
      root.#lease ??= root.database.acquireSync("a transaction");
      try {
        const reply = root.#lease.session.runSync(statement, this.#prefix());
        this.#mark();
        return reply;
      } catch (error) {
        this.#mark();
        throw this.#failed(error);
      }
    } finally {
      this.turnstile.leave();
    }
  }

  async #sent(reply: Promise<Reply>): Promise<Reply> {
    try {
      const value = await reply;
      this.#mark();
      return value;
    } catch (error) {
      this.#mark();
      throw this.#failed(error);
    }
  }

  #failed(error: unknown): unknown {
    // What never reached the database (a value refused, a reply not decoded) leaves the transaction as it was.
    if (this.#status() !== "T") this.#failure ??= error;
    return error;
  }

  /** Waits for what is in flight, then commits; hooks go to the parent, or are returned to be run. */
  async commit(): Promise<readonly Hook[]> {
    await this.#quiesce();
    return this.#driveAsync(this.#commitSteps());
  }

  commitSync(): readonly Hook[] {
    this.#quiesceSync();
    return this.#driveSync(this.#commitSteps());
  }

  async rollback(): Promise<void> {
    await this.#quiesce();
    await this.#driveAsync(this.#rollbackSteps());
  }

  rollbackSync(): void {
    this.#quiesceSync();
    this.#driveSync(this.#rollbackSteps());
  }

  async #quiesce(): Promise<void> {
    if (this.#state === "closed") throw closedError();
    this.#state = "closing";
    while (this.#operations > 0 || this.#child?.open === true) {
      if (this.#operations > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
      if (this.#child?.open === true) await this.#child.rollback();
    }
    await this.turnstile.enter();
  }

  #quiesceSync(): void {
    if (this.#state === "closed") throw closedError();
    this.#state = "closing";
    if (!this.turnstile.tryEnter()) throw busyError();
  }

  *#commitSteps(): Commands<readonly Hook[]> {
    if (!this.#begun) return this.#keepHooks();
    const status = this.#status();
    if (status !== "T") {
      yield* this.#undo();
      throw this.#aborted();
    }
    if (this.parent !== null) {
      yield `RELEASE SAVEPOINT ${this.#savepoint}`;
      return this.#keepHooks();
    }
    let reply: Reply;
    try {
      reply = yield "COMMIT";
    } catch (error) {
      if (error instanceof OrmgenError && error.cause instanceof ServerError && this.#status() === "I")
        throw error;
      throw new TransactionOutcomeUnknown(
        "The connection was lost while COMMIT was under way: it may have happened or not. Look before you repeat it.",
        { cause: error },
      );
    }
    if (reply.tags.at(-1) !== "COMMIT") throw this.#aborted();
    return this.#keepHooks();
  }

  *#rollbackSteps(): Commands<void> {
    yield* this.#undo();
  }

  *#undo(): Commands<void> {
    if (!this.#begun || this.#status() === "lost") return;
    try {
      if (this.parent === null) yield "ROLLBACK";
      else yield `ROLLBACK TO SAVEPOINT ${this.#savepoint}; RELEASE SAVEPOINT ${this.#savepoint}`;
    } catch {
      // A connection that cannot roll back is not kept; the server rolls back when it is gone.
      this.#root().#lease?.session.transport.destroy();
    }
  }

  async #driveAsync<T>(steps: Commands<T>): Promise<T> {
    try {
      let step = steps.next();
      while (!step.done) {
        try {
          const reply = await this.#root().#lease!.session.script(step.value);
          step = steps.next(reply);
        } catch (error) {
          step = steps.throw(error);
        }
      }
      return step.value;
    } finally {
      this.#end();
    }
  }

  #driveSync<T>(steps: Commands<T>): T {
    try {
      let step = steps.next();
      while (!step.done) {
        let reply: Reply;
        try {
          reply = this.#root().#lease!.session.scriptSync(step.value);
        } catch (error) {
          step = steps.throw(error);
          continue;
        }
        step = steps.next(reply);
      }
      return step.value;
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.#state = "closed";
    this.turnstile.leave();
    if (this.parent !== null) {
      if (this.parent.#child === this) this.parent.#child = null;
      this.parent.turnstile.leave();
    } else {
      this.#lease?.release();
    }
  }

  #keepHooks(): readonly Hook[] {
    if (this.parent === null) return this.hooks;
    this.parent.hooks.push(...this.hooks);
    return [];
  }

  #prefix(): readonly string[] {
    if (this.#begun) return [];
    return [...(this.parent === null ? [] : this.parent.#prefix()), this.#opening];
  }

  /** Whatever became of the statement, the commands before it were done if an answer came at all. */
  #mark(): void {
    if (this.#status() === "lost" || this.#status() === "I") return;
    this.#begun = true;
    if (this.parent !== null && !this.parent.#begun) this.parent.#mark();
  }

  #checkUsable(): void {
    if (this.#state === "closed") throw closedError();
    const status = this.#status();
    if (this.#begun && status !== "T") throw this.#aborted();
    if (status === "lost") throw this.#aborted();
  }

  #aborted(): OrmgenError {
    const failure = this.#firstFailure();
    if (this.#status() === "lost") {
      return new ConnectionLost("The connection of this transaction was lost; nothing of it was kept.", {
        cause: failure,
      });
    }
    return new TransactionAborted(
      "The transaction was rolled back: a statement in it had failed (see `cause`). " +
        "To go on after a failed statement, put it in an atomic() of its own.",
      { cause: failure },
    );
  }

  #firstFailure(): unknown {
    return this.#failure ?? (this.parent === null ? null : this.parent.#firstFailure());
  }

  #status(): "I" | "T" | "E" | "lost" {
    const session = this.#root().#lease?.session;
    if (session === undefined) return "I";
    return session.transport.alive && !session.busy ? session.status : "lost";
  }

  #checkReach(): void {
    const root = this.#root();
    if (root.opener === "sync" || root.#options.sync === true || root.database.traits.singleSession) return;
    if (root.#lease?.session.transport.reachableSync === true) return;
    throw new SyncInAsyncTransaction(
      "A sync call cannot reach the open async transaction: await the async twin instead, " +
        "or open the transaction with atomic(fn, { sync: true }).",
    );
  }

  #openedBySync(): boolean {
    return this.opener === "sync" || (this.parent !== null && this.parent.#openedBySync());
  }

  #root(): Transaction {
    return this.parent === null ? this : this.parent.#root();
  }
}

function closedError(): TransactionClosed {
  return new TransactionClosed(
    "The transaction has ended, so this query was not run: await everything inside the callback of atomic().",
  );
}

function busyError(): SyncInAsyncTransaction {
  return new SyncInAsyncTransaction(
    "Another query of this transaction is still in flight: await it before calling a sync method.",
  );
}
