import { DatabaseError, fromServer, type OrmgenError, type ServerFields } from "../errors/index.js";
import { aborted } from "./aborted.js";
import { scriptCall, type Call, type Calls } from "./call.js";
import { unansweredError, type Unanswered } from "./outcome.js";
import { isFine, isStale, opening, refuseEncoding, undecodable } from "./reply-rules.js";
import { refuseForeign, refuseManyParameters } from "./refusals.js";
import { Restoration } from "./restoration.js";
import { DISCARD_ALL_BUT_OURS, type SessionOptions } from "./session-settings.js";
import { StatementCache } from "./statement-cache.js";
import type { Statement } from "./statement.js";
import type { Transport } from "./transport.js";
import { BatchReader } from "./wire/batch.js";
import { encodeBatch, encodeStatement } from "./wire/encode.js";
import type { Reader } from "./wire/reader.js";
import { ReplyReader, type Reply, type Status } from "./wire/reply.js";

const NONE: readonly string[] = [];
const NOTHING = Buffer.alloc(0);

/** What one connection knows: its status, its prepared statements, whether it is as it was. */
export class Session {
  status: Status = "I";
  /** True once SQL of somebody else's ran on it: it may have changed what outlives a transaction. */
  altered = false;
  readonly transport: Transport;
  /** Cursors of ormgen's own that outlive a transaction: they are not closed with what others left. */
  heldCursors = 0;
  /** How often something was sent: what is refused before that leaves the count as it was. */
  sent = 0;
  readonly #options: SessionOptions;
  readonly #prepared = new StatementCache();
  #busy = false;
  #retired = false; // After a failover another server takes the writes.
  #encoding: string | null = null;
  readonly #restoration = new Restoration();

  constructor(transport: Transport, options: SessionOptions) {
    this.transport = transport;
    this.#options = options;
  }

  /** Whether the next borrower would find it as new. */
  get clean(): boolean {
    return this.restorable && this.status === "I" && !this.altered;
  }

  /** Whether it can be made as new: nothing is under way on it, and it was not cut off. */
  get restorable(): boolean {
    return this.transport.alive && !this.#busy && !this.#retired;
  }

  /** True during an exchange, and for ever after one that was cut off. */
  get busy(): boolean {
    return this.#busy;
  }

  async run(statement: Statement, prefix = NONE, signal?: AbortSignal): Promise<Reply> {
    if (signal?.aborted === true) throw aborted(signal);
    if (this.transport.instant) return this.runSync(statement, prefix);
    const call = this.#statementCall(statement, prefix, false);
    const reply = await this.#exchange(call, signal);
    return isFine(reply) ? reply : this.#drive(this.#recover(statement, prefix, call, reply), signal);
  }

  runSync(statement: Statement, prefix = NONE): Reply {
    const call = this.#statementCall(statement, prefix, false);
    const reply = this.#exchangeSync(call);
    return isFine(reply) ? reply : this.#driveSync(this.#recover(statement, prefix, call, reply));
  }

  /**
   * Several statements of ormgen's own in one exchange; outside of a transaction those that only read. Null where they have
   * to go one by one: what begins a transaction, or where one of them failed and nothing is lost by asking again.
   */
  async runAll(
    statements: readonly Statement[],
    prefix = NONE,
    signal?: AbortSignal,
  ): Promise<readonly Reply[] | null> {
    if (!this.#batches(statements, prefix)) return null;
    const { calls, bytes, reader } = this.#batch(statements, prefix);
    await this.#send(bytes, reader, calls[0]!.unanswered, signal);
    return this.#batchAnswered(calls, reader.current);
  }

  runAllSync(statements: readonly Statement[], prefix = NONE): readonly Reply[] | null {
    if (!this.#batches(statements, prefix)) return null;
    const { calls, bytes, reader } = this.#batch(statements, prefix);
    this.#sendSync(bytes, reader, calls[0]!.unanswered);
    return this.#batchAnswered(calls, reader.current);
  }

  #batches(statements: readonly Statement[], { length }: readonly string[]): boolean {
    if (this.transport.instant || this.status === "E") return false;
    const inside = this.status === "T" || length > 0;
    return statements.every(({ effect }) => effect?.own === true && (inside || effect.reads));
  }

  #batch(statements: readonly Statement[], prefix: readonly string[]) {
    const begun = new Set<string>();
    const calls = statements.map((statement, at) => {
      const call = this.#call(statement, at === 0 ? prefix : null, false, begun);
      if (call.preparing !== null) begun.add(call.preparing);
      return call;
    });
    const shapes = calls.map(({ shape }) => shape!);
    const readers = calls.map(({ reader }) => reader);
    const bytes = encodeBatch(statements, shapes);
    return { calls, bytes, reader: new BatchReader(readers, shapes[0]!.prefix.length) };
  }

