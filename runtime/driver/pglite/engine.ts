import type { PGlite } from "@electric-sql/pglite";
import { EngineCrashed } from "../../errors/index.js";
import type { Transport } from "../transport.js";
import { encodeScript } from "../wire/encode.js";
import { Tag } from "../wire/frames.js";
import { withQuietTimers } from "./quiet-timers.js";

/** The embedded PostgreSQL on this thread: every exchange ends before it returns, in both styles. */
export class Engine implements Transport {
  readonly instant = true;
  readonly reachableSync = true;
  #pglite: PGlite | null;
  #running = false;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  get alive(): boolean {
    return this.#pglite !== null;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- an exchange that throws is to reject
  async exchange(bytes: Uint8Array): Promise<Buffer> {
    return this.exchangeSync(bytes);
  }

  exchangeSync(bytes: Uint8Array): Buffer {
    const pglite = this.#pglite;
    if (pglite === null)
      throw new EngineCrashed("The embedded database had failed before; the next query opens it anew.");
    if (this.#running)
      throw new EngineCrashed("The embedded database was called from inside a call of its own.");
    const chunks: Buffer[] = [];
    let failure: unknown;
    this.#running = true;
    // The callback comes before the call returns: observed of PGlite 0.5, and checked below.
    const options = { syncToFs: false, onRawData: (data: Uint8Array) => void chunks.push(Buffer.from(data)) };
    void withQuietTimers(() => pglite.execProtocolRawStream(bytes, options)).catch(
      (error: unknown) => (failure = error),
    );
    this.#running = false;
    const reply = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    if (!endsReady(reply)) {
      this.destroy();
      throw new EngineCrashed(
        "The embedded database failed in the middle of a statement; the next query opens it anew. " +
          "What was committed before is kept.",
        { cause: failure },
      );
    }
    return reply;
  }

  destroy(): void {
    this.#pglite = null;
  }

  /** What a shutdown would do at the least: the next opening has nothing to recover. */
  checkpoint(): void {
    if (this.#pglite === null) return;
    try {
      this.exchangeSync(encodeScript("ROLLBACK"));
      this.exchangeSync(encodeScript("CHECKPOINT"));
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

function endsReady(reply: Buffer): boolean {
  const at = reply.length - 6;
  return at >= 0 && reply[at] === Tag.readyForQuery && reply.readInt32BE(at + 1) === 5;
}
