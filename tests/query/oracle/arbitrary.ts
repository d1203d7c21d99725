import fc from "fast-check";
import { hostile } from "../../library/rows.js";
import { tableAt, type Call, type Condition, type Leaf } from "./evaluate.js";
import { lookupsOf } from "./lookups.js";
import type { Kind, Tables } from "./tables.js";

const fragments = [
  "%",
  "_",
  "\\",
  "'",
  '"',
  "100%",
  "a_b",
  "SS",
  "ss",
  "ß",
  "東京",
  "🚲",
  "\n",
  "",
  "o",
  "O",
];
const patterns = ["^1", "o+", "[a-c]", "s$", "^$", "\\\\", "%|_", "ß"];

/** A leaf over a path of at most two relations. */
export function leaves(tables: Tables, model: string): fc.Arbitrary<Leaf> {
  const paths = pathsFrom(tables, model, 2);
  return fc.constantFrom(...paths).chain((path) => {
    const { columns } = tableAt(tables, model, path);
    const own = fc.constantFrom(...Object.entries(columns)).chain(([column, kind]) =>
      fc.constantFrom(...lookupsOf[kind]).chain((lookup) =>
        values(tables, model, path, column, kind, lookup).map((value): Leaf => ({
          kind: "leaf",
          path,
          column,
          lookup,
          value,
        })),
      ),
    );
    return path.length === 0 ? own : fc.oneof({ weight: 4, arbitrary: own }, relationLeaf(path));
  });
}

function relationLeaf(path: readonly string[]): fc.Arbitrary<Leaf> {
  const key = fc.integer({ min: 1, max: 8 });
  const leaf = (lookup: string, value: fc.Arbitrary<unknown>) =>
    value.map((each): Leaf => ({ kind: "leaf", path, column: null, lookup, value: each }));
  return fc.oneof(
    leaf("exact", fc.oneof(key, fc.constant(null))),
    leaf("in", fc.array(key, { maxLength: 3 })),
    leaf("isnull", fc.boolean()),
  );
}

function pathsFrom(tables: Tables, model: string, depth: number): string[][] {
  if (depth === 0) return [[]];
  const next = Object.entries(tables[model]?.relations ?? {});
  return [
    [],
    ...next.flatMap(([name, { target }]) =>
      pathsFrom(tables, target, depth - 1).map((rest) => [name, ...rest]),
    ),
  ];
}

function values(
  tables: Tables,
  model: string,
  path: readonly string[],
  column: string,
  kind: Kind,
  lookup: string,
): fc.Arbitrary<unknown> {
  if (lookup.endsWith("isnull")) return fc.boolean();
  if (kind === "json") return fc.constantFrom("isbn", "languages", "978-1", "978-4", "x");
  if (lookup === "regex" || lookup === "iregex") return fc.constantFrom(...patterns);
  if (lookup === "year" || lookup === "year__gte") return fc.constantFrom(1970, 1988, 2001, 2007);
  if (lookup === "month__in") return fc.subarray([1, 2, 3, 5, 12]);
  if (["month", "day", "quarter", "week_day"].includes(lookup)) return fc.integer({ min: 1, max: 15 });
  const stored = tableAt(tables, model, path)
    .rows.map((row) => row[column])
    .filter((value) => value !== null);
  const texts = kind === "text" && column !== "status" ? [...fragments, ...hostile] : [];
  const one = fc.constantFrom(...new Set([...stored, ...texts]));
  if (lookup === "in")
    return fc.array(fc.oneof({ weight: 5, arbitrary: one }, fc.constant(null)), { maxLength: 4 });
  if (lookup === "range") return fc.tuple(one, one);
  return lookup === "exact" ? fc.oneof({ weight: 6, arbitrary: one }, fc.constant(null)) : one;
}

/** Conditions of leaves under and, or and not. */
export function conditions(tables: Tables, model: string): fc.Arbitrary<Condition> {
  return fc.letrec<{ all: Condition }>((tie) => {
    const part = tie("all");
    const parts = fc.array(part, { minLength: 1, maxLength: 3 });
    return {
      all: fc.oneof(
        { maxDepth: 2, depthSize: "small" },
        { weight: 3, arbitrary: leaves(tables, model) },
        { weight: 1, arbitrary: parts.map((of): Condition => ({ kind: "and", parts: of })) },
        { weight: 1, arbitrary: parts.map((of): Condition => ({ kind: "or", parts: of })) },
        { weight: 1, arbitrary: part.map((of): Condition => ({ kind: "not", part: of })) },
      ),
    };
  }).all;
}

export function chains(tables: Tables, model: string): fc.Arbitrary<Call[]> {
  const call = fc.record({
    method: fc.constantFrom("filter" as const, "exclude" as const),
    condition: conditions(tables, model),
  });
  return fc.array(call, { minLength: 1, maxLength: 3 });
}
