import type { Kind } from "../../../runtime/types/model-type.js";
import { hostile } from "../../library/rows.js";

/** A column of the model `Sample`, with what its rows hold; the last row holds NULL in every column. */
export interface Sample {
  readonly kind: StoredKind;
  /** The field, as a model file says it. */
  readonly field: string;
  /** In the order in which PostgreSQL sorts them. */
  readonly values: readonly unknown[];
  /** How a pattern sees each value; absent where a pattern sees none. */
  readonly texts?: readonly string[];
}

/** What a column may be: a "string" is a computed value alone; an extension's type has a test of its own. */
export type StoredKind = Exclude<Kind, "string" | "row" | "hstore" | "searchVector" | "searchQuery">;

const sorted = [...hostile].sort((a, b) => (a < b ? -1 : 1));
const moods = ["it's", "100%", "a_b", 'a,"b"'];
const decimals = ["-1.50", "0.00", "100.99"];
const dates = ["1999-12-31", "2004-02-29", "2005-01-01", "2024-12-30"];
const times = ["00:00:00", "12:30:15", "23:59:59.5"];
const moments = [
  "1999-12-31T23:59:59.999Z",
  "2004-02-29T00:00:00.000Z",
  "2005-01-01T12:30:15.250Z",
  "2024-12-30T06:07:08.009Z",
];
const intervals = ["PT2H", "P1D", "P1M2DT3H"];
const uuids = ["00000000-0000-4000-8000-00000000000a", "123e4567-e89b-42d3-a456-426614174000"];
const addresses = ["10.0.0.1", "192.168.100.10", "::1"];
const macs = ["08:00:2b:01:02:03", "08:00:2b:01:02:ff"];

/** One column of each kind, all of which may be NULL: a kind without one does not compile. */
const ofEachKind: Readonly<Record<StoredKind, Sample>> = {
  text: {
    kind: "text",
    field: "fields.text({ maxLength: 100, null: true })",
    values: sorted,
    texts: sorted,
  },
  number: {
    kind: "number",
    field: "fields.float({ null: true })",
    values: [-1.5, 0, 2, 100],
    texts: ["-1.5", "0", "2", "100"],
  },
  decimal: {
    kind: "decimal",
    field: "fields.decimal({ precision: 8, scale: 2, null: true })",
    values: decimals,
    texts: decimals,
  },
  boolean: {
    kind: "boolean",
    field: "fields.boolean({ null: true })",
    values: [false, true],
    texts: ["false", "true"],
  },
  date: { kind: "date", field: "fields.date({ null: true })", values: dates, texts: dates },
  time: { kind: "time", field: "fields.time({ null: true })", values: times, texts: times },
  timestamp: {
    kind: "timestamp",
    field: "fields.timestamp({ null: true })",
    values: moments.map((moment) => new Date(moment)),
    texts: moments.map((moment) => `${moment.replace("T", " ").replace(/\.?0*Z$/u, "")}+00`),
  },
  interval: {
    kind: "interval",
    field: "fields.interval({ null: true })",
    values: intervals,
    texts: intervals,
  },
  uuid: { kind: "uuid", field: "fields.uuid({ null: true })", values: uuids, texts: uuids },
  json: {
    kind: "json",
    field: "fields.json({ null: true })",
    values: ["it's \\100%_\"", 5, ["en", "a_b"], { a: 1 }, { "100%": null, "a'\"\\_": ["x", { y: "京" }] }],
    texts: [
      "it's \\100%_\"",
      "5",
      '["en", "a_b"]',
      '{"a": 1}',
      String.raw`{"100%": null, "a'\"\\_": ["x", {"y": "京"}]}`,
    ],
  },
  bytes: {
    kind: "bytes",
    field: "fields.bytes({ null: true })",
    values: [[], [0, 37, 92], [39, 95], [255]].map((bytes) => new Uint8Array(bytes)),
  },
  array: {
    kind: "array",
    field: "fields.array(fields.text(), { null: true })",
    values: [[], ["100%", "a_b"], ["back\\slash", "it's"], ['q"u,o{te}', "京", "NULL"]],
  },
  range: {
    kind: "range",
    field: 'fields.range("integer", { null: true })',
    values: [
      "empty",
      { lower: null, upper: 5, bounds: "()" },
      { lower: 1, upper: 10, bounds: "[)" },
      { lower: 10, upper: null, bounds: "[)" },
    ],
  },
  inet: { kind: "inet", field: "fields.inet({ null: true })", values: addresses, texts: addresses },
  custom: {
    kind: "custom",
    field: `fields.custom<string>({
      dbType: "macaddr",
      parse(text) { return text; },
      serialize(value) { return value; },
      null: true,
    })`,
    values: macs,
    texts: macs,
  },
};

/** Every column by its name: those of each kind, and an enum, which compares as text and sorts as it is declared. */
export const samples: Readonly<Record<string, Sample>> = {
  ...ofEachKind,
  mood: {
    kind: "text",
    field: `fields.enum(${JSON.stringify(moods)}, { null: true })`,
    values: moods,
    texts: moods,
  },
};

export const columns = Object.keys(samples);
export const kinds = Object.keys(ofEachKind) as readonly StoredKind[];

/** A field is named after its kind: `text_` and so on, as `date` and `time` would be names of transforms too. */
export const fieldOf = (column: string) => `${column}Value`;

export const model = `
import { Model, fields } from "ormgen";
export class Sample extends Model {
${Object.entries(samples)
  .map(([column, { field }]) => `  ${fieldOf(column)} = ${field};`)
  .join("\n")}
}
`;

/** Row `at` holds value `at` of each column, NULL where a column has no more. */
export const rows: readonly Readonly<Record<string, unknown>>[] = Array.from(
  { length: 1 + Math.max(...Object.values(samples).map(({ values }) => values.length)) },
  (_, at) =>
    Object.fromEntries(
      Object.entries(samples).map(([column, { values }]) => [fieldOf(column), values[at] ?? null]),
    ),
);
