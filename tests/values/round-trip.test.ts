import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arrayOf,
  boolean,
  bytes,
  choice,
  codecFor,
  codecForOid,
  decimal,
  enumOf,
  float8,
  int2,
  int4,
  int8,
  json,
  rangeOf,
  text,
  timestamptz,
  uuid,
  type Codec,
  type Range,
} from "../../runtime/values/index.js";

/** Decodes from the middle of a larger buffer, as from a message. */
function roundTrip<T>(codec: Codec<T>, value: T): T {
  const written = Buffer.from(codec.encode(value));
  const message = Buffer.concat([Buffer.from("9{"), written, Buffer.from("}9")]);
  return codec.decode(message, 2, 2 + written.length);
}

function holds<T>(codec: Codec<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(roundTrip(codec, value)).toStrictEqual(value);
    }),
    { numRuns: 500 },
  );
}

const storable = fc.string({ unit: "binary" }).filter((value) => !value.includes("\0"));

describe("decode(encode(x)) is x", () => {
  test("int2", () => holds(int2, fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })));
  test("int4", () => holds(int4, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })));
  test("int8 as number", () => holds(int8({ as: "number" }), fc.maxSafeInteger()));
  test("int8 as bigint", () =>
    holds(int8({ as: "bigint" }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })));
  test("float8", () => holds(float8, fc.double()));
  test("decimal as number", () =>
    holds(
      decimal({ as: "number" }),
      fc.double().filter((value) => !Object.is(value, -0)),
    ));
  test("decimal", () => {
    holds(
      decimal(),
      fc.constantFrom(
        "NaN",
        "Infinity",
        "-Infinity",
        "0",
        "-1.50",
        "9".repeat(5000),
        `0.${"1".repeat(5000)}`,
      ),
    );
  });
  test("boolean", () => holds(boolean, fc.boolean()));
  test("text", () => holds(text, storable));
  test("uuid", () => holds(uuid, fc.uuid()));
  test("timestamp", () => {
    const dates = fc.date({
      min: new Date(-200_000_000_000_000),
      max: new Date(8.64e15),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (value) => {
        // The database writes a space for T and +00 for Z.
        const answer = Buffer.from(timestamptz.encode(value).replace("T", " ").replace("Z", "+00"));
        expect(timestamptz.decode(answer, 0, answer.length)).toStrictEqual(value);
      }),
    );
  });
  test("bytes", () => holds(bytes, fc.uint8Array({ maxLength: 300 })));
  test("json", () => {
    const values = fc.jsonValue({ stringUnit: "binary" });
    holds(json, values.filter(isStorableJson) as fc.Arbitrary<never>);
  });
  test("choice and enum", () => {
    holds(choice(["draft", 'a"b', "ü"]), fc.constantFrom("draft", 'a"b', "ü"));
    holds(enumOf("mood", ["sad", "ok"]), fc.constantFrom("sad", "ok"));
  });
  test("arrays with nulls, quotes, backslashes", () => {
    holds(
      arrayOf(text),
      fc.array(fc.option(fc.oneof(storable, fc.constantFrom("NULL", "", "{}", "a,b", '\\"', " x ")))),
    );
    holds(arrayOf(int4), fc.array(fc.option(fc.integer({ min: -5, max: 1e9 }))));
    holds(arrayOf(json), fc.array(fc.constantFrom<never>([1, [2]] as never, { a: 'q"\\' } as never)));
    holds(arrayOf(bytes), fc.array(fc.uint8Array({ maxLength: 9 })));
  });
  test("arrays of arrays", () => {
    const boxes = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(fc.option(storable), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    holds(arrayOf(arrayOf(text)), boxes);
  });
  test("ranges", () => {
    const bounds = fc.constantFrom("[)" as const, "[]" as const, "(]" as const, "()" as const);
    const ranges = fc.oneof(
      fc.constant<Range<string>>("empty"),
      fc.record(
        { lower: fc.option(storable), upper: fc.option(storable), bounds },
        { noNullPrototype: true },
      ),
    );
    holds(rangeOf(text, "textrange"), ranges);
  });
  test("custom", () => {
    const vector = codecFor({
      type: "custom",
      dbType: "vector(3)",
      parse: JSON.parse,
      serialize: JSON.stringify,
    });
    holds(vector, fc.array(fc.integer()));
  });
  test("by OID: arrays of every built-in type", () => {
    const answer = Buffer.from("{{1,NULL},{3,4}}");
    expect(codecForOid(1016).decode(answer, 0, answer.length)).toEqual([
      [1, null],
      [3, 4],
    ]);
    const shifted = Buffer.from("[0:1]={1.50,NaN}");
    expect(codecForOid(1231).decode(shifted, 0, shifted.length)).toEqual(["1.50", "NaN"]);
    expect(codecForOid(999_999).decode(Buffer.from("(1,x)"), 0, 5)).toBe("(1,x)");
  });
});

/** NUL and lone surrogates are refused; JSON and jsonb know no -0. */
function isStorableJson(value: unknown): boolean {
  const written = JSON.stringify(value);
  return !written.includes("\\u0000") && !/\\ud[89a-f]/.test(written) && !hasMinusZero(value);
}

function hasMinusZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasMinusZero);
  return Object.is(value, -0);
}
