import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import { workerSource } from "virtual:ormgen-bridge-worker";
import { ConnectionLost } from "../../errors/index.js";
import { ownProcesses } from "../pg/own-processes.js";
import { withFate } from "../fate.js";
import { tooLate } from "../too-late.js";
import { REQUEST_BYTES, SharedSpace, Word } from "./layout.js";
import { unpackError } from "./packed-error.js";
import type { Backend, FromWorker, KindOf, Orphan, ToWorker, WorkerData } from "./protocol.js";

const SLICE_MS = 1_000;
const SILENCE_MS = 5_000;
/** A busy machine takes its time to start a worker. */
const STARTING_MS = 30_000;

/** Where workers cannot even start, none is started for this any more. */
const MOST_ASKED = 3;
let orphansMade = 0;

interface Waiting {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

export interface BridgeOptions {
  /** false where an exchange may keep the worker's own thread busy: silence then says nothing. */
  readonly watch?: boolean;
  readonly source?: string;
  /** What the worker may use at most. */
  readonly memoryMb?: number;
}

/** A worker that does what a blocked thread cannot: it talks to the database while the caller waits for it. */
export class Bridge {
  readonly worker: Worker;
  #space = new SharedSpace();
  readonly #side: MessagePort;
  readonly #watch: boolean;
  /** Told of the backends that the worker's end leaves without a client. */
  onOrphans: (orphans: readonly Orphan[]) => void = () => undefined;
  readonly #waiting = new Map<number, Waiting>();
  /** What the worker's connections are on the server, by their ids: for when it ends and they go on. */
  readonly backends = new Map<number, Backend>();
  /** What another worker left, until the server was told to stop it. */
  readonly #orphans = new Map<number, Orphan>();
  #seq = 0;
  /** The call that blocks, from its request to its answer: found by the next one, it was cut off. */
  #unanswered = 0;
  #beat: NodeJS.Timeout | null = null;
  #pings = 0;
  #heard = 0;
  #missed = 0;
  #started = false;
  #failure: unknown = null;
  #ended = false;

