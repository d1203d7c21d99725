import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codecFor, codecForOid, type ColumnSpec } from "../../runtime/values/index.js";

const SESSION =
  "SET DateStyle = ISO; SET IntervalStyle = iso_8601; SET TimeZone = 'UTC'; SET bytea_output = hex; SET extra_float_digits = 1;" +
  "CREATE TYPE mood AS ENUM ('sad', 'it''s \"ok\"')";

let engine: PGlite;

beforeAll(async () => {
  engine = await PGlite.create();
  await engine.exec(SESSION);
});
afterAll(() => engine.close());

/** The text that the database makes of the value, and its type. */
async function stored(spec: ColumnSpec, value: unknown): Promise<{ text: string; oid: number }> {
  const { dbType } = codecFor(spec);
  // Through text and the type's own output function: PGlite's parsers and serializers stay out.
  const { rows } = await engine.query<{ text: string; oid: number }>(
    `SELECT format('%s', $1::text::${dbType}) AS text, pg_typeof($1::text::${dbType})::oid::int AS oid`,
    [codecFor(spec).encode(value)],
  );
  const [row] = rows;
  return row as { text: string; oid: number };
}

function decoded(spec: ColumnSpec, text: string): unknown {
  const bytes = Buffer.from(text);
  return codecFor(spec).decode(bytes, 0, bytes.length);
}

