import type { Duplex } from "node:stream";
import type { ClientConfig } from "pg";
import { fromServer, SyncInAsyncTransaction } from "../../errors/index.js";
import { aborted } from "../aborted.js";
import { withFate } from "../fate.js";
import { settled } from "../settled.js";
import { sessionScript } from "../session-settings.js";
import { tooLate } from "../too-late.js";
import type { Transport } from "../transport.js";
import { encodeScript, keepEncoded } from "../wire/encode.js";
import type { Reader } from "../wire/reader.js";
import { ReplyReader } from "../wire/reply.js";
import { endDeadlock, type Guarded } from "./own-deadlock.js";
import { Answers, type Pending } from "./answers.js";
import { sendCancel } from "./cancel.js";
import { connectFailure, lost, silent } from "./connect-failure.js";
import { Descriptor, type Manner } from "./descriptor.js";
import { openClient, type Opened } from "./open-client.js";
import { Pace } from "./pace.js";
import { patienceFor, type Patience } from "./patience.js";
import { isThere, PEER_MS } from "./peer.js";
import { answerLimit, type ServerTarget } from "./server-config.js";
import { watch, type Watched } from "./watch.js";

type Socket = Duplex & {
  readonly encrypted?: boolean;
  readonly _handle?: { readonly fd?: number } | null;
  ref?(): void;
  unref?(): void;
};

/** What pg's Client has beyond its published types. */
interface OpenClient {
  readonly connection: { readonly stream: Socket };
  readonly processID: number;
  readonly secretKey: number;
}

export interface Use {
  /** Whether sync calls may block on the socket's own descriptor. */
  readonly direct?: boolean;
  /** Asked once a second while a sync call waits, which it would do for ever where it is cancelled. */
  readonly guard?: (connection: ServerConnection, leftMs: number) => Guarded;
}

const SCRIPT = 0x51;
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);
/** After so long a silence the server is asked, over another connection, whether it is there. */
const SILENCE_MS = 15_000;
/** A connection that stood idle so long is looked at before it is used. */
const FRESH_MS = 50;

/** A connection that pg made (authentication, TLS) and that is used by whole exchanges from then on. */
export class ServerConnection implements Transport, Watched {
  readonly instant = false;
  readonly pid: number;
  /** Whether the settings that codecs rely on are those that it starts with. */
  readonly settled: boolean;
  readonly secretKey: number;
  readonly #target: ServerTarget;
  readonly #use: Use;
  readonly #config: ClientConfig;
  readonly #label: string;
  readonly #socket: Socket;
  readonly #limit: number | null;
  readonly #answers = new Answers();
  readonly #pace = new Pace();
  #alive = true;
  #cause: unknown = null;
  #usedAt = 0;
  #asking = false;

