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
  /** Bytes of the current frame's header that earlier chunks brought. */
  readonly #header = Buffer.alloc(5);
  #headerFilled = 0;
  /** Bytes of the current frame's body still to come. */
  #bodyLeft = 0;
  readonly #ends: (size: number) => boolean;
  #seen = 0;

  /** @param replies how many ReadyForQuery end the reply: one for each Sync or simple query sent. */
  constructor(replies = 1) {
    this.#ends = () => ++this.#seen === replies;
  }

  /** Returns the whole reply once it is there, else null. */
  push(chunk: Buffer): Buffer | null {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    let at = 0;
    let ended = false;
    while (at < chunk.length) {
      if (this.#bodyLeft > 0) {
        const step = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= step;
        at += step;
      } else if (this.#headerFilled === 0 && chunk.length - at >= 5) {
        this.#header[0] = chunk[at]!;
        this.#bodyLeft = chunk.readInt32BE(at + 1) - 4;
        at += 5;
      } else {
        this.#header[this.#headerFilled++] = chunk[at++]!;
        if (this.#headerFilled < 5) continue;
        this.#headerFilled = 0;
        this.#bodyLeft = this.#header.readInt32BE(1) - 4;
      }
      if (this.#bodyLeft === 0 && this.#headerFilled === 0 && this.#header[0] === Tag.readyForQuery) {
        ended = this.#ends(this.#size) || ended;
        this.#header[0] = 0;
      }
    }
    if (!ended) return null;
    const whole = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [];
    this.#size = 0;
    this.#seen = 0;
    return whole;
  }

  /** What came so far, for finding the server's last words on a connection that broke. */
  partial(): Buffer {
    return Buffer.concat(this.#chunks, this.#size);
  }
}
