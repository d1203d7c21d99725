import { TransactionClosed } from "../../errors/index.js";
import { currentContext, type Context } from "../context.js";
import type { Operation, Step } from "./operation.js";
import type { Run } from "./run.js";
import { closedRefusal } from "../transaction/transaction-refusals.js";

type Ended = IteratorResult<Step, unknown>;

/**
 * A stream between two rows: what is around it may end meanwhile, and who reads it may never come back. Then its place
 * is given back: when the iterator is collected, or when it has stood unread too long.
 */
export class StreamState {
  readonly #operation: Operation<unknown>;
  readonly #born: Context = currentContext();
  #run: Run | null = null;
  #reads = 0;
  #timer: NodeJS.Timeout | null = null;
  #paused = false;
  /** Why it was ended while nobody read it. */
  #abandoned: TransactionClosed | null = null;
  #ended = false;

  constructor(operation: Operation<unknown>) {
    this.#operation = operation;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** At its first row. One that left the transaction that it was made in would read outside of it. */
  begin(open: () => Run): Run {
    for (const transaction of this.#born.transactions.values()) {
      if (!transaction.open) throw closedRefusal();
    }
    this.#run = open();
    return this.#run;
  }

  /** Nothing here may hold the iterator itself. */
  endWith(iterator: object): void {
    forgotten.register(iterator, this, this);
  }

  handOut(): void {
    this.#paused = true;
    this.#run?.pause();
    const idleMs = this.#run?.holds?.streamIdleMs;
    if (idleMs !== undefined) this.#watch(idleMs, this.#reads);
  }

  read(): void {
    this.#reads += 1;
    if (this.#abandoned !== null) throw this.#abandoned;
  }

  goOn(): void {
    if (this.#abandoned !== null) throw this.#abandoned;
    this.#paused = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#run?.resume();
  }

  /** The consumer broke off: the operation's own `finally` steps run before the connection goes back. */
  async end(): Promise<void> {
    if (!this.#begin()) return;
    let step: Ended = this.#operation.return(undefined);
    while (step.done !== true) step = await this.#step(step.value);
  }

  endSync(): void {
    if (!this.#begin()) return;
    let step: Ended = this.#operation.return(undefined);
    while (step.done !== true) {
      try {
        step = this.#operation.next(this.#run?.answerSync(step.value));
      } catch (error) {
        step = this.#refused(error);
      }
    }
  }

  /** Ends it from outside, in the middle of the consumer's own doing. */
  async abandon(reason: string): Promise<void> {
    // Inside of what the caller opened, the cursor goes with it.
    if (!this.#paused || this.#ended || this.#run === null || this.#run.inside) return;
    this.#abandoned = new TransactionClosed(reason);
    try {
      await this.end();
    } finally {
      await this.#run.finish();
    }
  }

  #begin(): boolean {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    forgotten.unregister(this);
    if (this.#ended || this.#run === null) return false;
    this.#ended = true;
    if (!this.#paused) return true;
    this.#paused = false;
    try {
      this.#run?.resume();
      return true;
    } catch {
      // What was around it has ended, and with it the cursor.
      return false;
    }
  }

  async #step(step: Step): Promise<Ended> {
    try {
      return this.#operation.next(await this.#run?.answer(step));
    } catch (error) {
      return this.#refused(error);
    }
  }

  /** A cursor that is gone with its transaction needs no closing. */
  #refused(error: unknown): Ended {
    try {
      return this.#operation.throw(error);
    } catch (thrown) {
      if (thrown instanceof TransactionClosed) return { done: true, value: undefined };
      throw thrown;
    }
  }

  #watch(idleMs: number, reads: number): void {
    this.#timer = setTimeout(() => {
      if (reads !== this.#reads) return this.#watch(idleMs, this.#reads);
      const reason =
        `Nobody read this stream for ${String(idleMs)} ms, so its connection was given back: ` +
        "read it to its end, break off, or raise pool.streamIdleMs.";
      void this.abandon(reason).catch(() => undefined);
    }, idleMs).unref();
  }
}

/** Streams whose iterators nobody can reach any more. */
const forgotten = new FinalizationRegistry<StreamState>((state) => {
  void state.abandon("The stream was collected.").catch(() => undefined);
});
