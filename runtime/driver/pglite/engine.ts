import type { PGlite } from "@electric-sql/pglite";
import { EngineCrashed } from "../../errors/index.js";
import type { Transport } from "../transport.js";
import { withFate } from "../fate.js";
import { encodeScript } from "../wire/encode.js";
import { ReplyCollector } from "../wire/frames.js";
import type { Reader } from "../wire/reader.js";
import { withQuietTimers } from "./quiet-timers.js";

/** The embedded PostgreSQL on this thread: every exchange ends before it returns, in both styles. */
export class Engine implements Transport {
  readonly instant = true;
  readonly reachableSync = true;
  #pglite: PGlite | null;
  #running = false;
  readonly #lasting: boolean;
  told = false;

  /** @param lasting whether it is kept in a directory. */
  constructor(pglite: PGlite, lasting: boolean) {
    this.#pglite = pglite;
    this.#lasting = lasting;
  }

  get alive(): boolean {
    return this.#pglite !== null;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- an exchange that throws is to reject
  async exchange(bytes: Uint8Array, reader: Reader): Promise<void> {
    this.exchangeSync(bytes, reader);
  }

  exchangeSync(bytes: Uint8Array, reader: Reader): void {
    const pglite = this.#pglite;
    if (pglite === null) throw neverRan(`The embedded database had failed before. ${this.#afterwards}`);
    if (this.#running) throw neverRan("The embedded database was called from inside a call of its own.");
    let failure: unknown;
    let whole = false;
    this.#running = true;
    // The callback comes before the call returns: observed of PGlite 0.5, and checked below.
    const onRawData = (data: Uint8Array) => void (whole = reader.push(Buffer.from(data)) !== -1);
    void withQuietTimers(() => pglite.execProtocolRawStream(bytes, { syncToFs: false, onRawData })).catch(
      (error: unknown) => (failure = error),
    );
    this.#running = false;
    if (whole) return;
    this.destroy();
    this.told = true;
    throw new EngineCrashed(
      `The embedded database failed in the middle of a statement. ${this.#afterwards}`,
      {
        cause: failure,
      },
    );
  }

  get #afterwards(): string {
    return this.#lasting
      ? "The next query opens it anew. What was committed before is kept."
      : "It was in memory: all that it held is gone, and the next query begins with an empty one.";
  }

  destroy(): void {
    this.#pglite = null;
  }

  /** What a shutdown would do at the least: the next opening has nothing to recover. */
  checkpoint(): void {
    if (this.#pglite === null) return;
    try {
      this.exchangeSync(encodeScript("ROLLBACK"), new ReplyCollector());
      this.exchangeSync(encodeScript("CHECKPOINT"), new ReplyCollector());
    } catch {
      // Recovery at the next opening does the same.
    }
  }

  async shutdown(): Promise<void> {
    const pglite = this.#pglite;
    this.checkpoint();
    this.#pglite = null;
    await pglite?.close().catch(() => undefined);
  }

  shutdownSync(): void {
    this.checkpoint();
    this.#pglite = null;
  }
}

function neverRan(message: string): EngineCrashed {
  return withFate(new EngineCrashed(message), "never ran");
}