  #batchAnswered(calls: readonly Call[], last: ReplyReader): readonly Reply[] | null {
    for (const call of calls) this.#noteParsed(call);
    this.status = last.status;
    if (last.encoding !== null) this.#encoding = last.encoding;
    const failed = calls.find(({ reader }) => !isFine(reader));
    if (failed === undefined) return calls.map(({ reader }) => reader);
    const { error } = failed.reader;
    const { sql } = failed.unanswered;
    if (error === null) throw undecodable(failed.reader.undecodable!.thrown, sql);
    // Outside of a transaction, where all only read, each may be asked again by itself.
    if (this.status !== "E") return null;
    throw this.#refused(error, sql);
  }

  async script(sql: string, own = false): Promise<Reply> {
    return this.transport.instant ? this.scriptSync(sql, own) : this.#drive(this.#script(sql, own));
  }

  scriptSync(sql: string, own = false): Reply {
    return this.#driveSync(this.#script(sql, own));
  }

  /** Undoes what a borrower left behind. Throws where it cannot. */
  async restore(): Promise<void> {
    if (this.transport.instant) return this.restoreSync();
    const exchange = ({ bytes, reader }: Call) => {
      this.#busy = true;
      this.sent += 1;
      return this.transport.exchange(bytes, reader);
    };
    await this.#restoration.run(this.#restore(), exchange, (call) => this.#restored(call));
  }

  /** The same; goes on with what `restore()` began. */
  restoreSync(): void {
    const { transport } = this;
    const begun = transport.settleSync && this.#restoration.takeOver();
    if (!transport.settleSync || !begun) return this.#driveSync(this.#restore());
    transport.settleSync();
    this.#driveSync(begun.calls, begun.calls.next(this.#restored(begun.call)));
  }

  #restored(call: Call): Reply {
    this.#busy = false;
    return this.#answered(call);
  }

  *#restore(): Calls<void> {
    if (this.#busy) throw new DatabaseError("A call was cut off in the middle of an exchange.");
    if (this.status !== "I") yield* this.#script("ROLLBACK", true);
    if (!this.altered) return;
    // From here on, and not from the answer on: what is prepared meanwhile stays known.
    this.#prepared.clear();
    this.altered = false;
    if (this.heldCursors === 0) yield* this.#script("DISCARD ALL", true);
    else yield* this.#script(DISCARD_ALL_BUT_OURS, true);
    const { settings } = this.#options;
    if (settings != null) yield* this.#script(settings, true);
  }

  async #exchange(call: Call, signal?: AbortSignal): Promise<Reply> {
    await this.#send(call.bytes, call.reader, call.unanswered, signal);
    return this.#answered(call);
  }

  #exchangeSync(call: Call): Reply {
    this.#sendSync(call.bytes, call.reader, call.unanswered);
    return this.#answered(call);
  }

  async #send(bytes: Buffer, reader: Reader, unanswered: Unanswered, signal?: AbortSignal): Promise<void> {
    this.#busy = true;
    this.sent += 1;
    try {
      await this.transport.exchange(bytes, reader, signal);
    } catch (error) {
      throw unansweredError(error, unanswered);
    }
    this.#busy = false;
  }

  #sendSync(bytes: Buffer, reader: Reader, unanswered: Unanswered): void {
    this.#busy = true;
    this.sent += 1;
    try {
      this.transport.exchangeSync(bytes, reader, unanswered.sql);
    } catch (error) {
      throw unansweredError(error, unanswered);
    }
    this.#busy = false;
  }

  async #drive<T>(calls: Calls<T>, signal?: AbortSignal): Promise<T> {
    let step = calls.next();
    while (!step.done) step = calls.next(await this.#exchange(step.value, signal));
    return step.value;
  }

  #driveSync<T>(calls: Calls<T>, first = calls.next()): T {
    let step = first;
    while (!step.done) step = calls.next(this.#exchangeSync(step.value));
    return step.value;
  }

  /** @param anew drops the statement of that name first, which a pooler's other connection may hold or not. */
  #statementCall(statement: Statement, asked: readonly string[], anew: boolean): Call {
    const call = this.#call(statement, asked, anew, null);
    call.bytes = encodeStatement(statement, call.shape!);
    return call;
  }

  /**
   * @param asked null for what follows another statement in the same exchange.
   * @param begun names that statements before it in the same exchange prepare.
   */
  #call(
    statement: Statement,
    asked: readonly string[] | null,
    anew: boolean,
    begun: Set<string> | null,
  ): Call {
    const { sql, effect } = statement;
    const own = effect?.own === true;
    if (!own) refuseForeign(sql);
    refuseManyParameters(statement);
    if (own || statement.parameters.length > 0) refuseEncoding(this.#encoding);
    const idle = this.status === "I";
    const { preamble, prepare } = this.#options;
    const prefix = asked === null ? NONE : idle && preamble !== undefined ? opening(preamble, asked) : asked;
    const name = prepare ? (statement.name ?? "") : "";
    const named = name !== "";
    const known = named && !anew && (this.#prepared.has(name) || begun?.has(name) === true);
    const close = named && !known ? this.#prepared.roomFor(name, sql.length, anew) : NONE;
    if (!own) this.altered = true;
    this.heldCursors += statement.holds ?? 0;
    return {
      bytes: NOTHING,
      shape: { name, parse: !known, prefix, close },
      reader: new ReplyReader(statement.columns, statement.columnsByName),
      unanswered: { sql, effect, alone: idle && (asked ?? NONE).length === 0, whole: true },
      idle,
      preparing: named && !known ? name : null,
    };
  }

  #answered(call: Call): Reply {
    const { reader } = call;
    this.#noteParsed(call);
    this.status = reader.status;
    if (reader.encoding !== null) this.#encoding = reader.encoding;
    if (reader.rows.length > 0) refuseEncoding(this.#encoding);
    return reader;
  }

  /** A statement counts as prepared once the server said so, even if its execution then failed. */
  #noteParsed({ reader, preparing, shape, unanswered }: Call): void {
    if (preparing !== null && shape !== null && reader.parsed > shape.prefix.length)
      this.#prepared.add(preparing, unanswered.sql.length);
  }

  *#recover(statement: Statement, prefix: readonly string[], call: Call, first: Reply): Calls<Reply> {
    let reply = first;
    if (reply.error !== null && isStale(reply.error) && call.idle && this.status !== "T") {
      if (this.status === "E") yield* this.#script("ROLLBACK", true);
      reply = yield this.#statementCall(statement, prefix, true);
    }
    if (reply.error !== null) throw this.#refused(reply.error, statement.sql, statement.parameters);
    if (reply.undecodable !== null) throw undecodable(reply.undecodable.thrown, statement.sql);
    return reply;
  }

  *#script(sql: string, own: boolean): Calls<Reply> {
    if (!own) {
      refuseForeign(sql);
      this.altered = true;
    }
    const reply = yield scriptCall(sql, own, this.status === "I");
    if (reply.error === null) return reply;
    throw this.#refused(reply.error, sql);
  }

  #refused(fields: ServerFields, sql: string, parameters?: Statement["parameters"]): OrmgenError {
    this.#retired ||= fields.sqlstate === "25006" && !this.transport.instant;
    if (fields.severity === "FATAL" || fields.severity === "PANIC") this.transport.destroy();
    return fromServer(fields, sql, parameters);
  }
}
