import {
  DatabaseError,
  fromServer,
  OperationalError,
  OrmgenError,
  type ServerFields,
} from "../errors/index.js";
import { aborted } from "./aborted.js";
import { unansweredError, type Unanswered } from "./outcome.js";
import { refuseForeign, refuseManyParameters } from "./refusals.js";
import { DISCARD_ALL_BUT_OURS, type Preamble } from "./session-settings.js";
import { StatementCache } from "./statement-cache.js";
import type { Statement } from "./statement.js";
import type { Transport } from "./transport.js";
import { encodeScript, encodeStatement } from "./wire/encode.js";
import { ReplyReader, type Reply, type Status } from "./wire/reply.js";

export interface SessionOptions {
  /** Whether statements are prepared under their names; a transaction pooler loses them. */
  readonly prepare: boolean;
  /** Goes with the first statement of every transaction: settings that a pooler does not keep. */
  readonly preamble?: Preamble;
  /** What has to be set again after everything was reset; null where the connection was made with it. */
  readonly settings?: string | null;
}

/** One exchange under way: what was sent, and what reads the answer. */
interface Call {
  readonly bytes: Buffer;
  readonly reader: ReplyReader;
  readonly unanswered: Unanswered;
  /** Whether no transaction was open before it. */
  readonly idle: boolean;
  /** The name that is prepared with it, and behind how many other ParseComplete. */
  readonly preparing: string | null;
  readonly before: number;
}

/** Further calls are yielded and answered with the reply: written once, driven in either style. */
type Calls<T> = Generator<Call, T, Reply>;

const NONE: readonly string[] = [];

/** What one connection knows: its transaction status, its prepared statements, whether it is as it was. */
export class Session {
  status: Status = "I";
  /** True once SQL of somebody else's ran on it: it may have changed what outlives a transaction. */
  altered = false;
  readonly transport: Transport;
  /** Cursors of ormgen's own that outlive a transaction: they are not closed with what others left. */
  heldCursors = 0;
  readonly #options: SessionOptions;
  readonly #prepared = new StatementCache();
  #busy = false;
  #encoding: string | null = null;

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
    return this.transport.alive && !this.#busy;
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

  async script(sql: string, own = false): Promise<Reply> {
    return this.transport.instant ? this.scriptSync(sql, own) : this.#drive(this.#script(sql, own));
  }

  scriptSync(sql: string, own = false): Reply {
    return this.#driveSync(this.#script(sql, own));
  }

  /** Undoes what a borrower left behind. Throws where it cannot. */
  async restore(): Promise<void> {
    if (this.transport.instant) this.restoreSync();
    else await this.#drive(this.#restore());
  }

  restoreSync(): void {
    this.#driveSync(this.#restore());
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
    this.#busy = true;
    try {
      await this.transport.exchange(call.bytes, call.reader, signal);
    } catch (error) {
      throw unansweredError(error, call.unanswered);
    }
    return this.#answered(call);
  }

