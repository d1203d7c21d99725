import type { Database, Holder, Lease } from "../../driver/database.js";
import type { Session } from "../../driver/session.js";
import type { Reply } from "../../driver/wire/reply.js";
import { SyncForbidden } from "../../errors/index.js";
import { allowSync } from "./allow-sync.js";
import { refusePromise } from "../transaction/callback-result.js";
import { currentContext, type Context } from "../context.js";
import { anybodyListens, NOBODY, reporterOf, type Outcome, type Who } from "./events.js";
import { tagged } from "./tags.js";
import { effectOf, type Statement } from "../../driver/statement.js";
import type { Step } from "./operation.js";
import { runHooks, runHooksSync } from "../transaction/hooks.js";
import { onLease, onLeaseSync } from "./on-lease.js";
import { databaseFor, noteWrite } from "../connection/registry.js";
import { OwnTransactions } from "../transaction/own-transactions.js";
import type { Place } from "../connection/home.js";
import { Transaction, type Style } from "../transaction/transaction.js";
import { within } from "./within.js";

/** One run of one operation: finds the connection or transaction that each of its steps belongs to. */
export class Run {
  readonly #style: Style;
  readonly #context: Context = currentContext();
  readonly #streaming: Holder | null;
  readonly #signal: AbortSignal | undefined;
  readonly #own = new OwnTransactions();
  readonly #entered: Transaction[] = [];
  readonly #who: Who;
  /** The database that the last statement outside of a transaction went to. */
  #asked: Database | null = null;
  #wrote: string | null = null;

  constructor(
    style: Style,
    options: {
      /** Who streams: the message of a PoolTimeout names them. */
      readonly streaming?: Holder;
      readonly signal?: AbortSignal | undefined;
      readonly who?: Who;
    } = {},
  ) {
    this.#who = options.who ?? NOBODY;
    this.#style = style;
    this.#streaming = options.streaming ?? null;
    this.#signal = options.signal ?? this.#context.signal;
    if (style === "sync" && this.#context.forbidSync) {
      throw new SyncForbidden("A sync query inside forbidSync(): await its async twin instead.");
    }
  }

