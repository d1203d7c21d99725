import { describe, expect, test } from "vitest";
import { fromServer, InvalidValue, NotNullViolation, UniqueViolation } from "../../runtime/errors/index.js";
import { StatementCache } from "../../runtime/driver/statement-cache.js";
import { ReplyCollector } from "../../runtime/driver/wire/frames.js";
import { decodeReply, ReplyReader } from "../../runtime/driver/wire/reply.js";
import type { Codec } from "../../runtime/values/codec.js";

function frame(tag: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(tag);
  head.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

const row = (...values: (string | null)[]) => {
  const parts = [Buffer.from([0, values.length])];
  for (const value of values) {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : Buffer.byteLength(value));
    parts.push(length, Buffer.from(value ?? ""));
  }
  return frame("D", Buffer.concat(parts));
};

const error = frame("E", "SERROR\0VERROR\0C22012\0Mdivision by zero\0\0");
const ready = (status: string) => frame("Z", status);
const text: Codec = {
  name: "text",
  dbType: "text",
  oid: 25,
  encode: String,
  decode: (bytes, start, end) => bytes.toString("utf8", start, end),
};

describe("a reply", () => {
  const reply = Buffer.concat([
    frame("2", ""),
    row("ä", null),
    row("", "Z"),
    frame("C", "SELECT 2\0"),
    ready("T"),
  ]);

  /** Where the reply ends in the last of the chunks, and what came out. */
  const pushed = (chunks: readonly Buffer[]) => {
    const collector = new ReplyCollector();
    const reader = new ReplyReader([text, text]);
    const ends = chunks.map((chunk) => [collector.push(chunk), reader.push(chunk)]);
    return { ends, bytes: collector.bytes, rows: reader.rows };
  };

  test("is whole wherever it is cut", () => {
    const rows = decodeReply(reply, [text, text]).rows;
    for (let at = 0; at < reply.length; at += 1) {
      const cut = pushed([reply.subarray(0, at), reply.subarray(at)]);
      expect(cut.ends).toEqual([
        [-1, -1],
        [reply.length - at, reply.length - at],
      ]);
      expect(cut.bytes).toEqual(reply);
      expect(cut.rows).toEqual(rows);
    }
    const bytewise = pushed([...reply].map((byte) => Buffer.from([byte])));
    expect(bytewise.ends.at(-1)).toEqual([1, 1]);
    expect(bytewise.ends.slice(0, -1).every(([end]) => end === -1)).toBe(true);
    expect(bytewise).toMatchObject({ bytes: reply, rows });
  });

  test("leaves what comes behind it to the next", () => {
    const behind = frame("N", "SNOTICE\0\0");
    const { ends, bytes } = pushed([Buffer.concat([reply, behind.subarray(0, 3)])]);
    expect(ends).toEqual([[reply.length, reply.length]]);
    expect(bytes).toEqual(reply);
    expect(pushed([behind.subarray(0, 3), Buffer.concat([behind.subarray(3), reply])]).ends.at(-1)).toEqual([
      behind.length - 3 + reply.length,
      behind.length - 3 + reply.length,
    ]);
  });

  test("gives rows, count and status", () => {
    expect(decodeReply(reply, [text, text])).toMatchObject({
      rows: [
        ["ä", null],
        ["", "Z"],
      ],
      count: 2,
      status: "T",
      error: null,
    });
  });

  test("gives an error that follows rows", () => {
    const late = Buffer.concat([frame("1", ""), row("a"), error, ready("E")]);
    expect(decodeReply(late, [text])).toMatchObject({ error: { sqlstate: "22012" }, parsed: 1, status: "E" });
  });

  test("is read to its end where a codec refuses a value", () => {
    const refusing: Codec = {
      ...text,
      decode: () => {
        throw new InvalidValue("too large");
      },
    };
    const decoded = decodeReply(reply, [refusing, refusing]);
    expect(decoded.undecodable?.thrown).toBeInstanceOf(InvalidValue);
    expect(decoded.status).toBe("T");
  });
});

test("errors name columns and constraints, and hold no value in their text", () => {
  const unique = fromServer({
    sqlstate: "23505",
    message: 'duplicate key value violates unique constraint "author_key"',
    detail: 'Key (email, "Full Name")=(secret@example.org, Secret) already exists.',
    table: "author",
    constraint: "author_key",
  });
  expect(unique).toBeInstanceOf(UniqueViolation);
  expect(unique).toMatchObject({
    table: "author",
    columns: ["email", "Full Name"],
    constraint: "author_key",
  });
  const syntax = fromServer({
    sqlstate: "22P02",
    message: 'invalid input syntax for type integer: "secret"',
    where: "unnamed portal parameter $1 = 'secret'",
  });
  const missing = fromServer({
    sqlstate: "23502",
    message: 'null value in column "title" of relation "book" violates not-null constraint',
    detail: "Failing row contains (1, null, secret).",
    table: "book",
    column: "title",
  });
  expect(missing).toBeInstanceOf(NotNullViolation);
  expect(missing).toMatchObject({ columns: ["title"], table: "book" });
  for (const one of [unique, syntax, missing]) {
    const cause = one.cause as Error;
    expect(
      [one.message, one.stack, cause.message, cause.stack, JSON.stringify(one), JSON.stringify(cause)].join(),
    ).not.toMatch(/secret/iu);
  }
});

test("the oldest statements make room", () => {
  const cache = new StatementCache(3);
  for (const name of ["a", "b", "c"]) cache.add(name);
  expect(cache.has("a")).toBe(true);
  expect(cache.evict()).toEqual(["b"]);
  cache.add("d");
  expect(["a", "b", "c", "d"].map((name) => cache.has(name))).toEqual([true, false, true, true]);
});
