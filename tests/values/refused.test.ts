import { describe, expect, test } from "vitest";
import { InvalidValue, UndefinedValue } from "../../runtime/errors/index.js";
import { codecFor, comparable, codecForOid, type ColumnSpec } from "../../runtime/values/index.js";

const SPECS: readonly ColumnSpec[] = [
  { type: "text" },
  { type: "text", maxLength: 10 },
  { type: "integer", size: 2 },
  { type: "integer", size: 4 },
  { type: "integer", size: 8 },
  { type: "integer", size: 8, as: "bigint" },
  { type: "float" },
  { type: "decimal", precision: 8, scale: 2 },
  { type: "decimal", as: "number" },
  { type: "boolean" },
  { type: "date" },
  { type: "time" },
  { type: "timestamp" },
  { type: "interval" },
  { type: "uuid" },
  { type: "bytes" },
  { type: "choice", values: ["a"] },
  { type: "enum", name: "mood", labels: ["sad"] },
  { type: "array", of: { type: "text" } },
  { type: "range", of: "integer" },
  { type: "inet" },
  { type: "custom", dbType: "vector" },
];

describe("what is no scalar is refused, by type", () => {
  for (const spec of SPECS) {
    test(JSON.stringify(spec), () => {
      const codec = codecFor(spec);
      expect(() => codec.encode(undefined)).toThrow(UndefinedValue);
      for (const value of [
        { secret: 1 },
        () => "secret",
        Symbol("secret"),
        new Map([["secret", 1]]),
        Object.create(null),
      ]) {
        expect(() => codec.encode(value)).toThrow(InvalidValue);
        expect(() => codec.encode(value)).not.toThrow(/secret/);
      }
      if (spec.type !== "array") expect(() => codec.encode(["secret"])).toThrow(InvalidValue);
    });
  }
});

function refuses(spec: ColumnSpec, ...values: unknown[]): void {
  for (const value of values) expect(() => codecFor(spec).encode(value), String(value)).toThrow(InvalidValue);
}

function takes(spec: ColumnSpec, ...values: unknown[]): void {
  for (const value of values) expect(typeof codecFor(spec).encode(value)).toBe("string");
}

function reads(oid: number, written: string): unknown {
  const answer = Buffer.from(written);
  return codecForOid(oid).decode(answer, 0, answer.length);
}