  private constructor({ client, config, label, settled }: Opened, target: ServerTarget, use: Use) {
    const { connection, processID, secretKey } = client as unknown as OpenClient;
    this.pid = processID;
    this.secretKey = secretKey;
    this.settled = settled;
    this.#target = target;
    this.#use = use;
    this.#config = config;
    this.#label = label;
    this.#limit = answerLimit(target);
    this.#socket = connection.stream;
    this.#socket.removeAllListeners("data");
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    // pg turns the socket's errors and its end into these; without a listener they would end the process.
    client.on("error", (error) => this.#break(error));
    client.on("end", () => this.#break(null));
    this.#socket.unref?.();
  }

  /** Throws `ConnectionFailed`. */
  static async open(target: ServerTarget, use: Use = {}): Promise<ServerConnection> {
    const opened = await openClient(target);
    const connection = new ServerConnection(opened, target, use);
    if (opened.settled) return connection;
    const limit = AbortSignal.timeout(target.connectTimeoutMs);
    try {
      const reader = new ReplyReader(null);
      await connection.exchange(encodeScript(sessionScript(target)), reader, limit);
      if (reader.error !== null) throw fromServer(reader.error);
      return connection;
    } catch (error) {
      connection.destroy();
      throw connectFailure(limit.aborted ? new Error("timeout expired") : error, opened.label);
    }
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Whether nothing is under way on it. */
  get idle(): boolean {
    return this.#answers.count === 0;
  }

  get reachableSync(): boolean {
    return this.#use.direct === true && this.#fd >= 0;
  }

  exchange(bytes: Uint8Array, reader: Reader, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(withFate(aborted(signal), "never ran"));
    const reply = new Promise<void>((resolve, reject) => this.#send(bytes, reader, resolve, reject));
    return signal === undefined ? reply : this.#abortable(reply, signal);
  }

  exchangeSync(bytes: Uint8Array, reader: Reader, sql = ""): void {
    const descriptor = this.#descriptor();
    let cancelled = false;
    const patience = this.#patience((leftMs) => {
      if (cancelled) return;
      const seen = this.#use.guard?.(this, leftMs);
      cancelled = seen?.cancelled === true;
      return seen?.doing;
    });
    this.#settle(descriptor, patience);
    this.#catchUp();
    const outcome: { read: boolean; error?: unknown } = { read: false };
    const onRead = () => void (outcome.read = true);
    const onError = (error: unknown) => void (outcome.error = error);
    if (!this.#queue(reader, bytes, onRead, onError)) throw this.#neverRan();
    const sent = descriptor.write(bytes, patience, (chunk) => this.#take(chunk));
    if (sent < bytes.length) this.#break(null, sent === 0);
    const manner = this.#pace.mannerFor(sql);
    const asked = performance.now();
    if (!outcome.read && this.#alive) this.#readMore(descriptor, patience, manner);
    const tookMs = performance.now() - asked;
    this.#pace.note(sql, { sleptMs: manner.sleepMs, tookMs, atOnce: descriptor.atOnce });
    while (!outcome.read && this.#alive) this.#readMore(descriptor, patience);
    if (!outcome.read) throw outcome.error;
    if (cancelled) endDeadlock(this, reader);
  }

  settleSync(): void {
    this.#settle(
      this.#descriptor(),
      this.#patience(() => undefined),
    );
    if (!this.#alive) throw this.#neverRan();
  }

  look(now: number): void {
    const { first, heardAt } = this.#answers;
    if (first === undefined) return;
    const waited = now - first.since;
    if (this.#limit !== null && waited > this.#limit) return this.#giveUp(tooLate(this.#limit));
    if (this.#asking || now - Math.max(first.since, heardAt) < SILENCE_MS) return;
    this.#asking = true;
    // A pooler takes no settings at the start, and numbers its connections by itself.
    const pid = this.settled ? this.pid : null;
    const monitor = { ...this.#target, connectTimeoutMs: PEER_MS, statementTimeoutMs: PEER_MS };
    void isThere(ServerConnection.open(monitor), pid).then((there) => {
      this.#asking = false;
      this.#answers.heardAt = performance.now();
      if (!there && this.#answers.first === first) this.#giveUp(silent(this.#label));
    });
  }

  /** Stops what the server is doing for this connection, which is then not used again. */
  async cancel(): Promise<void> {
    await sendCancel(this.#config, this.pid, this.secretKey);
  }

  destroy(): void {
    if (!this.#alive) return;
    this.#socket.write(TERMINATE);
    this.#break(null);
    // A polite end; the socket is not waited for.
    this.#socket.end();
    this.#socket.unref?.();
  }

  get #fd(): number {
    const { encrypted, _handle, writableLength } = this.#socket;
    return encrypted === true || writableLength > 0 ? -1 : (_handle?.fd ?? -1);
  }

  #send(bytes: Uint8Array, reader: Reader, resolve: () => void, reject: (error: unknown) => void): void {
    this.#catchUp();
    if (!this.#queue(reader, bytes, resolve, reject)) return reject(this.#neverRan());
    this.#socket.write(bytes);
    if (this.#socket.writableLength > 0) keepEncoded();
  }

  #queue(reader: Reader, bytes: Uint8Array, resolve: () => void, reject: (error: unknown) => void): boolean {
    // What ends a connection can have come before it was heard of.
    if (this.#answers.handUnasked(reader) || this.#socket.readableEnded) this.#break(null);
    if (!this.#alive) return false;
    this.#usedAt = performance.now();
    this.#answers.expect({ reader, resolve, reject, script: bytes[0] === SCRIPT, since: this.#usedAt });
    if (this.#answers.count > 1) return true;
    this.#socket.ref?.();
    watch.add(this);
    return true;
  }

  async #abortable(reply: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await settled(reply, signal, () => aborted(signal));
    } catch (error) {
      if (signal.aborted) this.#giveUp(aborted(signal));
      throw error;
    }
  }

  /** A cancel that comes late would hit the next query, so the connection is dropped; nobody waits for the cancel. */
  #giveUp(error: Error): void {
    if (!this.#alive) return;
    void this.cancel().finally(() => this.#socket.destroy());
    this.#alive = false;
    this.#cause = error;
    this.#rejectAll(() => error);
  }

  #receive(chunk: Buffer): void {
    if (!this.#answers.receive(chunk)) return;
    this.#socket.unref?.();
    watch.remove(this);
  }

  #descriptor(): Descriptor {
    const fd = this.#fd;
    if (!this.#alive) throw this.#neverRan();
    if (fd >= 0) return new Descriptor(fd);
    throw new SyncInAsyncTransaction("A sync call cannot use this connection: await the async twin.");
  }

  /** What is under way keeps its answer, for who awaits it. */
  #settle(descriptor: Descriptor, patience: Patience): void {
    while (this.#alive && !this.idle) this.#readMore(descriptor, patience);
  }

  #readMore(descriptor: Descriptor, patience: Patience, manner?: Manner): void {
    this.#take(descriptor.read(patience, manner));
  }

  #take(chunk: Buffer | null): void {
    if (chunk === null) this.#break(null);
    else this.#receive(chunk);
  }

  /** Whether the server hung up while nothing was asked is known before anything is sent. */
  #catchUp(): void {
    if (performance.now() - this.#usedAt <= FRESH_MS || !this.#alive || !this.idle) return;
    const fd = this.#fd;
    if (fd >= 0) for (const chunk of new Descriptor(fd).there()) this.#take(chunk);
  }

  #patience(look: (leftMs: number) => string | undefined): Patience {
    const limit = this.#limit ?? this.#target.syncTimeoutMs;
    return patienceFor(limit, (error) => this.#giveUp(error), look);
  }

  #break(cause: unknown, unsent = false): void {
    if (!this.#alive) return;
    this.#alive = false;
    const { first } = this.#answers;
    const { error, bound } = this.#answers.interrupted;
    this.#cause ??= error === null ? cause : fromServer(error);
    const fatal = error !== null && (error.severity === "FATAL" || error.severity === "PANIC");
    const ran = first !== undefined && (bound || first.script);
    const fate = unsent ? "never ran" : !fatal ? undefined : ran ? "undone" : "never ran";
    this.#rejectAll((pending) => withFate(this.#reason(), pending === first ? fate : undefined));
    if (unsent) this.#socket.destroy();
  }

  #rejectAll(error: (pending: Pending) => Error): void {
    watch.remove(this);
    this.#answers.rejectAll(error);
  }

  #neverRan(): Error {
    return withFate(this.#reason(), "never ran");
  }

  #reason(): Error {
    return lost(this.#label, this.#cause);
  }
}
