import { readErrorFields } from "./error-fields.js";
import { FrameReader, type Interrupted } from "./reader.js";
import { Tag } from "./tag.js";

/** Collects the bytes of a reply until it is whole: until ReadyForQuery, the last frame of every exchange. */
export class ReplyCollector extends FrameReader {
  #chunks: Buffer[] = [];

  override push(chunk: Buffer): number {
    const end = super.push(chunk);
    this.#chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
    return end;
  }

  /** What has come, from the first byte to the last. */
  get bytes(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
  }

  override interrupted(): Interrupted {
    const { bytes } = this;
    const found = { error: null as Interrupted["error"], bound: false };
    for (let at = 0, end = 0; at + 5 <= bytes.length; at = end) {
      end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      if (bytes[at] === Tag.errorResponse) found.error = readErrorFields(bytes, at + 5, end);
      if (bytes[at] === Tag.bindComplete) found.bound = true;
    }
    return found;
  }

  protected override frame(bytes: Buffer, at: number): void {
    if (bytes[at] === Tag.readyForQuery) this.done = true;
  }
}
