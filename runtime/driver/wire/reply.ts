import type { ServerFields } from "../../errors/index.js";
import type { Codec } from "../../values/codec.js";
import type { Result } from "../result.js";
import { codecForOid } from "./codec-for-oid.js";
import { readErrorFields } from "./error-fields.js";
import { Tag } from "./frames.js";

/** The byte of ReadyForQuery: idle, in a transaction, in a failed one. */
export type Status = "I" | "T" | "E";

export interface Reply extends Result {
  /** The first error, wherever it stood: it can follow rows. */
  readonly error: ServerFields | null;
  /** Command tags in order: a prefix's (`BEGIN`), then the statement's own. */
  readonly tags: readonly string[];
  /** How many ParseComplete came: a statement is prepared even if its execution then failed. */
  readonly parsed: number;
  readonly status: Status;
  /** What a codec threw: the reply is read to its end all the same. */
  readonly undecodable: { readonly thrown: unknown } | null;
}

/** Decodes a whole reply, values straight from its bytes. */
export function decodeReply(
  bytes: Buffer,
  columns: readonly (Codec | null)[] | null,
  byName?: ReadonlyMap<string, Codec>,
): Reply {
  const rows: unknown[][] = [];
  const tags: string[] = [];
  let names: readonly string[] | null = null;
  let codecs: readonly (Codec | null)[] = columns ?? [];
  const described = columns === null || columns.includes(null);
  let error: ServerFields | null = null;
  let parsed = 0;
  let status: Status = "I";
  let undecodable: Reply["undecodable"] = null;
  let at = 0;
  while (at < bytes.length) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    switch (bytes[at]) {
      case Tag.dataRow:
        if (undecodable !== null) break;
        try {
          rows.push(decodeRow(bytes, at + 5, codecs));
        } catch (thrown) {
          undecodable = { thrown };
        }
        break;
      case Tag.commandComplete:
        tags.push(bytes.toString("latin1", at + 5, end - 1));
        break;
      case Tag.errorResponse:
        error ??= readErrorFields(bytes, at + 5, end);
        break;
      case Tag.parseComplete:
        parsed += 1;
        break;
      case Tag.rowDescription:
        if (described) {
          const fields = readDescription(bytes, at + 5);
          names = fields.map(({ name }) => name);
          codecs = fields.map(
            ({ name, oid }, position) => columns?.[position] ?? byName?.get(name) ?? codecForOid(oid),
          );
          rows.length = 0;
        }
        break;
      case Tag.readyForQuery:
        status = String.fromCharCode(bytes[at + 5]!) as Status;
        break;
    }
    at = end;
  }
  const count = countOf(tags.at(-1) ?? "");
  return { rows, count, names, error, tags, parsed, status, undecodable };
}

function decodeRow(bytes: Buffer, start: number, codecs: readonly (Codec | null)[]): unknown[] {
  const count = bytes.readInt16BE(start);
  const row: unknown[] = [];
  let at = start + 2;
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length === -1) {
      row.push(null);
      continue;
    }
    const codec = codecs[index];
    row.push(codec == null ? bytes.toString("utf8", at, at + length) : codec.decode(bytes, at, at + length));
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

/** `INSERT 0 3`, `UPDATE 3`, `SELECT 3`: the last number; commands without one give 0. */
function countOf(tag: string): number {
  const digits = /\d+$/u.exec(tag)?.[0];
  return digits === undefined ? 0 : Number(digits);
}
