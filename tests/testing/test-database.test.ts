import {
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { executeRaw, executeRawSync } from "../../runtime/executor/index.js";
import { testDatabase, withRollbackSync, type TestDatabase } from "../../generator/testing/index.js";
import { createDatabase, type TestDatabase as ServerDatabase } from "../server/database.js";
import { drivers } from "../library/library.js";

const SHOES = "CREATE TABLE shoe (id int PRIMARY KEY, name text);\n";

describe.each(drivers)("%s", (driver) => {
  let server: ServerDatabase | null = null;
  const open: TestDatabase[] = [];
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-templates-")));
  const folder = mkdtempSync(join(root, "migrations-"));
  const cache = join(root, "cache");
  const cacheBefore = process.env["ORMGEN_CACHE_DIR"];

  beforeAll(async () => {
    if (driver === "server") server = await createDatabase();
    process.env["ORMGEN_CACHE_DIR"] = cache;
    writeFileSync(join(folder, "0001_shoes.sql"), SHOES);
  });
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });
  afterAll(async () => {
    if (cacheBefore === undefined) delete process.env["ORMGEN_CACHE_DIR"];
    else process.env["ORMGEN_CACHE_DIR"] = cacheBefore;
    for (const name of await made()) await server?.query(`DROP DATABASE "${name}"`);
    await server?.drop();
    rmSync(root, { recursive: true, force: true });
  });

  async function database(more: object = {}): Promise<TestDatabase> {
    const found = await testDatabase({ ...(server === null ? {} : { url: server.url }), folder, ...more });
    open.push(found);
    return found;
  }

  /** What it has left on the server beside its own database. */
  async function made(): Promise<string[]> {
    const prefix = `${new URL(server?.url ?? "postgres://x/none").pathname.slice(1, 25)}_test_`;
    const rows = await server?.query(
      "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)",
      [prefix],
    );
    return (rows ?? []).map(({ name }) => String(name)).sort();
  }

  const templates = () => readdirSync(cache).filter((name) => name.startsWith("test-"));

  test("it has the migrations' tables, is the default connection in both styles, and goes when it is closed", async () => {
    const first = await database();
    await executeRaw("insert into shoe values (1, 'left')");
    expect(executeRawSync("select name from shoe")).toEqual([{ name: "left" }]);
    expect(
      withRollbackSync(() => executeRawSync("insert into shoe values (2, 'right') returning id")),
    ).toEqual([{ id: 2 }]);
    await first.close();
    await first.close();
    const second = await database();
    expect(second.url).not.toBe(first.url);
    expect(await executeRaw("select * from shoe")).toEqual([]);
    if (server === null) {
      expect(existsSync(first.url.slice("embedded:".length))).toBe(false);
      expect(existsSync(second.url.slice("embedded:".length))).toBe(true);
    } else {
      expect(await made()).toHaveLength(2);
      expect(await server.query("select to_regclass('shoe') as shoe")).toEqual([{ shoe: null }]);
    }
  });

  test("the template is made once, by one of those that begin together", async () => {
    const other = mkdtempSync(join(root, "migrations-"));
    writeFileSync(
      join(other, "0001_shoes.sql"),
      `${SHOES}INSERT INTO shoe VALUES (1, gen_random_uuid()::text);\n`,
    );
    const names = ["a", "b", "c"];
    await Promise.all(names.map((name) => database({ folder: other, connect: { name } })));
    const ids = new Set<unknown>();
    for (const name of names) ids.add((await executeRaw("select name from shoe", [], name))[0]?.["name"]);
    expect(ids.size).toBe(1);
  });

  test("other migrations make another template, and old ones go", async () => {
    await (await database()).close();
    if (server === null) utimesSync(join(cache, templates()[0]!), new Date(0), new Date(0));
    const kept = server === null ? templates() : await made();
    writeFileSync(join(folder, "0002_laces.sql"), "CREATE TABLE lace (id int);\n");
    await (await database()).close();
    const database2 = await database();
    expect(await executeRaw("select * from lace")).toEqual([]);
    await database2.close();
    const now = server === null ? templates() : await made();
    expect(now.filter((name) => !kept.includes(name))).toHaveLength(1);
    expect(now).not.toContain(kept[0]);
  });

  test("what cannot be is said", async () => {
    const empty = mkdtempSync(join(root, "migrations-"));
    await expect(database({ folder: empty })).rejects.toThrow("makemigrations");
    await expect(database({ fodler: "x" })).rejects.toThrow('no option "fodler"');
    await expect(database({ url: "mysql://x" })).rejects.toThrow("postgres://");
    await expect(database({ connect: { pol: {} } })).rejects.toThrow('no option "pol"');
    writeFileSync(join(empty, "0001_wrong.sql"), "CREATE TABLE shoe (id nothing);\n");
    await expect(database({ folder: empty })).rejects.toThrow("nothing");
    writeFileSync(join(empty, "0001_wrong.sql"), SHOES);
    await database({ folder: empty });
    expect(await executeRaw("select * from shoe")).toEqual([]);
  });
});
