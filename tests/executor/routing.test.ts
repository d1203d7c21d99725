import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ConnectionFailed, OrmgenError, SyncForbidden } from "../../runtime/errors/index.js";
import { atomic, connect, disconnect, executeRaw, executeRawSync } from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

let primary: TestDatabase;
let replica: TestDatabase;

beforeAll(async () => {
  primary = await createDatabase();
  replica = await createDatabase();
  for (const [database, name] of [
    [primary, "primary"],
    [replica, "replica"],
  ] as const) {
    await database.query("CREATE TABLE place (name text)");
    await database.query("INSERT INTO place VALUES ($1)", [name]);
  }
});
afterEach(() => disconnect());
afterAll(async () => {
  await primary.drop();
  await replica.drop();
});

test("reads go to a replica, writes, locks and transactions to the primary", async () => {
  await connect({ primary: primary.url, replicas: [replica.url] });
  const read = "SELECT name FROM place";
  expect(await executeRaw(read)).toEqual([{ name: "replica" }]);
  expect(executeRawSync(read)).toEqual([{ name: "replica" }]);
  expect(await executeRaw(`${read} FOR UPDATE`)).toEqual([{ name: "primary" }]);
  expect(await executeRaw("UPDATE place SET name = name RETURNING name")).toEqual([{ name: "primary" }]);
  expect(await atomic(() => executeRaw(read))).toEqual([{ name: "primary" }]);
});

test("connections have names; one that is not there is refused with those that are", async () => {
  await connect(primary.url);
  await connect(replica.url, { name: "reports", sync: "forbid" });
  expect(await executeRaw("SELECT name FROM place", [], "reports")).toEqual([{ name: "replica" }]);
  expect(() => executeRawSync("SELECT name FROM place", [], "reports")).toThrow(SyncForbidden);
  const error: unknown = await executeRaw("SELECT 1", [], "nowhere").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OrmgenError);
  expect((error as Error).message).toMatch(/default, reports/u);
});

test("a pooler: without prepared statements values still come in the session's formats", async () => {
  await connect(primary.url, { prepare: false });
  const sql = "SELECT interval '1 day 2 hours'::text AS i, '2020-01-02'::date::text AS d";
  const expected = [{ i: "P1DT2H", d: "2020-01-02" }];
  expect(await executeRaw(sql)).toEqual(expected);
  expect(executeRawSync(sql)).toEqual(expected);
  expect(await atomic(() => executeRaw(sql))).toEqual(expected);
});

test.each(["mysql://localhost/x", "not a url", "embedded:", "postgres://%zz"])(
  "%s is refused",
  async (url) => {
    await expect(connect(url)).rejects.toBeInstanceOf(ConnectionFailed);
  },
);