  constructor({ watch = true, source = workerSource, memoryMb }: BridgeOptions = {}) {
    const { port1, port2 } = new MessageChannel();
    this.#side = port1;
    this.#watch = watch;
    const workerData: WorkerData = { space: this.#space.buffer, own: ownProcesses.shared, side: port2 };
    const resourceLimits = memoryMb === undefined ? {} : { maxOldGenerationSizeMb: memoryMb };
    this.worker = new Worker(source, {
      eval: true,
      workerData,
      transferList: [port2],
      name: "ormgen",
      resourceLimits,
    });
    this.worker.on("message", (message: FromWorker) => this.#receive(message));
    this.worker.on("error", (error) => (this.#failure ??= error));
    this.worker.on("exit", () => this.#end(null));
    this.worker.unref();
    Atomics.store(this.#space.words, Word.parked, 1);
  }

  get alive(): boolean {
    return !this.#ended && Atomics.load(this.#space.words, Word.dead) === 0;
  }

  /** Blocks until the worker has answered, but never longer than the limit and never on a dead worker. */
  callSync(kind: KindOf, target: number, bytes: Uint8Array, timeoutMs: number): Buffer {
    if (!this.alive) throw withFate(this.#lost(), "never ran");
    if (this.#unanswered !== 0) this.#renew();
    const { words, request, reply } = this.#space;
    const seq = ++this.#seq;
    this.#unanswered = seq;
    Atomics.store(words, Word.requestKind, kind);
    Atomics.store(words, Word.requestTarget, target);
    if (bytes.length <= REQUEST_BYTES) {
      request.set(bytes);
      Atomics.store(words, Word.requestLength, bytes.length);
    } else {
      const copy = new Uint8Array(bytes);
      Atomics.store(words, Word.requestLength, -1);
      this.#post({ type: "large", seq, bytes: copy }, [copy.buffer]);
    }
    Atomics.store(words, Word.requestSeq, seq);
    if (Atomics.exchange(words, Word.parked, 0) === 1) this.#post(null);
    this.#wait(seq, timeoutMs);
    const length = Atomics.load(words, Word.replyLength);
    const answer = length === -1 ? this.#sideReply(seq) : Buffer.from(reply.slice(0, length).buffer);
    this.#unanswered = 0;
    if (Atomics.load(words, Word.replyFailed) === 1) throw unpackError(answer);
    return answer;
  }

  /** The same for an async caller; the process stays while it waits. */
  call(kind: KindOf, target: number, bytes: Uint8Array): Promise<Buffer> {
    if (!this.alive) return Promise.reject(withFate(this.#lost(), "never ran"));
    const seq = ++this.#seq;
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) this.worker.ref();
      this.#waiting.set(seq, { resolve, reject });
      // A copy of its own: cloning a view would clone the whole memory behind it.
      const copy = new Uint8Array(bytes);
      this.#post({ type: "async", seq, kind, target, bytes: copy }, [copy.buffer]);
      if (this.#watch) this.#beat ??= setInterval(() => this.#listen(), SILENCE_MS).unref();
    });
  }

  /** Cancels what backends of another worker go on with. */
  cancel(orphans: readonly Orphan[]): void {
    for (const orphan of orphans) this.#orphans.set(orphan.id, orphan);
    this.#post({ type: "cancel", orphans });
  }

  /** Ends a connection without waiting, and stops what it is doing. */
  drop(target: number): void {
    if (this.alive) this.#post({ type: "drop", target });
  }

  terminate(): void {
    this.#end(null);
    void this.worker.terminate();
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  /** What was cut off may still be read or answered: it keeps the memory for itself. */
  #renew(): void {
    this.#post({ type: "forget", seq: this.#unanswered });
    this.#space = new SharedSpace();
    Atomics.store(this.#space.words, Word.parked, 1);
    Atomics.store(this.#space.words, Word.pong, this.#pings);
    this.#post({ type: "space", space: this.#space.buffer });
    this.#unanswered = 0;
  }

  /** While async callers wait: a worker that does not answer one ping before the next is ended. */
  #listen(): void {
    if (this.#waiting.size === 0) {
      if (this.#beat !== null) clearInterval(this.#beat);
      this.#beat = null;
      return;
    }
    if (this.#startsNow()) this.#missed = 0;
    // Once may be this thread's own fault: it was busy, and the answer waits to be read.
    if (this.#heard < this.#pings && (this.#missed += 1) * SILENCE_MS > this.#silenceMs) {
      this.#failure ??= new Error("no sign of life");
      return this.terminate();
    }
    this.#pings += 1;
    this.#post({ type: "ping", count: this.#pings });
  }

  #wait(seq: number, timeoutMs: number): void {
    const { words } = this.#space;
    const deadline = performance.now() + timeoutMs;
    let silentSince: number | null = null;
    for (;;) {
      const last = Atomics.load(words, Word.replySeq);
      if (last === seq) return;
      if (Atomics.load(words, Word.dead) === 1) {
        this.terminate();
        throw this.#lost();
      }
      const left = deadline - performance.now();
      if (left <= 0) {
        throw tooLate(timeoutMs);
      }
      if (Atomics.wait(words, Word.replySeq, last, Math.min(left, SLICE_MS)) !== "timed-out" || !this.#watch)
        continue;
      const pong = Atomics.load(words, Word.pong);
      if (pong === this.#pings || this.#heard === this.#pings) {
        silentSince = null;
        this.#heard = this.#pings;
        this.#pings += 1;
        this.#post({ type: "ping", count: this.#pings });
        continue;
      }
      if (this.#startsNow()) silentSince = performance.now();
      silentSince ??= performance.now() - SLICE_MS;
      if (performance.now() - silentSince < this.#silenceMs) continue;
      this.terminate();
      throw new ConnectionLost(
        "The worker for sync calls gave no sign of life and was ended; the next call starts another.",
      );
    }
  }

  get #silenceMs(): number {
    return this.#started ? SILENCE_MS : STARTING_MS;
  }

  /** Once: how long a worker took to read its program says nothing of how soon it answers. */
  #startsNow(): boolean {
    if (this.#started || Atomics.load(this.#space.words, Word.started) !== 1) return false;
    this.#started = true;
    return true;
  }

  #sideReply(seq: number): Buffer {
    for (;;) {
      const received = receiveMessageOnPort(this.#side) as
        { message: { seq: number; bytes: Uint8Array } } | undefined;
      if (received === undefined) throw this.#lost();
      const { message } = received;
      if (message.seq === seq)
        return Buffer.from(message.bytes.buffer, message.bytes.byteOffset, message.bytes.length);
    }
  }

  #receive(message: FromWorker): void {
    if ("cancelled" in message) return void this.#orphans.delete(message.cancelled);
    if ("pong" in message) {
      this.#heard = Math.max(this.#heard, message.pong);
      this.#missed = 0;
      return;
    }
    const { seq, failed, bytes } = message;
    const waiting = this.#waiting.get(seq);
    this.#waiting.delete(seq);
    if (this.#waiting.size === 0) this.worker.unref();
    if (failed) waiting?.reject(unpackError(bytes));
    else waiting?.resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }

  #end(failure: unknown): void {
    if (this.#ended) return;
    this.#failure ??= failure;
    this.#ended = true;
    if (this.#beat !== null) clearInterval(this.#beat);
    const own = [...this.backends.values()].map((backend) => ({ id: ++orphansMade, backend, asked: 1 }));
    const passedOn = [...this.#orphans.values()]
      .filter(({ asked }) => asked < MOST_ASKED)
      .map((orphan) => ({ ...orphan, asked: orphan.asked + 1 }));
    if (own.length + passedOn.length > 0) this.onOrphans([...own, ...passedOn]);
    for (const { reject } of this.#waiting.values()) reject(this.#lost());
    this.#waiting.clear();
  }

  #lost(): ConnectionLost {
    return new ConnectionLost("The worker for sync calls has ended; the next call starts another.", {
      cause: this.#failure,
    });
  }
}
