import type { ServerFields } from "../../errors/index.js";

/** What a reply that never became whole had told. */
export interface Interrupted {
  readonly error: ServerFields | null;
  /** Whether the statement had been bound, and so may have been run. */
  readonly bound: boolean;
}

/** Takes a reply's bytes as they come. */
export interface Reader {
  /** Returns where the reply ends in the chunk, or -1 where more is to come. */
  push(chunk: Buffer): number;
  interrupted(): Interrupted;
}

/** Gives whole frames to the subclass, wherever the chunks were cut. */
export abstract class FrameReader implements Reader {
  /** Chunks that hold the beginning of one frame. */
  #cut: Buffer[] = [];
  #size = 0;
  #needed = 5;

  /** Reads one whole frame, from its tag on. Sets `done` at ReadyForQuery. */
  protected abstract frame(bytes: Buffer, at: number, end: number): void;
  protected done = false;

  abstract interrupted(): Interrupted;

  push(chunk: Buffer): number {
    if (this.#size === 0) return this.#read(chunk);
    const before = this.#size;
    this.#cut.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return -1;
    const bytes = Buffer.concat(this.#cut, this.#size);
    this.#cut = [];
    this.#size = 0;
    const end = this.#read(bytes);
    return end === -1 ? -1 : end - before;
  }

  #read(bytes: Buffer): number {
    let at = 0;
    while (at + 5 <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      this.frame(bytes, at, end);
      at = end;
      if (this.done) return at;
    }
    if (at < bytes.length) {
      const rest = at === 0 ? bytes : bytes.subarray(at);
      this.#cut = [rest];
      this.#size = rest.length;
      // A frame of many chunks is put together once, not at each.
      this.#needed = rest.length < 5 ? 5 : 1 + rest.readInt32BE(1);
    }
    return -1;
  }
}
