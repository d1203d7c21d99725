import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect, executeScript } from "../../../runtime/executor/index.js";
import { comparisons, isnotnull } from "../../../runtime/query/lookups/comparison.js";
import { containers } from "../../../runtime/query/lookups/container.js";
import { patterns } from "../../../runtime/query/lookups/pattern.js";
import { searches } from "../../../runtime/query/lookups/search.js";
import { ranges } from "../../../runtime/query/lookups/range.js";
import { transforms } from "../../../runtime/query/lookups/transforms.js";
import { clientOf, type DynamicClient } from "../../library/client-of.js";
import { drivers } from "../../library/library.js";
import { styles } from "../../library/style.js";
import { createDatabase, type TestDatabase } from "../../server/database.js";
import { coverOf, nullsOf, type LookupCase } from "./case.js";
import { comparisonCases } from "./comparison-cases.js";
import { arrayCases, containedCases, jsonCases, rangeCases } from "./container-cases.js";
import { patternCases, searchCases } from "./pattern-cases.js";
import { columns, fieldOf, kinds, model, rows, samples } from "./samples.js";
import { intervalCases, transformCases } from "./transform-cases.js";

const cases = [
  ...comparisonCases,
  ...patternCases,
  ...searchCases,
  ...arrayCases,
  ...jsonCases,
  ...rangeCases,
  ...transformCases,
  ...intervalCases,
  ...containedCases,
];
const byCover = new Map<string, LookupCase[]>();
for (const each of cases) byCover.set(each.covers, [...(byCover.get(each.covers) ?? []), each]);

/** What stands in the registry: every name, with every kind that it is for. */
const lookups = [...comparisons, ...patterns, ...containers, ...ranges, ...searches].filter(
  (each) => each !== isnotnull,
);
const registered = [...lookups, ...transforms].flatMap(({ name, kinds: of }) =>
  (of ?? kinds).map((kind) => coverOf(kind as (typeof kinds)[number], name)),
);

test("every lookup and transform has cases, for every kind of column, and no case is of another", () => {
  // What an extension's type has, and a column of words, is asked in a test of its own.
  const own = registered.filter((cover) => !/^(?:hstore|searchVector) /u.test(cover));
  expect([...byCover.keys()].sort()).toEqual([...new Set(own)].sort());
});

test("no lookup is told from its fellows by luck: each has a case that finds rows", () => {
  const without = [...byCover].filter(([, of]) => of.every(({ filtered }) => filtered.length === 0));
  expect(without.map(([covers]) => covers)).toEqual([]);
});

interface Samples {
  filter(where: object): Samples;
  exclude(where: object): Samples;
  orderBy(name: string): Samples;
  valuesList(name: string, options: { flat: true }): object;
}

describe.each(drivers)("%s", (driver) => {
  let client: DynamicClient;
  let server: TestDatabase | null = null;
  let all: Samples;
  beforeAll(async () => {
    client = await clientOf(model);
    if (driver === "server") server = await createDatabase();
    await connect(server?.url ?? "memory://");
    await executeScript(client.sql);
    all = (client.models["Sample"] as unknown as { objects: Samples }).objects;
    await styles[0]?.call(all, "bulkCreate", rows);
  });
  afterAll(async () => {
    await disconnect();
    await server?.drop();
    client.remove();
  });

  describe.each(styles)("$name", (m) => {
    /** The rows, counted from 0. */
    const found = async (of: Samples) =>
      ((await m.call(of.orderBy("id").valuesList("id", { flat: true }), "toArray")) as number[]).map(
        (id) => id - 1,
      );

    test.each([...byCover])("%s", async (_, of: readonly LookupCase[]) => {
      const [made, wanted]: unknown[][] = [[], []];
      for (const { name, value, filtered, excluded } of of) {
        wanted?.push({ name, value, filtered, excluded });
        const where = { [name]: value };
        made?.push({
          name,
          value,
          filtered: await found(all.filter(where)),
          excluded: await found(all.exclude(where)),
        });
      }
      expect(made).toEqual(wanted);
    });

    test.each(columns)(
      "NULL and undefined are values of no lookup of %s but exact and iexact",
      async (column) => {
        const { kind } = samples[column] ?? {};
        const names = new Set(
          lookups.filter((each) => each.kinds?.includes(kind as never) ?? true).map(({ name }) => name),
        );
        expect(names.size).toBeGreaterThan(5);
        for (const name of names) {
          const key = `${fieldOf(column)}__${name}`;
          const asked = async (value: unknown) => {
            try {
              return await found(all.filter({ [key]: value }));
            } catch (error) {
              return (error as Error).name;
            }
          };
          expect([key, await asked(undefined)]).toEqual([key, "UndefinedValue"]);
          if (name === "exact" || name === "iexact") expect(await asked(null)).toEqual(nullsOf(column));
          else expect([key, await asked(null)]).toEqual([key, "InvalidValue"]);
          if (name === "range") expect([key, await asked([null, null])]).toEqual([key, "InvalidValue"]);
        }
      },
    );
  });
});
