const START = 16 * 1024;
/** What is larger once does not stay. */
const KEPT = 256 * 1024;

/** Node's direct write: the common case costs a third of `write(text, at, "utf8")`. */
interface Writable {
  utf8Write(text: string, at: number, length?: number): number;
}

/**
 * Messages put one behind the other into memory that is used again for the next exchange. Whoever sends them keeps
 * them no longer than the send takes, or says `keep()`.
 */
export class Writer {
  #bytes = Buffer.allocUnsafeSlow(START);
  #at = 0;
  #frame = 0;

  start(): void {
    this.#at = 0;
    if (this.#bytes.length > KEPT) this.#bytes = Buffer.allocUnsafeSlow(START);
  }

  /** All that was written since `start()`. */
  end(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** The memory belongs to who has the bytes: others are written elsewhere. */
  keep(): void {
    this.#bytes = Buffer.allocUnsafeSlow(START);
  }

  add(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  open(tag: number): void {
    this.#room(5);
    this.#bytes[this.#at] = tag;
    this.#frame = this.#at + 1;
    this.#at += 5;
  }

  close(): void {
    this.#bytes.writeInt32BE(this.#at - this.#frame, this.#frame);
  }

  int16(value: number): void {
    this.#room(2);
    this.#at = this.#bytes.writeUInt16BE(value, this.#at);
  }

  int32(value: number): void {
    this.#room(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  /** Text that a NUL ends. */
  word(text: string): void {
    this.#text(text);
    this.#room(1);
    this.#bytes[this.#at++] = 0;
  }

  /** Text behind its length in bytes; NULL is the length -1. */
  value(text: string | null): void {
    if (text === null) return this.int32(-1);
    this.#room(4);
    const place = this.#at;
    this.#at += 4;
    const length = this.#text(text);
    this.#bytes.writeInt32BE(length, place);
  }

  #text(text: string): number {
    const { length } = text;
    // Three bytes a unit at most; a long text is measured instead.
    this.#room(length < 1024 ? length * 3 : Buffer.byteLength(text));
    const written = (this.#bytes as unknown as Writable).utf8Write(text, this.#at);
    this.#at += written;
    return written;
  }

  #room(more: number): void {
    const needed = this.#at + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
