import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  Category,
  Publisher,
  Tag,
  and,
  not,
  or,
} from "../../fixtures/library/generated/index.js";
import { executeRaw } from "../../runtime/executor/index.js";
import { openLibrary, type Library } from "../library/library.js";
import { chains, conditions } from "./oracle/arbitrary.js";
import { TooMany, leadsToMany, multiplicity, type Call, type Condition } from "./oracle/evaluate.js";
import { readTables, type Row, type Tables } from "./oracle/tables.js";

/** What the test needs of a model's querysets, whatever its types are. */
interface Rows {
  filter(condition: unknown): Rows;
  exclude(condition: unknown): Rows;
  distinct(): Rows;
  orderBy(...names: string[]): Rows;
  limit(rows: number): Rows;
  offset(rows: number): Rows;
  valuesList(name: string, options: { flat: true }): Rows;
  toArraySync(): unknown[];
  countSync(): number;
  existsSync(): boolean;
  toSQL(): { sql: string; parameters: readonly unknown[] };
}
interface Model {
  readonly objects: Rows;
  q(where: object): never;
}
const models = { Author, Book, Category, Publisher, Tag } as unknown as Record<string, Model>;
const runs = Number(process.env["ORMGEN_ORACLE_RUNS"] ?? 250);

let library: Library;
let tables: Tables;
beforeAll(async () => {
  library = await openLibrary("embedded");
  tables = await readTables();
  expect(await executeRaw("select upper('aß🚲ø') as up, 'a' < 'B' as order")).toEqual([
    { up: "Aẞ🚲Ø", order: false },
  ]);
});
afterAll(() => library.close());

function written(model: Model, condition: Condition): never {
  switch (condition.kind) {
    case "leaf": {
      const { path, column, lookup, value } = condition;
      const names = [...path, ...(column === null ? [] : [column]), ...(lookup === "exact" ? [] : [lookup])];
      return model.q({ [names.join("__")]: value });
    }
    case "not":
      return not(written(model, condition.part)) as never;
    case "and":
      return and(...condition.parts.map((part) => written(model, part))) as never;
    case "or":
      return or(...condition.parts.map((part) => written(model, part))) as never;
  }
}

const apply = (model: Model, calls: readonly Call[]) =>
  calls.reduce((rows, { method, condition }) => rows[method](written(model, condition)), model.objects);

/**
 * One call that says something of many rows under a NOT, and something else of other tables: Django tells by the
 * aliases of its joins whether both speak of one row, and so does ormgen. `tests/django` has these.
 */
function mixes(name: string, { method, condition }: Call): boolean {
  const leaves = leavesOf(condition, method === "exclude").filter(({ path }) => path.length > 0);
  return leaves.some(({ path, negated }) => negated && leaves.length > 1 && leadsToMany(tables, name, path));
}

function leavesOf(at: Condition, negated: boolean): { path: readonly string[]; negated: boolean }[] {
  if (at.kind === "leaf") return [{ path: at.path, negated }];
  if (at.kind === "not") return leavesOf(at.part, true);
  return at.parts.flatMap((part) => leavesOf(part, negated));
}

/** The keys that come out, each as often as it does; null where they are too many to look at. */
function expected(name: string, calls: readonly Call[]): number[] | null {
  try {
    const ids: number[] = [];
    for (const row of tables[name]?.rows ?? []) {
      const times = multiplicity(tables, name, row, calls);
      if (ids.length + times > 3000) return null;
      for (let time = 0; time < times; time += 1) ids.push(row["id"] as number);
    }
    return ids;
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

describe.each(Object.keys(models))("%s", (name) => {
  const model = models[name] as Model;
  const check = (property: (calls: Call[], ids: number[], rows: Rows) => void, times = runs) =>
    fc.assert(
      fc.property(chains(tables, name), (calls) => {
        fc.pre(!calls.some((call) => mixes(name, call)));
        const ids = expected(name, calls);
        fc.pre(ids !== null);
        property(calls, ids, apply(model, calls));
      }),
      { numRuns: times },
    );
  const keys = (rows: Rows) => rows.orderBy("id").valuesList("id", { flat: true }).toArraySync();

  test("rows, and how often each comes", () => {
    check((_, ids, rows) => {
      expect(keys(rows), rows.toSQL().sql).toEqual(ids);
    });
  });

  test("count(), exists(), distinct() and slices agree with the rows", () => {
    check(
      (_, ids, rows) => {
        const once = [...new Set(ids)];
        expect(rows.countSync(), rows.toSQL().sql).toBe(ids.length);
        expect(rows.existsSync()).toBe(ids.length > 0);
        expect(keys(rows.distinct())).toEqual(once);
        expect(rows.orderBy().distinct().countSync()).toBe(once.length);
        const slice = rows.orderBy("id").offset(1).limit(2);
        expect(slice.valuesList("id", { flat: true }).toArraySync()).toEqual(ids.slice(1, 3));
        expect(slice.countSync()).toBe(ids.slice(1, 3).length);
      },
      Math.ceil(runs / 4),
    );
  });

  test("a queryset never changes", () => {
    check(
      (calls, ids, rows) => {
        const before = rows.toSQL();
        apply({ ...model, objects: rows, q: (where) => model.q(where) }, calls);
        rows.orderBy("-id").distinct().limit(1);
        expect(rows.toSQL()).toEqual(before);
        expect(rows.countSync()).toBe(ids.length);
      },
      Math.ceil(runs / 10),
    );
  });

  test("filter(p) and exclude(p) make the whole", () => {
    fc.assert(
      fc.property(conditions(tables, name), (condition) => {
        fc.pre(!leafPaths(condition).some((path) => leadsToMany(tables, name, path)));
        const [yes, no] = (["filter", "exclude"] as const).map((method) =>
          keys(apply(model, [{ method, condition }])),
        );
        const rows: readonly Row[] = tables[name]?.rows ?? [];
        expect(new Set([...(yes ?? []), ...(no ?? [])]).size).toBe((yes?.length ?? 0) + (no?.length ?? 0));
        expect((yes?.length ?? 0) + (no?.length ?? 0)).toBe(rows.length);
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });
});

function leafPaths(condition: Condition): (readonly string[])[] {
  if (condition.kind === "leaf") return [condition.path];
  return condition.kind === "not" ? leafPaths(condition.part) : condition.parts.flatMap(leafPaths);
}
