import { afterAll, beforeAll, expect, test } from "vitest";
import { Tag, connect, disconnect } from "../../fixtures/library/generated/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { tablesOf } from "../library/library.js";
import { styles } from "../library/style.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

let database: TestDatabase;

/** The library, with tags in three partitions. */
beforeAll(async () => {
  database = await createDatabase();
  await connect(database.url);
  await executeScript(tablesOf("fixtures/library"));
  await executeScript(`
    CREATE TABLE split (LIKE library_tag INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY HASH (id);
    DROP TABLE library_tag CASCADE;
    ALTER TABLE split RENAME TO library_tag;
    CREATE SEQUENCE tag_id;
    ALTER TABLE library_tag ALTER id SET DEFAULT nextval('tag_id');
    CREATE TABLE tag_0 PARTITION OF library_tag FOR VALUES WITH (MODULUS 3, REMAINDER 0);
    CREATE TABLE tag_1 PARTITION OF library_tag FOR VALUES WITH (MODULUS 3, REMAINDER 1);
    CREATE TABLE tag_2 PARTITION OF library_tag FOR VALUES WITH (MODULUS 3, REMAINDER 2);`);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

test.each(styles)("a table in partitions is read and written as any other: $name", async (style) => {
  const names = Array.from({ length: 30 }, (_, at) => ({ name: `${style.name} ${String(at)}` }));
  const made = (await style.call(Tag.objects, "bulkCreate", names)) as Tag[];
  expect(new Set(made.map(({ id }) => id)).size).toBe(30);
  const [spread] = await database.query("SELECT count(DISTINCT tableoid)::int AS n FROM library_tag");
  expect(spread).toEqual({ n: 3 });
  const ours = Tag.objects.filter({ name__startswith: style.name });
  expect(await style.call(ours, "count")).toBe(30);
  expect(await style.stream(ours.orderBy("id"), "iterate", { chunkSize: 7 })).toHaveLength(30);
  const first = made[0]!;
  first.name = `${style.name} changed`;
  await style.call(first, "save");
  expect(await style.call(Tag.objects, "get", { id: first.id })).toMatchObject({ name: first.name });
  expect(
    await style.call(Tag.objects.filter({ id__gt: first.id, name__startswith: style.name }), "update", {
      name: style.name,
    }),
  ).toBe(29);
  await style.call(Tag.objects, "bulkUpdate", made, ["name"]);
  expect(await style.call(first, "delete")).toMatchObject([1, {}]);
  expect(await style.call(ours, "count")).toBe(29);
});
