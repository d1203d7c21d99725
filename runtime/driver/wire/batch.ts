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

  protected override frame(bytes: Buffer, at: number, end: number): void {
    this.current.frame(bytes, at, end);
    if (bytes[at] === Tag.commandComplete) this.#at += 1;
    if (bytes[at] === Tag.readyForQuery) this.done = true;
  }
}
