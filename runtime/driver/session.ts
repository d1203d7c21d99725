import { DatabaseError, fromServer, OrmgenError, type ServerFields } from "../errors/index.js";
import type { Statement } from "./statement.js";
import { aborted } from "./aborted.js";
import type { Preamble } from "./session-settings.js";
import { StatementCache } from "./statement-cache.js";
import type { Transport } from "./transport.js";
import { encodeScript, encodeStatement } from "./wire/encode.js";
import { decodeReply, type Reply, type Status } from "./wire/reply.js";

export interface SessionOptions {
  /** Whether statements are prepared under their names; a transaction pooler loses them. */
  readonly prepare: boolean;
  /** Goes with the first statement of every transaction: settings that a pooler does not keep. */
  readonly preamble?: Preamble;
}

/** Bytes to exchange are yielded and answered with the reply: written once, driven in either style. */
type Exchange<T> = Generator<Uint8Array, T, Buffer>;

/** What one connection knows: its transaction status, its prepared statements, whether it is as it was. */
export class Session {
  status: Status = "I";
  /** True once a command changed what outlives a transaction: such a connection is not passed on. */
  altered = false;
  readonly transport: Transport;
  readonly #options: SessionOptions;
  readonly #prepared = new StatementCache();
  #busy = false;

  constructor(transport: Transport, options: SessionOptions) {
    this.transport = transport;
    this.#options = options;
  }

  /** Whether the next borrower would find it as new. */
  get clean(): boolean {
    return this.transport.alive && this.status === "I" && !this.altered && !this.#busy;
  }

  /** True during an exchange, and for ever after one that was cut off. */
  get busy(): boolean {
    return this.#busy;
  }

  async run(statement: Statement, prefix: readonly string[] = [], signal?: AbortSignal): Promise<Reply> {
    if (signal?.aborted === true) throw aborted(signal);
    if (this.transport.instant) return this.runSync(statement, prefix);
    return this.#drive(this.#statement(statement, prefix), signal);
  }

  runSync(statement: Statement, prefix: readonly string[] = []): Reply {
    return this.#driveSync(this.#statement(statement, prefix));
  }

  async script(sql: string): Promise<Reply> {
    if (this.transport.instant) return this.scriptSync(sql);
    return this.#drive(this.#script(sql));
  }

  scriptSync(sql: string): Reply {
    return this.#driveSync(this.#script(sql));
  }

  /** Undoes what a borrower left behind, on a session that has no successor. Throws where it cannot. */
  restoreSync(): void {
    if (this.#busy) throw new DatabaseError("A call was cut off in the middle of an exchange.");
    if (this.status !== "I") this.scriptSync("ROLLBACK");
    if (!this.altered) return;
    this.scriptSync("DISCARD ALL");
    this.#prepared.clear();
    this.altered = false;
  }

  async #drive<T>(steps: Exchange<T>, signal?: AbortSignal): Promise<T> {
    let step = steps.next();
    while (!step.done) {
      this.#busy = true;
      const reply = await this.transport.exchange(step.value, signal);
      this.#busy = false;
      step = steps.next(reply);
    }
    return step.value;
  }

  #driveSync<T>(steps: Exchange<T>): T {
    let step = steps.next();
    while (!step.done) {
      this.#busy = true;
      const reply = this.transport.exchangeSync(step.value);
      this.#busy = false;
      step = steps.next(reply);
    }
    return step.value;
  }

  *#statement(statement: Statement, asked: readonly string[]): Exchange<Reply> {
    refuse(statement.sql);
    const idle = this.status === "I";
    const prefix = idle ? this.#opening(asked) : asked;
    let reply = yield* this.#once(statement, prefix);
    if (reply.error !== null && idle && this.status !== "T" && isStale(reply.error)) {
      if (this.status === "E") yield* this.#script("ROLLBACK");
      reply = yield* this.#once(statement, prefix, true);
    }
    if (reply.error !== null) throw this.#refused(reply.error, statement.sql);
    if (reply.undecodable !== null) {
      const { thrown } = reply.undecodable;
      if (thrown instanceof OrmgenError) thrown.sql ??= statement.sql;
      throw thrown;
    }
    return reply;
  }

  /** The preamble stands before any savepoint, whose end would undo it. */
  #opening(asked: readonly string[]): readonly string[] {
    const { preamble } = this.#options;
    if (preamble === undefined) return asked;
    const [begin, ...savepoints] = asked;
    return begin === undefined ? preamble.alone : [begin, ...preamble.within, ...savepoints];
  }

  /** @param anew drops the statement of that name first, which a pooler's other connection may hold or not. */
  *#once(statement: Statement, prefix: readonly string[], anew = false): Exchange<Reply> {
    const name = this.#options.prepare ? (statement.name ?? "") : "";
    if (anew) this.#prepared.forget(name);
    const known = name !== "" && this.#prepared.has(name);
    const evicted = known || name === "" ? [] : this.#prepared.evict();
    const close = anew && name !== "" ? [...evicted, name] : evicted;
    const shape = { name, parse: !known, prefix, close };
    const reply = decodeReply(
      yield encodeStatement(statement, shape),
      statement.columns,
      statement.columnsByName,
    );
    if (name !== "" && !known && reply.parsed > prefix.length) this.#prepared.add(name);
    this.status = reply.status;
    // A statement that is prepared here has been looked at when it was.
    if (!known && changesSession(statement.sql, reply.tags.at(-1) ?? "")) this.altered = true;
    return reply;
  }

  *#script(sql: string): Exchange<Reply> {
    refuse(sql);
    const reply = decodeReply(yield encodeScript(sql), null);
    this.status = reply.status;
    if (reply.tags.some((tag) => changesSession(sql, tag))) this.altered = true;
    if (reply.error !== null) throw this.#refused(reply.error, sql);
    return reply;
  }

  #refused(fields: ServerFields, sql: string): OrmgenError {
    if (fields.severity === "FATAL" || fields.severity === "PANIC") this.transport.destroy();
    return fromServer(fields, sql);
  }
}

/** COPY FROM STDIN would wait for data that no exchange brings; a NUL would cut the message short. */
function refuse(sql: string): void {
  if (sql.includes("\0")) throw new DatabaseError("SQL cannot hold a NUL character.");
  if (/\bcopy\b[^;]*\bfrom\s+stdin\b/iu.test(sql)) {
    throw new DatabaseError("COPY FROM STDIN is not supported here: insert the rows with bulkCreate().", {
      sql,
    });
  }
}

/** A statement that the server lost, or whose tables changed under its plan. */
function isStale({ sqlstate, message }: ServerFields): boolean {
  return (
    sqlstate === "26000" || sqlstate === "42P05" || (sqlstate === "0A000" && message.includes("cached plan"))
  );
}

const SESSION_FUNCTIONS = /\bset_config\s*\(|\bpg_(?:try_)?advisory_lock/iu;
const LOCAL_SETTING = /^\s*set\s+(?:local|constraints|transaction)\b/iu;
const TEMPORARY = /\btemp(?:orary)?\b/iu;

function changesSession(sql: string, tag: string): boolean {
  if (tag === "SET") return !LOCAL_SETTING.test(sql);
  if (tag === "LISTEN" || tag === "PREPARE" || tag === "LOAD") return true;
  if (tag.startsWith("CREATE") || tag.startsWith("SELECT")) {
    return tag.startsWith("C") ? TEMPORARY.test(sql) : SESSION_FUNCTIONS.test(sql);
  }
  return false;
}
