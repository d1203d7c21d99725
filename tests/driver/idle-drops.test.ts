import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConnectionLost } from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  detached,
  detachedSync,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
  executeScriptSync,
} from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

const ONE = "SELECT 1 AS one";
const ROWS = [{ one: 1 }];

const USES: Record<string, () => unknown> = {
  query: () => executeRaw(ONE),
  querySync: () => executeRawSync(ONE),
  write: () => executeRaw("INSERT INTO item VALUES (1) RETURNING id AS one"),
  writeSync: () => executeRawSync("INSERT INTO item VALUES (1) RETURNING id AS one"),
  atomic: () => atomic(() => executeRaw(ONE)),
  atomicSync: () => atomicSync(() => executeRawSync(ONE)),
  "atomic for both": () => atomic(() => executeRawSync(ONE), { sync: true }),
  detached: () => detached(() => executeRaw(ONE)),
  detachedSync: () => detachedSync(() => executeRawSync(ONE)),
  "atomic in detached": () => detached(() => atomic(() => executeRaw(ONE))),
  "atomicSync in detachedSync": () => detachedSync(() => atomicSync(() => executeRawSync(ONE))),
  "atomic for both in detached": () => detached(() => atomic(() => executeRawSync(ONE), { sync: true })),
  script: async () => (await executeScript("SELECT 1"), ROWS),
  scriptSync: () => (executeScriptSync("SELECT 1"), ROWS),
};

describe.each(["auto", "worker"] as const)("sync: %s", (sync) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase();
    await database.query("CREATE TABLE item (id int)");
    await connect(database.url, { sync });
  });
  afterEach(async () => {
    await disconnect();
    await database.drop();
  });

  /** Ends every session of ours on the server, as a restart or an idle limit does. */
  async function dropAll(): Promise<void> {
    await database.query(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
  }

  test.each(Object.keys(USES))(
    "what the server dropped while it was idle is replaced unseen: %s",
    async (name) => {
      const use = USES[name] as () => unknown;
      for (let round = 0; round < 3; round += 1) {
        await use();
        await executeRaw(ONE);
        executeRawSync(ONE);
        await dropAll();
        expect(await use()).toEqual(ROWS);
      }
    },
  );

  test.each(["async", "sync"])(
    "what a detached block holds is not replaced once it was used: %s",
    async (style) => {
      const lost = detached(async () => {
        const ask = () => (style === "sync" ? executeRawSync(ONE) : executeRaw(ONE));
        await ask();
        await dropAll();
        if (style === "sync") atomicSync(() => executeRawSync(ONE));
        else await atomic(() => executeRaw(ONE));
      });
      await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
      // The next block has a connection again.
      expect(await detached(() => atomic(() => executeRaw(ONE)))).toEqual(ROWS);
    },
  );

  test("at once, before this thread has heard of it", async () => {
    for (const [name, use] of Object.entries(USES)) {
      await use();
      await dropAll();
      expect({ name, rows: await use() }).toEqual({ name, rows: ROWS });
    }
  });
});