const CASES: readonly (readonly [ColumnSpec, ...unknown[]])[] = [
  [{ type: "text" }, "", "it's \\ \"", "ü\u{1f600}\u2028", " NULL "],
  [{ type: "integer", size: 2 }, -32768, 32767],
  [{ type: "integer", size: 4 }, -(2 ** 31), 2 ** 31 - 1],
  [{ type: "integer", size: 8 }, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  [{ type: "integer", size: 8, as: "bigint" }, 2n ** 63n - 1n, -(2n ** 63n)],
  [{ type: "float" }, 0.1, -0, 5e-324, Number.MAX_VALUE, NaN, Infinity, -Infinity, 1e21],
  [{ type: "decimal" }, "NaN", "Infinity", "-Infinity", `${"9".repeat(1000)}.${"1".repeat(1000)}`, "1.500"],
  [{ type: "decimal", precision: 8, scale: 2 }, "123456.78", "-0.10"],
  [{ type: "decimal", as: "number" }, 0.1, 1e-7, 1e21, 5e-324],
  [{ type: "boolean" }, true, false],
  [
    { type: "date" },
    "2024-02-29",
    "0001-01-01",
    "0044-03-15 BC",
    "9999-12-31",
    "12024-01-01",
    "infinity",
    "-infinity",
    "0001-02-29 BC",
  ],
  [{ type: "time" }, "00:00:00", "23:59:59.999999", "24:00:00"],
  [
    { type: "timestamp" },
    new Date(0),
    new Date(-1),
    new Date("2024-03-31T01:30:00.123Z"),
    new Date(8.64e15),
    new Date("0099-01-01T00:00:00Z"),
    new Date("-000043-03-15T12:00:00Z"),
    new Date("-004700-01-01T00:00:00.001Z"),
    new Date("0000-12-31T00:00:00Z"),
  ],
  [{ type: "interval" }, "P1Y2M3DT4H5M6.789S", "PT0S", "P-1D", "PT-0.5S", "P-1Y-2M3DT-4H-5M-6.000001S"],
  [{ type: "uuid" }, "018f3a5c-0000-7000-8000-00000000000f"],
  [
    { type: "json" },
    { a: [1, "x", null, true, { b: 0.1 }], __proto__: null },
    [],
    "text",
    1e300,
    5e-324,
    Number.MAX_SAFE_INTEGER,
    { "": "ü\u2028" },
  ],
  [{ type: "bytes" }, new Uint8Array(), new Uint8Array([0, 255, 92, 120])],
  [{ type: "choice", values: ["a", "b'c"] }, "b'c"],
  [{ type: "enum", name: "mood", labels: ["sad", 'it\'s "ok"'] }, 'it\'s "ok"'],
  [{ type: "array", of: { type: "text" } }, [], ["", null, "NULL", "null", 'a"b', "c\\d", "{e,f}", " g "]],
  [
    { type: "array", of: { type: "array", of: { type: "integer", size: 4 } } },
    [],
    [
      [1, null],
      [3, 4],
    ],
  ],
  [{ type: "array", of: { type: "json" } }, [{ a: 'q"\\' }, [1, [2]], null]],
  [{ type: "array", of: { type: "bytes" } }, [new Uint8Array([1]), null]],
  [{ type: "array", of: { type: "timestamp" } }, [new Date(1), null]],
  [{ type: "array", of: { type: "enum", name: "mood", labels: ["sad"] } }, ["sad", null]],
  [
    { type: "array", of: { type: "range", of: "date" } },
    [{ lower: "2024-01-01", upper: null, bounds: "[)" }, "empty"],
  ],
  [
    { type: "range", of: "integer" },
    { lower: 1, upper: 5, bounds: "[)" },
    "empty",
    { lower: null, upper: null, bounds: "()" },
  ],
  [
    { type: "range", of: "bigInteger" },
    { lower: -5, upper: null, bounds: "[)" },
  ],
  [
    { type: "range", of: "decimal" },
    { lower: "1.50", upper: "2", bounds: "(]" },
  ],
  [
    { type: "range", of: "date" },
    { lower: "0044-03-15 BC", upper: "2024-01-01", bounds: "[)" },
  ],
  [
    { type: "range", of: "timestamp" },
    { lower: new Date(0), upper: new Date(1), bounds: "[]" },
  ],
  [{ type: "inet" }, "192.168.0.1", "10.0.0.0/8", "2001:db8::1", "::/0"],
];

for (const [spec, ...values] of CASES) {
  test(`the database gives back what was stored: ${JSON.stringify(spec)}`, async () => {
    for (const value of values) {
      const { text, oid } = await stored(spec, value);
      const expected: unknown = spec.type === "json" ? JSON.parse(JSON.stringify(value)) : value;
      expect(decoded(spec, text)).toStrictEqual(expected);
      expect(codecFor(spec).oid === 0 || codecFor(spec).oid === oid).toBe(true);
    }
  });
}

test("the codec of every built-in type's OID reads what the database writes", async () => {
  const read: unknown[] = [];
  for (const sample of SAMPLES) {
    const answer = await engine.query<{ text: string; oid: number }>(
      `SELECT format('%s', ${sample}) AS text, pg_typeof(${sample})::oid::int AS oid`,
    );
    const [row] = answer.rows;
    const bytes = Buffer.from(row?.text ?? "");
    read.push(codecForOid(row?.oid ?? 0).decode(bytes, 0, bytes.length));
  }
  expect(read).toEqual(READ);
});

const SAMPLES = [
  "1::int2",
  "2::oid",
  "1.5::float4",
  "'{1,NULL}'::int8[]",
  "'{1.50}'::numeric[]",
  "'x'::name",
  "'{a}'::name[]",
  "'[\"2024-01-01 00:00:00+00\",)'::tstzrange",
  "'{\"[1,3)\"}'::int4range[]",
  "'2024-01-01 10:00'::timestamp",
  "'{\"a\": 1}'::json",
  "'(1,2)'::point",
  "'10:00+02'::timetz",
  "'{t,f}'::bool[]",
];
const READ = [
  1,
  2,
  1.5,
  [1, null],
  ["1.50"],
  "x",
  ["a"],
  { lower: new Date("2024-01-01T00:00:00Z"), upper: null, bounds: "[)" },
  [{ lower: 1, upper: 3, bounds: "[)" }],
  "2024-01-01 10:00:00",
  { a: 1 },
  "(1,2)",
  "10:00:00+02",
  [true, false],
];
