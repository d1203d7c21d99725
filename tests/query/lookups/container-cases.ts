import { lookupCase, type LookupCase } from "./case.js";
import { samples } from "./samples.js";

const lists = (samples["array"]?.values ?? []) as readonly (readonly string[])[];

const givenLists: readonly (readonly string[])[] = [
  ...lists,
  ["it's"],
  ["a_b", "京", "100%"],
  ["%"],
  ["nothing"],
];

export const arrayCases: readonly LookupCase[] = givenLists.flatMap((given) => {
  const list = (at: number) => lists[at] ?? [];
  return [
    lookupCase("array", ["contains"], given, (at) => given.every((item) => list(at).includes(item))),
    lookupCase("array", ["contained_by"], given, (at) => list(at).every((item) => given.includes(item))),
    lookupCase("array", ["overlap"], given, (at) => list(at).some((item) => given.includes(item))),
  ];
});

const json = (name: string, value: unknown, ...found: number[]) =>
  lookupCase("json", [name], value, (at) => found.includes(at));
const odd = "a'\"\\_";

/** Row 0 is a string, 1 a number, 2 a list, 3 and 4 are objects. */
export const jsonCases: readonly LookupCase[] = [
  json("contains", "it's \\100%_\"", 0),
  json("contains", "en", 2),
  json("contains", ["a_b"], 2),
  json("contains", ["%"]),
  json("contains", {}, 3, 4),
  json("contains", { a: 1 }, 3),
  json("contains", { "100%": null }, 4),
  json("contains", { [odd]: [{ y: "京" }] }, 4),
  json("contained_by", ["en", "a_b", 5], 1, 2),
  json("contained_by", { a: 1, b: 2 }, 3),
  json("contained_by", { a: 2 }),
  json("has_key", "a", 3),
  json("has_key", "en", 2),
  json("has_key", "100%", 4),
  json("has_key", odd, 4),
  json("has_key", "%"),
  json("has_key", "it's \\100%_\"", 0),
  json("has_keys", ["100%", odd], 4),
  json("has_keys", ["a", odd]),
  json("has_keys", [], 0, 1, 2, 3, 4),
  json("has_any_keys", ["a", odd, "nothing"], 3, 4),
  json("has_any_keys", ["_", "\\", "'"]),
  json("has_any_keys", []),
];

/** From and to, the end not included; null where a range is empty. */
type Span = readonly [from: number, to: number] | null;

const spans: readonly Span[] = [null, [-Infinity, 5], [1, 10], [10, Infinity]];
const givenSpans: readonly Span[] = [...spans, [5, 6], [2, 3], [-Infinity, Infinity], [10, 11], [4, 10]];

function rangeOf(span: Span): unknown {
  if (span === null) return "empty";
  const [lower, upper] = span.map((bound) => (Number.isFinite(bound) ? bound : null));
  return { lower, upper, bounds: lower === null ? "()" : "[)" };
}

const both =
  (test: (a: readonly [number, number], b: readonly [number, number]) => boolean) => (a: Span, b: Span) =>
    a !== null && b !== null && test(a, b);
const within = (a: Span, b: Span) => a === null || (b !== null && a[0] >= b[0] && a[1] <= b[1]);

const relations: Readonly<Record<string, (a: Span, b: Span) => boolean>> = {
  contains: (a, b) => within(b, a),
  contained_by: within,
  overlap: both((a, b) => a[0] < b[1] && b[0] < a[1]),
  fully_lt: both((a, b) => a[1] <= b[0]),
  fully_gt: both((a, b) => a[0] >= b[1]),
  not_lt: both((a, b) => a[0] >= b[0]),
  not_gt: both((a, b) => a[1] <= b[1]),
  adjacent_to: both((a, b) => a[1] === b[0] || a[0] === b[1]),
};

export const rangeCases: readonly LookupCase[] = [
  ...Object.entries(relations).flatMap(([name, test]) =>
    givenSpans.map((given) =>
      lookupCase("range", [name], rangeOf(given), (at) => test(spans[at] ?? null, given)),
    ),
  ),
  ...[-5, 1, 4, 5, 9, 10, 1000].map((value) =>
    lookupCase("range", ["contains"], value, (at) => within([value, value + 1], spans[at] ?? null)),
  ),
];

const ranged = ["number", "decimal", "date", "timestamp"] as const;

/** Values in ranges: of the range that begins with the smallest, of that behind it, and of none. */
export const containedCases: readonly LookupCase[] = ranged.flatMap((column) => {
  const [lower] = samples[column]?.values ?? [];
  return [
    lookupCase(column, ["contained_by"], { lower, upper: null, bounds: "[)" }, () => true),
    lookupCase(column, ["contained_by"], { lower, upper: null, bounds: "()" }, (at) => at > 0),
    lookupCase(column, ["contained_by"], "empty", () => false),
  ];
});
