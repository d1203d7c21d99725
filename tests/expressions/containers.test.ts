import { globSync } from "tinyglobby";
import { beforeAll, expect, test } from "vitest";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { loadSchema } from "../../generator/read/load-schema.js";
import { executeScript } from "../../runtime/executor/index.js";
import { Person, Workshop } from "../../fixtures/kitchen/generated/index.js";
import { connectOwn } from "../library/own-database.js";

beforeAll(async () => {
  const root = new URL("../../fixtures/kitchen", import.meta.url).pathname;
  const { schema } = loadSchema({ root, files: globSync("models/**/*.ts", { cwd: root, absolute: true }) });
  if (!schema) throw new Error("the kitchen's models do not load");
  const end = await connectOwn();
  const sql = createSql(stateOf(schema)).filter(
    (statement) => !statement.includes("gin_trgm_ops") && !statement.includes("pg_trgm"),
  );
  await executeScript(sql.join("\n"));
  const host = await Person.objects.create({ name: "Ann" });
  await Workshop.objects.bulkCreate([
    {
      title: "a",
      slug: "a",
      host,
      languages: ["en", "no", "de"],
      grid: [
        [1, 2],
        [3, 4],
      ],
      capacity: { lower: 1, upper: 10, bounds: "[)" },
      period: { lower: "2024-01-01", upper: "2024-02-01", bounds: "[)" },
    },
    {
      title: "b",
      slug: "b",
      host,
      languages: [],
      capacity: { lower: 10, upper: null, bounds: "[)" },
      period: "empty",
    },
  ]);
  return end;
});

const slugs = async (rows: { toArray(): Promise<Workshop[]> }) =>
  (await rows.toArray()).map((row) => row.slug).sort();

test("arrays", async () => {
  const all = Workshop.objects;
  expect(await slugs(all.filter({ languages__contains: ["no"] }))).toEqual(["a"]);
  expect(await slugs(all.filter({ languages__contained_by: ["en", "no", "de", "fr"] }))).toEqual(["a", "b"]);
  expect(await slugs(all.filter({ languages__overlap: ["fr", "de"] }))).toEqual(["a"]);
  expect(await slugs(all.filter({ languages__len: 0 }))).toEqual(["b"]);
  expect(await slugs(all.filter({ languages__0: "en" }))).toEqual(["a"]);
  expect(await slugs(all.filter({ languages__1__startswith: "n" }))).toEqual(["a"]);
  expect(await slugs(all.filter({ languages: [] }))).toEqual(["b"]);
  expect(await slugs(all.filter({ languages__0_2: ["en", "no"] } as never))).toEqual(["a"]);
  expect(
    await slugs(
      all.filter({
        grid: [
          [1, 2],
          [3, 4],
        ],
      }),
    ),
  ).toEqual(["a"]);
});

test("ranges", async () => {
  const all = Workshop.objects;
  expect(await slugs(all.filter({ capacity__contains: 5 }))).toEqual(["a"]);
  expect(await slugs(all.filter({ capacity__contains: { lower: 12, upper: 13, bounds: "[)" } }))).toEqual([
    "b",
  ]);
  expect(await slugs(all.filter({ capacity__overlap: { lower: 9, upper: 11, bounds: "[)" } }))).toEqual([
    "a",
    "b",
  ]);
  expect(await slugs(all.filter({ capacity__fully_lt: { lower: 10, upper: 11, bounds: "[)" } }))).toEqual([
    "a",
  ]);
  expect(await slugs(all.filter({ capacity__adjacent_to: { lower: 10, upper: 11, bounds: "[)" } }))).toEqual([
    "a",
  ]);
  expect(await slugs(all.filter({ capacity__startswith__gte: 10 }))).toEqual(["b"]);
  expect(await slugs(all.filter({ capacity__upper_inf: true }))).toEqual(["b"]);
  expect(await slugs(all.filter({ period__isempty: true }))).toEqual(["b"]);
  expect(await slugs(all.filter({ period__contains: "2024-01-31" }))).toEqual(["a"]);
});
