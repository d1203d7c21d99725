import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject } from "../cli/command-line.js";
import { smallDisk, type SmallDisk } from "../server/small-disk.js";
import { runAs, startOwnServer, type TestServer } from "../server/start-server.js";

const probe = smallDisk(1);
probe?.remove();
const missing = probe === null ? " (skipped: nobody may mount a small disk here)" : "";

const FILL = "INSERT INTO filler SELECT repeat(md5(g::text), 30) FROM generate_series(1, 1000) g";

describe.skipIf(probe === null)(`a disk that is full while a migration is applied${missing}`, () => {
  let server: TestServer;
  let disk: SmallDisk;
  let client: pg.Client;

  beforeAll(async () => {
    server = await startOwnServer();
    disk = smallDisk(16)!;
    const user = runAs();
    const place = join(disk.path, "space");
    mkdirSync(place);
    if (user !== undefined) chownSync(place, user.uid, user.gid);
    client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`CREATE TABLESPACE small LOCATION '${place}'`);
  });
  afterAll(async () => {
    await client.end();
    await server.stop();
    disk.remove();
  });

  test("is told with file and step; what was there is there, and it goes on once there is room", async () => {
    const { ormgen, write } = createProject({ DATABASE_URL: server.url });
    write(
      "migrations/0001_item.sql",
      "CREATE TABLE item (id bigint PRIMARY KEY, text text) TABLESPACE small;\n" +
        "INSERT INTO item SELECT g, md5(g::text) FROM generate_series(1, 40000) g;\n" +
        "CREATE TABLE filler (text text) TABLESPACE small;\n",
    );
    write(
      "migrations/0002_index.sql",
      "-- ormgen migration 0002_index\n\n-- step 1: transaction\nALTER TABLE item ADD COLUMN more text;\n\n" +
        '-- step 2: alone\nCREATE INDEX CONCURRENTLY "item_text_idx" ON "item" ("text") TABLESPACE small;\n\n' +
        "-- step 3: transaction\nALTER TABLE item ADD COLUMN last text;\n",
    );
    expect(await ormgen("migrate", "0001")).toMatchObject({ status: 0, stderr: "" });
    await expect(fillUp()).rejects.toMatchObject({ code: "53100" });
    const failed = await ormgen("migrate");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(
      /0002_index\.sql, the step in line 7: .*no space left on device.*The steps before it were applied/isu,
    );
    expect((await client.query("SELECT count(*)::int AS n FROM item")).rows).toEqual([{ n: 40_000 }]);
    expect(await columns()).toEqual(["id", "text", "more"]);
    expect((await ormgen("showmigrations")).stdout).not.toContain("[X] 0002_index");
    await client.query("DROP TABLE filler");
    expect(await ormgen("migrate")).toMatchObject({ status: 0 });
    expect(await columns()).toEqual(["id", "text", "more", "last"]);
    const { rows } = await client.query(
      "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname ~ '^item_' ORDER BY 1",
    );
    expect(rows).toEqual([
      { relname: "item_pkey", indisvalid: true },
      { relname: "item_text_idx", indisvalid: true },
    ]);
  });

  async function fillUp(): Promise<void> {
    for (let times = 0; times < 1000; times += 1) await client.query(FILL);
  }

  async function columns(): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'item'::regclass AND attnum > 0 ORDER BY attnum",
    );
    return rows.map(({ name }) => name);
  }
});
