import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { currentBridge } from "../../runtime/driver/bridge/bridge-connection.js";
import {
  ConnectionFailed,
  ConnectionLost,
  QueryAborted,
  StatementTimeout,
  TransactionOutcomeUnknown,
} from "../../runtime/errors/index.js";
import {
  abortable,
  atomic,
  connect,
  connectSync,
  disconnect,
  executeRaw,
  executeRawSync,
  type ConnectOptions,
} from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { Proxy } from "./proxy.js";

/** Every way in which a statement reaches a server. */
const WAYS = ["async", "sync on the socket", "sync in the worker", "async in the worker"] as const;
type Way = (typeof WAYS)[number];

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await database.query("CREATE TABLE item (id int PRIMARY KEY)");
});
afterAll(() => database.drop());
afterEach(async () => {
  await disconnect();
  await database.query("DELETE FROM item");
});

const optionsFor = (way: Way, more: ConnectOptions = {}): ConnectOptions => ({
  ...more,
  sync: way === "sync in the worker" || way === "async in the worker" ? "worker" : "auto",
});

async function run(way: Way, sql: string): Promise<unknown> {
  if (way === "async") return executeRaw(sql);
  if (way === "async in the worker") return atomic(() => executeRaw(sql), { sync: true });
  return executeRawSync(sql);
}

const thrownBy = (promise: Promise<unknown>) =>
  promise.then(() => undefined).catch((error: unknown) => error);
const count = async () => (await database.query("SELECT count(*)::int AS n FROM item"))[0]?.["n"];
/** Waits for what comes about, not for a time. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

describe.each(WAYS.slice(0, 3))("an answer that is lost: %s", (way) => {
  const lost = async (sql: string) => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url, optionsFor(way));
    await run(way, "SELECT 1");
    await proxy.cutAfterSending("mark");
    const error = await thrownBy(run(way, sql));
    await disconnect();
    await proxy.close();
    return error;
  };

  test.each([
    "INSERT INTO item VALUES (1) /* mark */",
    "SELECT setval(pg_get_serial_sequence('item', 'id'), 1) /* mark */",
    "DO $$ BEGIN PERFORM 1; END $$ /* mark */",
    "WITH mark AS (INSERT INTO item VALUES (2) RETURNING id) SELECT * FROM mark",
  ])("of what may have written is not told as nothing: %s", async (sql) => {
    expect(await lost(sql)).toBeInstanceOf(TransactionOutcomeUnknown);
  });

  test.each([
    "SELECT 1 AS mark",
    "SELECT count(*) AS mark, max(id) FROM item",
    "SHOW server_version /* mark */",
  ])("of what only read did nothing: %s", async (sql) => {
    expect(await lost(sql)).toBeInstanceOf(ConnectionLost);
  });

  test("within a transaction did nothing", async () => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url, optionsFor(way));
    await proxy.cutAfterSending("mark");
    const error = await thrownBy(
      atomic(() => run(way, "INSERT INTO item VALUES (1) /* mark */"), { sync: true }),
    );
    expect(error).toBeInstanceOf(ConnectionLost);
    expect(await count()).toBe(0);
    await proxy.close();
  });
});

test.each(WAYS.slice(0, 3))("a backend that says that it gives up undid the statement: %s", async (way) => {
  await connect(database.url, optionsFor(way));
  const suicide = "INSERT INTO item SELECT pg_terminate_backend(pg_backend_pid())::int";
  expect(await thrownBy(run(way, suicide))).toBeInstanceOf(ConnectionLost);
  // A block can commit on its way, so its end says nothing of what it did before.
  const block =
    "DO $$ BEGIN INSERT INTO item VALUES (1); COMMIT; PERFORM pg_terminate_backend(pg_backend_pid()); END $$";
  expect(await thrownBy(run(way, block))).toBeInstanceOf(TransactionOutcomeUnknown);
  expect(await count()).toBe(1);
});

describe.each(WAYS)("a silent server: %s", (way) => {
  test.each([
    ["SELECT 1", StatementTimeout],
    ["INSERT INTO item VALUES (1)", TransactionOutcomeUnknown],
  ])("ends in time: %s", async (sql, Expected) => {
    const proxy = await Proxy.before(database.url);
    const options = optionsFor(way, { statementTimeoutMs: 400, connectTimeoutMs: 60_000 });
    if (options.sync === "worker") connectSync(proxy.url, options);
    else await connect(proxy.url, options);
    await proxy.silence();
    const error = await thrownBy(run(way, sql));
    // In a transaction of its own, what was not committed is nothing.
    const nothing = way === "async in the worker" ? StatementTimeout : Expected;
    expect(error).toBeInstanceOf(nothing);
    await proxy.close();
  });

  test("a connection that cannot be made ends in time", async () => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url, optionsFor(way, { statementTimeoutMs: 2_000, pool: { idleMs: 50 } }));
    await proxy.silence();
    await sleep(200);
    expect(await thrownBy(run(way, "SELECT 1"))).toBeInstanceOf(ConnectionFailed);
    await proxy.close();
  });

  test("COMMIT ends in time, and as unknown", async () => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url, optionsFor(way, { statementTimeoutMs: 1_000, connectTimeoutMs: 60_000 }));
    const error = await thrownBy(
      atomic(
        async () => {
          if (way === "async" || way === "async in the worker")
            await executeRaw("INSERT INTO item VALUES (1)");
          else executeRawSync("INSERT INTO item VALUES (1)");
          await proxy.silence();
        },
        { sync: way !== "async" },
      ),
    );
    expect(error).toBeInstanceOf(TransactionOutcomeUnknown);
    await proxy.close();
  });
});

