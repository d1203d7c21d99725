import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ConnectionFailed,
  ConnectionLost,
  DeadlockDetected,
  PoolTimeout,
  QueryAborted,
  StatementTimeout,
  TransactionOutcomeUnknown,
} from "../../runtime/errors/index.js";
import {
  abortable,
  atomic,
  atomicSync,
  connect,
  detachedSync,
  disconnect,
  executeRaw,
  executeRawSync,
  onCommit,
} from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { gate } from "../server/gate.js";
import { nothingLeftOpen } from "../server/nothing-left-open.js";
import { Proxy } from "./proxy.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await database.query("CREATE TABLE item (id int PRIMARY KEY)");
  await database.query("INSERT INTO item VALUES (1)");
});
afterAll(() => database.drop());

beforeEach(() => connect(database.url));

afterEach(async () => {
  expect(await executeRaw("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(executeRawSync("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await disconnect();
  await nothingLeftOpen(database);
  expect(await database.query("SELECT id FROM item")).toEqual([{ id: 1 }]);
});

const KILL_ALL =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
  "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";

/** Waits until so many are under way. */
async function running(like: string, count: number): Promise<void> {
  const query =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()";
  await vi.waitFor(async () => expect(await database.query(query, [like])).toHaveLength(count), 60_000);
}

describe("a killed backend", () => {
  test("idle", async () => {
    await executeRaw("SELECT 1");
    executeRawSync("SELECT 1");
    await database.query(KILL_ALL);
    // A sync caller never lets the thread hear of it, so its first call may be the one that finds out.
    try {
      executeRawSync("SELECT 1");
    } catch (error) {
      expect(error).toBeInstanceOf(ConnectionLost);
    }
  });

  test("in the middle of a query, async", async () => {
    const query = executeRaw("SELECT pg_sleep(600)");
    const failed = expect(query).rejects.toBeInstanceOf(ConnectionLost);
    await running("SELECT pg_sleep(600)", 1);
    await database.query(KILL_ALL);
    await failed;
  });

  test("in the middle of a query, sync", () => {
    const suicide = "SELECT pg_terminate_backend(pg_backend_pid())";
    expect(() => executeRawSync(suicide)).toThrow(ConnectionLost);
  });

  test("in the middle of a transaction, async", async () => {
    const transaction = atomic(async () => {
      await executeRaw("INSERT INTO item VALUES (2)");
      await database.query(KILL_ALL);
      await executeRaw("INSERT INTO item VALUES (3)");
    });
    await expect(transaction).rejects.toBeInstanceOf(ConnectionLost);
  });

  test("in the middle of a transaction, sync, even where the callback swallows it", () => {
    expect(() =>
      atomicSync(() => {
        executeRawSync("INSERT INTO item VALUES (2)");
        expect(() => executeRawSync("SELECT pg_terminate_backend(pg_backend_pid())")).toThrow(ConnectionLost);
      }),
    ).toThrow(ConnectionLost);
  });
});

describe("COMMIT whose answer is lost", () => {
  test.each(["async", "sync"])("%s", async (style) => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url, { name: "proxied" });
    const options = { using: "proxied", retries: 3 };
    let hooks = 0;
    let runs = 0;
    await proxy.cutAfterSending("COMMIT");
    const outcome = atomic(
      async () => {
        runs += 1;
        onCommit(() => void (hooks += 1), { using: "proxied" });
        const sql = "INSERT INTO item VALUES (2)";
        if (style === "async") await executeRaw(sql, [], "proxied");
        else executeRawSync(sql, [], "proxied");
      },
      { ...options, sync: style === "sync" },
    );
    await expect(outcome).rejects.toBeInstanceOf(TransactionOutcomeUnknown);
    expect({ hooks, runs }).toEqual({ hooks: 0, runs: 1 });
    await proxy.close();
    await database.query("DELETE FROM item WHERE id = 2");
  });
});

describe("limits", () => {
  test("a silent server ends a sync call in time", async () => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url, { name: "silent", syncTimeoutMs: 2_000 });
    executeRawSync("SELECT 1", [], "silent");
    await proxy.silence();
    expect(() => executeRawSync("SELECT 1", [], "silent")).toThrow(StatementTimeout);
    await proxy.close();
  });

  test("statement timeout in both styles", async () => {
    await connect(database.url, {
      name: "short",
      statementTimeoutMs: 1_000,
      connectTimeoutMs: 60_000,
    });
    await expect(executeRaw("SELECT pg_sleep(60)", [], "short")).rejects.toBeInstanceOf(StatementTimeout);
    expect(() => executeRawSync("SELECT pg_sleep(60)", [], "short")).toThrow(StatementTimeout);
    expect(await executeRaw("SELECT 1 AS one", [], "short")).toEqual([{ one: 1 }]);
  });

  test("an AbortSignal stops the server's work and nobody else's", async () => {
    const controller = new AbortController();
    const other = executeRaw("SELECT pg_sleep(1), 7 AS seven");
    const query = abortable(controller.signal, () => executeRaw("SELECT pg_sleep(600) AS mark"));
    const failed = expect(query).rejects.toBeInstanceOf(QueryAborted);
    await running("%AS mark", 1);
    controller.abort();
    await failed;
    expect(await other).toMatchObject([{ seven: 7 }]);
    await running("%AS mark", 0);
  });

  test("an exhausted pool says who holds it", async () => {
    await connect(database.url, { name: "one", pool: { max: 1, timeoutMs: 200 } });
    const [held, over] = [gate(), gate()];
    const holding = atomic(
      async () => {
        await executeRaw("SELECT 1", [], "one");
        held.open();
        await over.opened;
      },
      { using: "one" },
    );
    await held.opened;
    const error: unknown = await executeRaw("SELECT 1", [], "one").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PoolTimeout);
    expect((error as Error).message).toMatch(/a transaction for \d+\.\d s/u);
    over.open();
    await holding;
    expect(await executeRaw("SELECT 1 AS one", [], "one")).toEqual([{ one: 1 }]);
  });

  test("a wrong password or server is named, without the password", async () => {
    const url = new URL(database.url);
    url.port = "1";
    url.password = "secret";
    const error: unknown = await connect(url.href, { name: "wrong" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectionFailed);
    expect((error as Error).message).toContain("127.0.0.1:1");
    expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain("secret");
  });
});

test("a sync call that waits for an async transaction of this process is found out", async () => {
  await atomic(async () => {
    await executeRaw("UPDATE item SET id = id");
    expect(() => detachedSync(() => executeRawSync("UPDATE item SET id = id"))).toThrow(DeadlockDetected);
  });
});