describe("what cannot be stored exactly is refused", () => {
  test("text", () => refuses({ type: "text" }, "a\0b", "\ud800", "x\udc00y", 3));
  test("integers", () => {
    refuses({ type: "integer", size: 2 }, 32768, -32769, 1.5, NaN, "3", 3n);
    refuses({ type: "integer", size: 8 }, 2 ** 53, -(2 ** 53), Infinity);
    refuses({ type: "integer", size: 8, as: "bigint" }, 2n ** 63n, -(2n ** 63n) - 1n, 3);
  });
  test("decimals", () => {
    const money = { type: "decimal", precision: 5, scale: 2 } as const;
    refuses(money, "1.234", "1000", "1e3", "1e-3", "abc", "", ".", "1e", " 1", "Infinity", "1,5", "0x10");
    takes(
      money,
      "999.99",
      "-0.10",
      ".5",
      "5.",
      "1.2300",
      "000123.4",
      "1e2",
      "1.2e-1",
      "NaN",
      12.5,
      "0e99999",
    );
    refuses({ type: "decimal" }, "1e131072", "1e-16384", "1e9999999");
    takes({ type: "decimal" }, "1e131071", "9".repeat(131_072), `0.${"1".repeat(16_383)}`);
  });
  test("decimals to compare with may have more digits than the column", () => {
    for (const as of ["string", "number"] as const) {
      const money = codecFor({ type: "decimal", precision: 5, scale: 2, as });
      const value = as === "string" ? "1234.5678" : 1234.5678;
      expect(() => money.encode(value)).toThrow(InvalidValue);
      expect(comparable(money, [value]).encode(value)).toBe("1234.5678");
    }
    const day = codecFor({ type: "date" });
    expect(comparable(day, ["2020-01-01"])).toBe(day);
  });
  test("integers to compare with may have a fraction, or be too big to store", () => {
    const pages = codecFor({ type: "integer", size: 4 });
    expect(comparable(pages, [3])).toBe(pages);
    for (const value of [2.5, 2 ** 31, -(2 ** 40)]) {
      expect(() => pages.encode(value)).toThrow(InvalidValue);
      expect(comparable(pages, [value]).encode(value)).toBe(String(value));
    }
  });
  test("a choice is compared with any text", () => {
    const status = codecFor({ type: "choice", values: ["draft", "published"] });
    expect(() => status.encode("lost")).toThrow(InvalidValue);
    expect(comparable(status, ["lost"]).encode("lost")).toBe("lost");
  });
  test("dates and times", () => {
    refuses(
      { type: "date" },
      "2023-02-29",
      "2024-13-01",
      "2024-1-1",
      "0000-01-01",
      "02024-01-01",
      "2024-01-01T00:00",
      new Date(),
    );
    takes(
      { type: "date" },
      "2024-02-29",
      "0044-03-15 BC",
      "0001-02-29 BC",
      "infinity",
      "-infinity",
      "12024-01-01",
    );
    refuses({ type: "time" }, "25:00", "24:00:01", "12:60", "12:00:00.1234567", "noon");
    takes({ type: "time" }, "00:00", "23:59:59.999999", "24:00:00");
    refuses(
      { type: "timestamp" },
      new Date(NaN),
      "2024-05-01",
      "2024-05-01T12:00:00",
      "2024-02-30T00:00:00Z",
      "now",
      0,
    );
    takes(
      { type: "timestamp" },
      "infinity",
      "2024-05-01T12:00:00.000001Z",
      "2024-05-01 12:00+05:30",
      new Date(-1),
    );
    refuses({ type: "interval" }, "1 day", "P", "PT", "P1.5D", "PT0.1234567S", "P1DT");
    takes({ type: "interval" }, "P1Y2M3DT4H5M6.789S", "PT0S", "P-1D", "P2W", "PT-0.5S");
  });
  test("json", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    refuses(
      { type: "json" },
      undefined,
      1n,
      NaN,
      { a: undefined },
      [undefined],
      { a: () => 1 },
      new Date(),
      new Map(),
      "\0",
    );
    refuses({ type: "json" }, { "\ud800": 1 });
    expect(() => codecFor({ type: "json" }).encode(cyclic)).toThrow(/cyclic/);
    takes({ type: "json" }, "text", 1, true, [], {}, { __proto__: null, a: [1, null] });
  });
  test("arrays", () => {
    const grid = { type: "array", of: { type: "array", of: { type: "integer", size: 4 } } } as const;
    refuses(grid, [[1], [1, 2]], [[]], [null], [1], [[1], null]);
    takes(grid, [], [[1], [null]]);
    refuses({ type: "array", of: { type: "text" } }, [["a"]], [undefined], "a", { 0: "a" });
  });
  test("addresses and identifiers", () => {
    refuses({ type: "inet" }, "1.2.3", "1.2.3.4/33", "::1/129", "fe80::1%eth0", "1.2.3.4/");
    takes({ type: "inet" }, "1.2.3.4", "1.2.3.4/32", "::1", "2001:db8::/32");
    refuses({ type: "uuid" }, "x", "018f3a5c018f3a5c018f3a5c018f3a5c");
  });
});

describe("what cannot be read exactly is refused", () => {
  test("int8 beyond 2^53 as a number", () => {
    expect(reads(20, "9007199254740991")).toBe(2 ** 53 - 1);
    for (const written of ["9007199254740992", "9007199254740993", "-9223372036854775808"]) {
      expect(() => reads(20, written)).toThrow(InvalidValue);
    }
  });
  test("json integers beyond 2^53, not those inside strings nor powers of ten", () => {
    for (const written of ["9007199254740993", '{"a":[-12345678901234567890]}'])
      expect(() => reads(3802, written)).toThrow(InvalidValue);
    expect(reads(3802, `1${"0".repeat(300)}`)).toBe(1e300);
    expect(reads(3802, '{"9007199254740993":"\\"9007199254740993"}')).toEqual({
      "9007199254740993": '"9007199254740993',
    });
    expect(reads(3802, "0.30000000000000004441")).toBe(0.30000000000000004);
  });
  test("timestamps beyond a Date, dates of another type", () => {
    expect(() => reads(1184, "290000-01-01 00:00:00+00")).toThrow(/Date/);
    expect(() => reads(1184, "12:00")).toThrow(InvalidValue);
    expect(() => reads(23, "abc")).toThrow(InvalidValue);
    expect(() => reads(16, "yes")).toThrow(InvalidValue);
    expect(() => reads(1007, "abc")).toThrow(InvalidValue);
  });
  test("infinite timestamps are the ends of a Date", () => {
    expect(reads(1184, "infinity")).toEqual(new Date(8.64e15));
    expect(reads(1184, "-infinity")).toEqual(new Date(-8.64e15));
  });
  test("timestamps: microseconds are cut, years before Christ and offsets kept", () => {
    expect(reads(1184, "1969-12-31 23:59:59.999999+00")).toEqual(new Date(-1));
    expect(reads(1184, "2024-05-01 12:00:00.1+05:30")).toEqual(new Date("2024-05-01T06:30:00.100Z"));
    expect(reads(1184, "0044-03-15 12:00:00+00 BC")).toEqual(new Date("-000043-03-15T12:00:00Z"));
    expect(reads(1184, "0099-01-01 00:00:00+00")).toEqual(new Date("0099-01-01T00:00:00Z"));
  });
});
