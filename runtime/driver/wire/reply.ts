import type { ServerFields } from "../../errors/index.js";
import type { Codec } from "../../values/codec.js";
import { ascii, utf8 } from "../../values/slices.js";
import type { Result } from "../result.js";
import { codecForOid } from "./codec-for-oid.js";
import { readErrorFields } from "./error-fields.js";
import { FrameReader, type Interrupted } from "./reader.js";
import { Tag } from "./tag.js";

/** The byte of ReadyForQuery: idle, in a transaction, in a failed one. */
export type Status = "I" | "T" | "E";

export interface Reply extends Result {
  /** The first error, wherever it stood: it can follow rows. */
  readonly error: ServerFields | null;
  /** The last command's tag: `INSERT 0 3`. */
  readonly tag: string;
  /** How many ParseComplete came: a statement is prepared even if its execution then failed. */
  readonly parsed: number;
  readonly status: Status;
  /** What a codec threw: the reply is read to its end all the same. */
  readonly undecodable: { readonly thrown: unknown } | null;
  /** What the session's encoding was changed to; null where nothing was said of it. */
  readonly encoding: string | null;
}

type Codecs = readonly (Codec | null)[];

/** Decodes a reply frame by frame while it comes, values straight from its bytes. */
export class ReplyReader extends FrameReader implements Reply {
  readonly rows: unknown[][] = [];
  names: readonly string[] | null = null;
  error: ServerFields | null = null;
  parsed = 0;
  status: Status = "I";
  undecodable: Reply["undecodable"] = null;
  encoding: string | null = null;
  readonly #columns: Codecs | null;
  readonly #byName: ReadonlyMap<string, Codec> | undefined;
  #codecs: Codecs;
  #tag: Buffer | null = null;
  #bound = false;

  constructor(columns: Codecs | null, byName?: ReadonlyMap<string, Codec>) {
    super();
    this.#columns = columns;
    this.#byName = byName;
    this.#codecs = columns ?? [];
  }

  get tag(): string {
    return this.#tag === null ? "" : ascii(this.#tag, 0, this.#tag.length);
  }

  /** `INSERT 0 3`, `UPDATE 3`, `SELECT 3`: the last number; commands without one give 0. */
  get count(): number {
    const tag = this.#tag;
    if (tag === null) return 0;
    let value = 0;
    for (let at = tag.length - 1, unit = 1; at >= 0; at -= 1, unit *= 10) {
      const digit = tag[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      value += digit * unit;
    }
    return value;
  }

  override interrupted(): Interrupted {
    return { error: this.error, bound: this.#bound };
  }

  /** One whole frame, from its tag on. */
  override frame(bytes: Buffer, at: number, end: number): void {
    switch (bytes[at]) {
      case Tag.dataRow:
        return this.#row(bytes, at + 5);
      case Tag.commandComplete:
        this.#tag = bytes.subarray(at + 5, end - 1);
        return;
      case Tag.bindComplete:
        this.#bound = true;
        return;
      case Tag.parseComplete:
        this.parsed += 1;
        return;
      case Tag.errorResponse:
        this.error ??= readErrorFields(bytes, at + 5, end);
        return;
      case Tag.rowDescription:
        return this.#describe(bytes, at + 5);
      case Tag.parameterStatus:
        return this.#setting(ascii(bytes, at + 5, end - 1));
      case Tag.readyForQuery:
        this.status = String.fromCharCode(bytes[at + 5]!) as Status;
        this.done = true;
    }
  }

  #row(bytes: Buffer, at: number): void {
    if (this.undecodable !== null) return;
    try {
      this.rows.push(decodeRow(bytes, at, this.#codecs));
    } catch (thrown) {
      this.undecodable = { thrown };
    }
  }

  #describe(bytes: Buffer, at: number): void {
    const columns = this.#columns;
    if (columns !== null && !columns.includes(null)) return;
    const fields = readDescription(bytes, at);
    this.names = fields.map(({ name }) => name);
    this.#codecs = fields.map(
      ({ name, oid }, place) => columns?.[place] ?? this.#byName?.get(name) ?? codecForOid(oid),
    );
    this.rows.length = 0;
  }

  #setting(text: string): void {
    const [name, value = ""] = text.split("\0");
    if (name === "client_encoding") this.encoding = value;
  }
}

/** Decodes a whole reply. */
export function decodeReply(
  bytes: Buffer,
  columns: Codecs | null,
  byName?: ReadonlyMap<string, Codec>,
): Reply {
  const reader = new ReplyReader(columns, byName);
  reader.push(bytes);
  return reader;
}

function decodeRow(bytes: Buffer, start: number, codecs: Codecs): unknown[] {
  const count = (bytes[start]! << 8) | bytes[start + 1]!;
  const row = new Array<unknown>(count);
  let at = start + 2;
  for (let index = 0; index < count; index += 1) {
    const length = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    at += 4;
    if (length === -1) {
      row[index] = null;
      continue;
    }
    const codec = codecs[index];
    row[index] = codec == null ? utf8(bytes, at, at + length) : codec.decode(bytes, at, at + length);
    at += length;
  }
  return row;
}

function readDescription(bytes: Buffer, start: number): { name: string; oid: number }[] {
  const count = bytes.readInt16BE(start);
  const columns: { name: string; oid: number }[] = [];
  let at = start + 2;
  for (let index = 0; index < count; index += 1) {
    const stop = bytes.indexOf(0, at);
    columns.push({ name: bytes.toString("utf8", at, stop), oid: bytes.readUInt32BE(stop + 7) });
    at = stop + 19;
  }
  return columns;
}