  async answer(step: Step): Promise<unknown> {
    switch (step.kind) {
      case "query":
        return this.#query(step.statement, step.using ?? this.#context.main);
      case "queries":
        return this.#queries(step.statements, step.using ?? this.#context.main);
      case "begin":
        return this.#begin(step.using ?? this.#context.main);
      case "commit":
        return runHooks((await this.#own.pop(step.using ?? this.#context.main)?.commit()) ?? []);
      case "rollback":
        return void (await this.#own.pop(step.using ?? this.#context.main)?.rollback());
      case "call":
        return void (await within(step, this.#transaction(step.using)));
      default:
        return this.#told(step);
    }
  }

  answerSync(step: Step): unknown {
    switch (step.kind) {
      case "query":
        return this.#querySync(step.statement, step.using ?? this.#context.main);
      case "queries":
        return this.#queriesSync(step.statements, step.using ?? this.#context.main);
      case "begin":
        return this.#beginSync(step.using ?? this.#context.main);
      case "commit":
        return runHooksSync(this.#own.pop(step.using ?? this.#context.main)?.commitSync() ?? []);
      case "rollback":
        return void this.#own.pop(step.using ?? this.#context.main)?.rollbackSync();
      case "call":
        return void refusePromise(within(step, this.#transaction(step.using)), "a sync call", "its twin");
      default:
        return this.#told(step);
    }
  }

  /** Closes what the operation left open, and counts it out of the transactions it ran in. */
  async finish(): Promise<void> {
    for (const transaction of this.#own.takeAll()) await transaction.rollback();
    this.#leave();
  }

  finishSync(): void {
    for (const transaction of this.#own.takeAll()) transaction.rollbackSync();
    this.#leave();
  }

  /** A stream that hands out rows: what is around it does not wait for whoever reads them. */
  pause(): void {
    for (const transaction of this.#entered) transaction.leave();
  }

  /** Throws where what is around it has ended meanwhile. */
  resume(): void {
    for (const [at, transaction] of this.#entered.entries()) {
      try {
        transaction.enter(this.#style);
      } catch (error) {
        // Those before it are waited for again, the others are not.
        this.#entered.splice(at);
        throw error;
      }
    }
  }

  /** Whether it runs in a transaction of the caller's. */
  get inside(): boolean {
    return this.#entered.length > 0;
  }

  /** The database whose connection it holds by a transaction of its own, if it does. */
  get holds(): Database | null {
    return this.#own.outermost?.database ?? null;
  }

  #leave(): void {
    if (this.#wrote !== null) noteWrite(this.#wrote);
    for (const transaction of this.#entered.splice(0)) transaction.leave();
  }

  #told(step: Step): unknown {
    if (step.kind === "style") return this.#style;
    if (step.kind === "fate") return this.#transaction(step.using)?.fate;
    if (step.kind === "traits") {
      const using = step.using ?? this.#context.main;
      return { ...databaseFor(using).traits, inTransaction: this.#transaction(using) !== null };
    }
    throw new TypeError("This operation streams: drive it with streamAsync or streamSync.");
  }

  async #query(asked: Statement, using: string): Promise<Reply> {
    const statement = tagged(asked, this.#context.tags);
    const report = this.#reporter(statement, using);
    try {
      const reply = await this.#send(statement, using);
      report?.({ rows: reply.rows.length });
      return reply;
    } catch (error) {
      report?.({ error });
      throw error;
    }
  }

  #querySync(asked: Statement, using: string): Reply {
    const statement = tagged(asked, this.#context.tags);
    const report = this.#reporter(statement, using);
    try {
      const reply = this.#sendSync(statement, using);
      report?.({ rows: reply.rows.length });
      return reply;
    } catch (error) {
      report?.({ error });
      throw error;
    }
  }

  /** In one exchange in a transaction; one by one where each is told of, or may go elsewhere. */
  async #queries(statements: readonly Statement[], using: string): Promise<readonly Reply[]> {
    const transaction = anybodyListens() ? null : this.#transaction(using);
    const signal = this.#signal;
    const ask = (at: Session, prefix: readonly string[]) => at.runAll(statements, prefix, signal);
    const together = transaction?.guard === null ? transaction.inTurn(ask, signal) : null;
    const replies = [...((await together) ?? [])];
    if (replies.length === 0) for (const each of statements) replies.push(await this.#query(each, using));
    return replies;
  }

  #queriesSync(statements: readonly Statement[], using: string): readonly Reply[] {
    const transaction = anybodyListens() ? null : this.#transaction(using);
    const ask = (at: Session, prefix: readonly string[]) => at.runAllSync(statements, prefix);
    const together = transaction?.guard === null ? transaction.inTurnSync(ask) : null;
    return together ?? statements.map((statement) => this.#querySync(statement, using));
  }

  #reporter(statement: Statement, using: string): ((outcome: Outcome) => void) | null {
    return reporterOf(statement, () => {
      const transaction = this.#own.innermost(using) ?? this.#context.transactions.get(using);
      const database = transaction?.database ?? this.#asked ?? databaseFor(using);
      return { ...this.#who, style: this.#style, using, database, transaction: transaction?.number ?? null };
    });
  }

  async #send(statement: Statement, using: string): Promise<Reply> {
    const transaction = this.#transaction(using);
    if (transaction !== null) {
      const signal = this.#signal;
      return transaction.inTurn((session, prefix) => session.run(statement, prefix, signal), signal);
    }
    const database = this.#database(using, statement);
    const asker = { holder: "a query", pin: this.#context.pin, signal: this.#signal } as const;
    return onLease(database, asker, (session) => session.run(statement, [], this.#signal));
  }

  #sendSync(statement: Statement, using: string): Reply {
    const transaction = this.#transaction(using);
    if (transaction !== null)
      return transaction.inTurnSync((session, prefix) => session.runSync(statement, prefix));
    const database = this.#database(using, statement);
    const asker = { holder: "a query", pin: this.#context.pin } as const;
    return onLeaseSync(database, asker, (session) => session.runSync(statement));
  }

  async #begin(using: string): Promise<void> {
    const around = this.#transaction(using);
    if (around === null) {
      const database = databaseFor(using);
      const pin = this.#context.pin;
      const lease = pin === undefined ? null : await pin.lease(database, this.#signal);
      this.#own.push(using, new Transaction(database, "async", {}, this.#place(using, lease)));
    } else {
      // A savepoint would hold up the consumer's own queries between two chunks.
      this.#own.push(using, this.#streaming !== null ? null : await around.openChild({}, { own: true }));
    }
  }

  #beginSync(using: string): void {
    const around = this.#transaction(using);
    if (around === null) {
      const database = databaseFor(using);
      allowSync(database);
      const lease = this.#context.pin?.leaseSync(database) ?? null;
      this.#own.push(using, new Transaction(database, "sync", {}, this.#place(using, lease)));
    } else {
      this.#own.push(using, this.#streaming !== null ? null : around.openChildSync({}, { own: true }));
    }
  }

  #place(using: string, lease: Lease | null): Place {
    const holder = this.#streaming;
    return { using, parent: null, lease, pin: this.#context.pin, ...(holder === null ? {} : { holder }) };
  }

  /** The operation's own innermost transaction, else the caller's, which then waits for this run. */
  #transaction(using: string = this.#context.main): Transaction | null {
    const own = this.#own.innermost(using);
    if (own !== null) return own;
    const outer = this.#context.transactions.get(using) ?? null;
    if (outer !== null && !this.#entered.includes(outer)) {
      outer.enter(this.#style);
      this.#entered.push(outer);
    }
    return outer;
  }

  /** Reads outside transactions may go to a replica, until the operation has written. */
  #database(using: string, statement: Statement): Database {
    const { reads } = statement.effect ?? effectOf(statement.sql, false);
    if (!reads) this.#wrote = using;
    const database = databaseFor(using, this.#wrote === null && this.#context.pin === undefined);
    if (this.#style === "sync") allowSync(database);
    this.#asked = database;
    return database;
  }
}
