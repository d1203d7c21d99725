import { FrameReader, type Interrupted } from "./reader.js";
import type { ReplyReader } from "./reply.js";
import { Tag } from "./tag.js";

/** The replies to several statements that were sent as one exchange: each ends with its command, all with one Sync. */
export class BatchReader extends FrameReader {
  readonly #parts: readonly ReplyReader[];
  #at = 0;
  /** How many commands before the first statement are not through. */
  #before: number;

  constructor(parts: readonly ReplyReader[], before: number) {
    super();
    this.#parts = parts;
    this.#before = before;
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
    if (bytes[at] === Tag.commandComplete) this.#pass();
    if (bytes[at] === Tag.readyForQuery) this.done = true;
  }

  #pass(): void {
    if (this.#before > 0) this.#before -= 1;
    else this.#at += 1;
  }
}
