/** Tags of backend messages that something here looks at. */
export const Tag = {
  dataRow: 0x44,
  commandComplete: 0x43,
  errorResponse: 0x45,
  rowDescription: 0x54,
  parseComplete: 0x31,
  readyForQuery: 0x5a,
} as const;

/** Collects chunks until a reply is whole: until ReadyForQuery, the last frame of every exchange. */
export class ReplyCollector {
  #chunks: Buffer[] = [];
  #size = 0;
  /** The current frame's tag and length, which chunks can cut anywhere. */
  readonly #header = Buffer.alloc(5);
  #headerFilled = 0;
  /** Bytes of the current frame's body still to come. */
  #bodyLeft = 0;

  /** Returns the whole reply once it is there, else null; what comes behind it belongs to the next. */
  push(chunk: Buffer): Buffer | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headerFilled < 5) {
        const step = Math.min(5 - this.#headerFilled, chunk.length - at);
        chunk.copy(this.#header, this.#headerFilled, at, at + step);
        this.#headerFilled += step;
        at += step;
        if (this.#headerFilled < 5) break;
        this.#bodyLeft = this.#header.readInt32BE(1) - 4;
      }
      const step = Math.min(this.#bodyLeft, chunk.length - at);
      this.#bodyLeft -= step;
      at += step;
      if (this.#bodyLeft > 0) break;
      this.#headerFilled = 0;
      if (this.#header[0] === Tag.readyForQuery) return this.#cut(chunk, at);
    }
    this.#keep(chunk);
    return null;
  }

  /** What came so far, for finding the server's last words on a connection that broke. */
  partial(): Buffer {
    return Buffer.concat(this.#chunks, this.#size);
  }

  #cut(chunk: Buffer, end: number): Buffer {
    const last = chunk.subarray(0, end);
    const whole = this.#chunks.length === 0 ? last : Buffer.concat([...this.#chunks, last], this.#size + end);
    this.#chunks = [];
    this.#size = 0;
    // Nobody has asked for what follows, so it holds no second ReadyForQuery.
    if (end < chunk.length) this.push(chunk.subarray(end));
    return whole;
  }

  #keep(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }
}
