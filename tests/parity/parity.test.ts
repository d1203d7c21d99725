import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onQuery } from "../../fixtures/library/generated/index.js";
import { instancePairs, querysetPairs, relatedPairs } from "../../generator/plan/methods.js";
import { functionPairs } from "../../generator/schema/naming/client-exports.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { plain } from "../library/plain.js";
import { asyncStyle, syncStyle, type Style } from "../library/style.js";
import type { Case } from "./case.js";
import { fetches, fetching } from "./fetch-cases.js";
import { functions, locking } from "./function-cases.js";
import { further } from "./further-cases.js";
import { instances } from "./instance-cases.js";
import { reading } from "./reading-cases.js";
import { related } from "./related-cases.js";
import { relatedQuerysets } from "./related-queryset-cases.js";
import { writing } from "./writing-cases.js";

const table = [
  ...reading,
  ...writing,
  ...instances,
  ...fetching,
  ...related,
  ...relatedQuerysets,
  ...further,
  ...functions,
  ...locking,
];
/** Cases that leave the rows as they are. */
const clean = new Set([...reading, ...fetching, ...locking]);

interface Outcome {
  readonly value: unknown;
  /** The SQL of every statement, in order. */
  readonly log: readonly string[];
}

async function outcomeOf({ run }: Case, style: Style): Promise<Outcome> {
  const log: string[] = [];
  const stop = onQuery(({ sql }) => log.push(sql.replace(/ormgen_cursor_\d+/gu, "ormgen_cursor")));
  try {
    const value = plain(await run(style).catch((error: unknown) => error));
    return { value, log };
  } finally {
    stop();
  }
}

const onFirst = new Map<Case, Outcome>();

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  let dirty = false;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  afterAll(() => library.close());

  const of = async (each: Case, style: Style) => {
    if (dirty) await library.reset();
    dirty = !clean.has(each);
    return outcomeOf(each, style);
  };

  test.each(table.map((each) => [`${each.covers.join(" ")}: ${each.title}`, each] as const))(
    "%s",
    async (_, each) => {
      const [first, second] = [await of(each, asyncStyle), await of(each, syncStyle)];
      expect(second).toEqual(first);
      const before = onFirst.get(each);
      onFirst.set(each, first);
      if (before) expect(first.value).toEqual(before.value);
      // A cursor outlives its transaction on the one session of an embedded database, so it is another statement.
      if (before && !each.covers.some((name) => name.endsWith(".iterate")))
        expect(first.log).toEqual(before.log);
    },
  );
});

test("every method that comes in a pair has a row", () => {
  const covered = new Set(table.flatMap(({ covers }) => covers));
  const pairs = [
    ...querysetPairs.map(({ name }) => `queryset.${name}`),
    ...instancePairs.map(({ name }) => `instance.${name}`),
    ...[...relatedPairs, ...querysetPairs].map(({ name }) => `related.${name}`),
    ...functionPairs.map(({ name }) => `function.${name}`),
    ...fetches.map(({ model, method }) => `${model.name}.${method}`),
    "queryset.selectForUpdate",
    "instance.fetch",
    "iteration",
  ];
  expect(fetches.length).toBeGreaterThan(6);
  expect(pairs.filter((name) => !covered.has(name))).toEqual([]);
});

test("a row that differs would be seen", async () => {
  const twoFaced: Case = { covers: [], title: "", run: ({ name }) => Promise.resolve(name) };
  expect(await outcomeOf(twoFaced, asyncStyle)).not.toEqual(await outcomeOf(twoFaced, syncStyle));
});