describe("an AbortSignal", () => {
  test.each([
    ["SELECT pg_sleep(20)", QueryAborted],
    ["INSERT INTO item SELECT 1 FROM pg_sleep(20)", TransactionOutcomeUnknown],
  ])("rejects at once where nothing answers, and a write is unknown then: %s", async (sql, Expected) => {
    const proxy = await Proxy.before(database.url);
    await connect(proxy.url);
    await executeRaw("SELECT 1");
    const controller = new AbortController();
    const query = abortable(controller.signal, () => executeRaw(sql));
    const failed = thrownBy(query);
    await until(async () => (await active(sql)) > 0);
    await proxy.silence();
    controller.abort();
    expect(await failed).toBeInstanceOf(Expected);
    await proxy.close();
  });

  test("rejects at once in the pool's queue, and in a transaction's", async () => {
    await connect(database.url, { pool: { max: 1 } });
    await atomic(async () => {
      const slow = executeRaw("SELECT pg_sleep(0.3)");
      const controller = new AbortController();
      const waiting = thrownBy(abortable(controller.signal, () => executeRaw("SELECT 1")));
      controller.abort();
      expect(await waiting).toBeInstanceOf(QueryAborted);
      await slow;
      expect(await executeRaw("SELECT 2 AS n")).toEqual([{ n: 2 }]);
    });
    let end: (() => void) | undefined;
    const holding = atomic(async () => {
      await executeRaw("SELECT 1");
      await new Promise<void>((resolve) => (end = resolve));
    });
    await until(() => Promise.resolve(end !== undefined));
    const controller = new AbortController();
    const queued = thrownBy(abortable(controller.signal, () => executeRaw("SELECT 1")));
    controller.abort();
    expect(await queued).toBeInstanceOf(QueryAborted);
    end?.();
    await holding;
    expect(await executeRaw("SELECT 3 AS n")).toEqual([{ n: 3 }]);
  });
});

test("a worker that dies leaves a write unknown, and its query is cancelled on the server", async () => {
  await connect(database.url, { sync: "worker" });
  executeRawSync("SELECT 1");
  const bridge = currentBridge();
  const call = atomic(
    async () => {
      const query = executeRaw("SELECT pg_sleep(600) AS orphan");
      await until(async () => (await active("%AS orphan")) === 1);
      await bridge.worker.terminate();
      await query;
    },
    { sync: true },
  );
  expect(await thrownBy(call)).toBeInstanceOf(ConnectionLost);
  await until(async () => (await active("%AS orphan")) === 0);
});

test("what a worker was to stop on the server is stopped by its successor where it ends before", async () => {
  await connect(database.url, { sync: "worker" });
  executeRawSync("SELECT 1");
  const query = atomic(() => executeRaw("SELECT pg_sleep(600) AS orphan"), { sync: true });
  const failed = thrownBy(query);
  await until(async () => (await active("%AS orphan")) === 1);
  const first = currentBridge();
  // Its successor is ended as soon as it was asked.
  const ended = new Promise<void>((resolve) => {
    first.onOrphans = (orphans) => {
      const second = currentBridge();
      second.cancel(orphans);
      second.terminate();
      resolve();
    };
  });
  await first.worker.terminate();
  await ended;
  expect(await failed).toBeInstanceOf(ConnectionLost);
  await until(async () => (await active("%AS orphan")) === 0);
});

test.each(WAYS)("connections that were killed while they were idle cost nothing: %s", async (way) => {
  await connect(database.url, optionsFor(way));
  await Promise.all([1, 2, 3].map(() => run(way, "SELECT 1")));
  await database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  // At once, and after the event loop has heard of it.
  await run(way, "INSERT INTO item VALUES (1)");
  await sleep(0);
  for (const id of [2, 3, 4]) await run(way, `INSERT INTO item VALUES (${String(id)})`);
  expect(await count()).toBe(4);
});

test.each(["auto", "worker"] as const)(
  "a sync call that ran out of time says what it waited for: %s",
  async (sync) => {
    await connect(database.url, { sync, syncTimeoutMs: 5_000 });
    executeRawSync("SELECT 1");
    const asleep = await thrownBy(Promise.resolve().then(() => executeRawSync("SELECT pg_sleep(600)")));
    expect(asleep).toBeInstanceOf(StatementTimeout);
    expect((asleep as Error).message).toBe(
      "No answer from the database within 5000 ms; the connection was dropped. " +
        "When it was last looked at, the server was at work on it (Timeout: PgSleep).",
    );
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    const { rows } = await other
      .query<{ pid: number }>("BEGIN; LOCK TABLE item; SELECT 1")
      .then(() => other.query<{ pid: number }>("SELECT pg_backend_pid() AS pid"));
    const locked = await thrownBy(Promise.resolve().then(() => executeRawSync("SELECT 1 FROM item")));
    expect((locked as Error).message).toContain(
      `When it was last looked at, it waited for a lock that process ${String(rows[0]!.pid)} held.`,
    );
    await other.end();
  },
);

async function active(like: string): Promise<number> {
  const others = "datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'";
  return (await database.query(`SELECT 1 FROM pg_stat_activity WHERE ${others} AND query LIKE $1`, [like]))
    .length;
}
