import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  DatabaseInUse,
  InvalidQuery,
  InvalidValue,
  OrmgenError,
  SyncForbidden,
} from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  connectSync,
  disconnect,
  executeRaw,
  executeRawSync,
} from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

let directory: string;
const servers: TestDatabase[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ormgen-connecting-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});
afterAll(async () => {
  for (const server of servers) await server.drop();
});

const COUNT = "SELECT count(*)::int AS n FROM item";

test("options without a URL are those of DATABASE_URL's server", async () => {
  const server = await createDatabase();
  servers.push(server);
  vi.stubEnv("DATABASE_URL", server.url);
  const name = [{ current_database: new URL(server.url).pathname.slice(1) }];
  await connect({ sync: "forbid" });
  expect(await executeRaw("SELECT current_database()")).toEqual(name);
  expect(() => executeRawSync("SELECT 1")).toThrow(SyncForbidden);
  await connect({ statementTimeoutMs: 1234, pool: { max: 1 } });
  expect(await executeRaw("SHOW statement_timeout")).toEqual([{ statement_timeout: "1234ms" }]);
  expect(executeRawSync("SELECT current_database()")).toEqual(name);
  connectSync({ name: "again", statementTimeoutMs: 77 });
  expect(executeRawSync("SHOW statement_timeout", [], "again")).toEqual([{ statement_timeout: "77ms" }]);
  await connect({ replicas: [server.url] });
  expect(await executeRaw("SELECT current_database()")).toEqual(name);
});

test.each(["memory://", "embedded:"])(
  "the embedded database that is open goes on with other options: %s",
  async (scheme) => {
    vi.stubEnv("DATABASE_URL", scheme === "embedded:" ? scheme + directory : scheme);
    await executeRaw("CREATE TABLE item (id int)");
    await executeRaw("INSERT INTO item VALUES (1)");
    await connect({ sync: "forbid" });
    expect(await executeRaw(COUNT)).toEqual([{ n: 1 }]);
    expect(() => executeRawSync(COUNT)).toThrow(SyncForbidden);
    await connect({ sync: "auto", pool: { timeoutMs: 50 } });
    expect(executeRawSync(COUNT)).toEqual([{ n: 1 }]);
    connectSync({ pool: { timeoutMs: 50 } });
    expect(await executeRaw(COUNT)).toEqual([{ n: 1 }]);
  },
);

test("options may change while a transaction is open on the embedded database", async () => {
  const url = `embedded:${directory}`;
  await connect(url);
  await executeRaw("CREATE TABLE item (id int)");
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  let begun = () => {};
  const inside = new Promise<void>((resolve) => (begun = resolve));
  const block = atomic(async () => {
    await executeRaw("INSERT INTO item VALUES (1)");
    begun();
    await gate;
    await executeRaw("INSERT INTO item VALUES (2)");
  });
  await inside;
  const connected = connect(url, { sync: "forbid" });
  go();
  await Promise.all([block, connected]);
  expect(await executeRaw(COUNT)).toEqual([{ n: 2 }]);
  expect(() => executeRawSync(COUNT)).toThrow(SyncForbidden);
});

test("said again, memory:// is another database; a directory's second owner is told the way out", async () => {
  await connect("memory://");
  await executeRaw("CREATE TABLE item (id int)");
  await connect("memory://");
  await expect(executeRaw(COUNT)).rejects.toThrow("item");
  await connect(`embedded:${directory}`);
  const again = connect(`embedded:${directory}`, { name: "second" });
  await expect(again).rejects.toThrow(/this process.*`await disconnect\(\)` it first/su);
  await expect(connect(`embedded:${directory}`, { name: "second" })).rejects.toBeInstanceOf(DatabaseInUse);
  // The one that has it goes on.
  expect(await executeRaw("SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("what connect() cannot mean is refused", async () => {
  await expect(connect("memory://", { primary: "memory://" } as never)).rejects.toThrow("two primaries");
  await expect(connect({ replicas: "postgres://x" } as never)).rejects.toBeInstanceOf(InvalidValue);
  await expect(connect({ sync: "never" } as never)).rejects.toBeInstanceOf(InvalidValue);
});

test("a failed connect leaves the connection that was there", async () => {
  await connect("memory://");
  await executeRaw("CREATE TABLE item (id int)");
  await expect(connect("postgres://localhost:1/none", { connectTimeoutMs: 2_000 })).rejects.toBeInstanceOf(
    OrmgenError,
  );
  vi.stubEnv("DATABASE_URL", "memory://");
  await expect(connect({ replicas: ["postgres://localhost:1/none"] })).rejects.toBeInstanceOf(OrmgenError);
  expect(await executeRaw(COUNT)).toEqual([{ n: 0 }]);
});

test("a nested block with another isolation, or another right to write, is refused by name", async () => {
  await connect("memory://");
  const run = () => executeRaw("SELECT 1");
  const serializable = { isolation: "serializable" } as const;
  await expect(atomic(() => atomic(run, serializable))).rejects.toThrow('isolation: "serializable"');
  await expect(
    atomic(() => atomic(run, { ...serializable, savepoint: false }), { isolation: "repeatable read" }),
  ).rejects.toThrow('isolation "repeatable read"');
  await expect(atomic(() => atomic(() => atomic(run, { readOnly: true })))).rejects.toThrow("may write");
  await expect(atomic(() => atomic(run, { readOnly: false }), { readOnly: true })).rejects.toThrow(
    "read only",
  );
  expect(() => atomicSync(() => atomicSync(() => 1, serializable))).toThrow(OrmgenError);
  const retried = atomic(() => atomic(run, { retries: 2, savepoint: false }));
  await expect(retried).rejects.toThrow("give `retries` to the outermost");
  expect(() => atomicSync(() => atomicSync(() => 1, { retries: 2 }))).toThrow("retries");
  expect(await atomic(() => atomic(() => 7, { retries: 0 }))).toBe(7);
  // What the outermost has may be said again, at any depth.
  const mode = { isolation: "serializable", readOnly: true } as const;
  const level = () => executeRaw("SHOW transaction_isolation");
  expect(await atomic(() => atomic(() => atomic(level, mode)), mode)).toEqual([
    { transaction_isolation: "serializable" },
  ]);
});

test.each(["server", "embedded"])(
  "SQL that is nested deeper than the database can read is refused with what to do: %s",
  async (driver) => {
    const server = driver === "server" ? await createDatabase() : null;
    if (server !== null) servers.push(server);
    await connect(server === null ? "memory://" : server.url);
    const parser = `SELECT ${"1+(".repeat(30_000)}1${")".repeat(30_000)}`;
    const stack = `SELECT ${"1+".repeat(60_000)}1`;
    for (const sql of driver === "server" ? [parser, stack] : [parser]) {
      await expect(executeRaw(sql)).rejects.toThrow("max_stack_depth");
      await expect(executeRaw(sql)).rejects.toBeInstanceOf(InvalidQuery);
      expect(() => executeRawSync(sql)).toThrow("max_stack_depth");
    }
    expect(await executeRaw("SELECT 1 AS n")).toEqual([{ n: 1 }]);
  },
);
