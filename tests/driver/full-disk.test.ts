import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { OperationalError } from "../../runtime/errors/index.js";
import {
  connect,
  connectSync,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
} from "../../runtime/executor/index.js";
import { smallDisk } from "../server/small-disk.js";
import { runAs, startOwnServer, type TestServer } from "../server/start-server.js";

const STYLES = ["async", "sync"] as const;
const probe = smallDisk(1);
probe?.remove();
const missing = probe === null ? " (skipped: nobody may mount a small disk here)" : "";

const INSERT = "INSERT INTO item SELECT g, repeat(md5(g::text), 60) FROM generate_series(1, 400) g";
const run = async (style: string, sql: string) => (style === "sync" ? executeRawSync(sql) : executeRaw(sql));

/** Writes until it cannot. Gives what was thrown, and how many rows had been acknowledged. */
async function fillUp(style: string): Promise<{ error: unknown; rows: number }> {
  for (let rows = 0; rows < 400_000; rows += 400) {
    try {
      await run(style, INSERT);
    } catch (error) {
      return { error, rows };
    }
  }
  throw new Error("the disk did not fill up");
}

afterEach(() => disconnect());

describe.skipIf(probe === null)(`a full disk${missing}`, () => {
  describe("of a server", () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startOwnServer();
    });
    afterAll(() => server.stop());

    test.each(STYLES)("says so, and what was acknowledged is there: %s", async (style) => {
      const disk = smallDisk(8)!;
      const user = runAs();
      const place = join(disk.path, "space");
      mkdirSync(place);
      if (user !== undefined) chownSync(place, user.uid, user.gid);
      try {
        await connect(server.url);
        await executeRaw(`CREATE TABLESPACE small_${style} LOCATION '${place}'`);
        await executeScript(`CREATE TABLE item (id int, text text) TABLESPACE small_${style}`);
        const { error, rows } = await fillUp(style);
        expect(error).toBeInstanceOf(OperationalError);
        expect(error).toMatchObject({ code: "53100" });
        expect(String(error)).toMatch(/no space left on device/iu);
        expect(await run(style, "SELECT count(*)::int AS n FROM item")).toEqual([{ n: rows }]);
      } finally {
        await executeScript("DROP TABLE IF EXISTS item");
        await executeScript(`DROP TABLESPACE IF EXISTS small_${style}`);
        disk.remove();
      }
    });
  });

  test.each(STYLES)(
    "of an embedded database says so, and what was acknowledged is there: %s",
    async (style) => {
      const disk = smallDisk(90)!;
      const url = `embedded:${join(disk.path, "database")}`;
      try {
        if (style === "sync") connectSync(url);
        else await connect(url);
        await executeScript("CREATE TABLE item (id int, text text)");
        const { error, rows } = await fillUp(style);
        expect(error).toBeInstanceOf(OperationalError);
        expect(String(error)).toMatch(/no space left on device/iu);
        expect(await run(style, "SELECT count(*)::int AS n FROM item")).toEqual([{ n: rows }]);
      } finally {
        await disconnect();
        disk.remove();
      }
    },
  );
});