  #exchangeSync(call: Call): Reply {
    this.#busy = true;
    try {
      this.transport.exchangeSync(call.bytes, call.reader);
    } catch (error) {
      throw unansweredError(error, call.unanswered);
    }
    return this.#answered(call);
  }

  async #drive<T>(calls: Calls<T>, signal?: AbortSignal): Promise<T> {
    let step = calls.next();
    while (!step.done) step = calls.next(await this.#exchange(step.value, signal));
    return step.value;
  }

  #driveSync<T>(calls: Calls<T>): T {
    let step = calls.next();
    while (!step.done) step = calls.next(this.#exchangeSync(step.value));
    return step.value;
  }

  /** @param anew drops the statement of that name first, which a pooler's other connection may hold or not. */
  #statementCall(statement: Statement, asked: readonly string[], anew: boolean): Call {
    const own = statement.effect?.own === true;
    if (!own) refuseForeign(statement.sql);
    refuseManyParameters(statement);
    if (own || statement.parameters.length > 0) this.#checkEncoding();
    const idle = this.status === "I";
    const { preamble, prepare } = this.#options;
    const prefix = idle && preamble !== undefined ? opening(preamble, asked) : asked;
    const name = prepare ? (statement.name ?? "") : "";
    let parse = true;
    let close = NONE;
    if (name !== "") {
      if (anew) this.#prepared.forget(name);
      parse = !this.#prepared.has(name);
      if (parse)
        close = anew
          ? [...this.#prepared.evict(statement.sql.length), name]
          : this.#prepared.evict(statement.sql.length);
    }
    const bytes = encodeStatement(statement, { name, parse, prefix, close });
    if (!own) this.altered = true;
    this.heldCursors += statement.holds ?? 0;
    return {
      bytes,
      reader: new ReplyReader(statement.columns, statement.columnsByName),
      unanswered: {
        sql: statement.sql,
        effect: statement.effect,
        alone: idle && asked.length === 0,
        whole: true,
      },
      idle,
      preparing: parse && name !== "" ? name : null,
      before: prefix.length,
    };
  }

  #answered({ reader, preparing, before, unanswered }: Call): Reply {
    this.#busy = false;
    if (preparing !== null && reader.parsed > before) this.#prepared.add(preparing, unanswered.sql.length);
    this.status = reader.status;
    if (reader.encoding !== null) this.#encoding = reader.encoding;
    if (reader.rows.length > 0) this.#checkEncoding();
    return reader;
  }

  *#recover(statement: Statement, prefix: readonly string[], call: Call, first: Reply): Calls<Reply> {
    let reply = first;
    if (reply.error !== null && isStale(reply.error) && call.idle && this.status !== "T") {
      if (this.status === "E") yield* this.#script("ROLLBACK", true);
      reply = yield this.#statementCall(statement, prefix, true);
    }
    if (reply.error !== null) throw this.#refused(reply.error, statement.sql);
    if (reply.undecodable !== null) {
      const { thrown } = reply.undecodable;
      if (thrown instanceof OrmgenError) thrown.sql ??= statement.sql;
      throw thrown;
    }
    return reply;
  }

  *#script(sql: string, own: boolean): Calls<Reply> {
    if (!own) {
      refuseForeign(sql);
      this.altered = true;
    }
    const idle = this.status === "I";
    const reply = yield {
      bytes: encodeScript(sql),
      reader: new ReplyReader(null),
      unanswered: { sql, effect: undefined, alone: idle && !own, whole: false },
      idle,
      preparing: null,
      before: 0,
    };
    if (reply.error !== null) throw this.#refused(reply.error, sql);
    return reply;
  }

  #refused(fields: ServerFields, sql: string): OrmgenError {
    if (fields.severity === "FATAL" || fields.severity === "PANIC") this.transport.destroy();
    return fromServer(fields, sql);
  }

  /** Text in another encoding could not be told from what it should be. */
  #checkEncoding(): void {
    if (this.#encoding === null || this.#encoding === "UTF8") return;
    throw new OperationalError(
      `client_encoding was set to ${this.#encoding} in this session: text could not be read. Set it back to UTF8.`,
    );
  }
}

function isFine({ error, undecodable }: Reply): boolean {
  return error === null && undecodable === null;
}

/** The preamble stands before any savepoint, whose end would undo it. */
function opening(preamble: Preamble, asked: readonly string[]): readonly string[] {
  const [begin, ...savepoints] = asked;
  return begin === undefined ? preamble.alone : [begin, ...preamble.within, ...savepoints];
}

/** A statement that the server lost, or whose tables changed under its plan. */
function isStale({ sqlstate, message }: ServerFields): boolean {
  return (
    sqlstate === "26000" || sqlstate === "42P05" || (sqlstate === "0A000" && message.includes("cached plan"))
  );
}
