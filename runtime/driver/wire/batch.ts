import { FrameReader, type Interrupted } from "./reader.js";
import type { ReplyReader } from "./reply.js";
import { Tag } from "./tag.js";

/** The replies to several statements that were sent as one exchange: each ends with its command, all with one Sync. */
export class BatchReader extends FrameReader {
  readonly #parts: readonly ReplyReader[];
  #at = 0;

  constructor(parts: readonly ReplyReader[]) {
    super();
    this.#parts = parts;
  }

  /** The part that is being read: the last one, where all came. */
  get current(): ReplyReader {
    return this.#parts[Math.min(this.#at, this.#parts.length - 1)]!;
  }

  override interrupted(): Interrupted {
    const { error } = this.current.interrupted();
    return { error, bound: this.#at > 0 || this.current.interrupted().bound };
  }

  protected override frames(bytes: Buffer, start: number): number {
    let at = start;
    while (at + 5 <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      const tag = bytes[at];
      this.current.frame(bytes, at, end);
      if (tag === Tag.commandComplete) this.#at += 1;
      at = end;
      if (tag === Tag.readyForQuery) {
        this.done = true;
        break;
      }
    }
    return at;
  }
}
