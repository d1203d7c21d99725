import { Script } from "node:vm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { workerSource } from "virtual:ormgen-bridge-worker";
import { Bridge } from "../../runtime/driver/bridge/bridge.js";
import { currentBridge, replaceBridge } from "../../runtime/driver/bridge/bridge-connection.js";
import { ConnectionLost } from "../../runtime/errors/index.js";
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
import { Proxy } from "./proxy.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

const OURS =
  "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
const one = () => executeRawSync("SELECT 1 AS one");

/** A worker that also does what it is told to: fail. */
const FAULTS = `
require("node:worker_threads").parentPort.on("message", (message) => {
  if (message === null || typeof message !== "object") return;
  if (message.type === "throw") setTimeout(() => { throw new Error("told to"); }, 100);
  if (message.type === "reject") setTimeout(() => void Promise.reject(new Error("told to")), 100);
  if (message.type === "exit") setTimeout(() => process.exit(3), 100);
  if (message.type === "loop") setTimeout(() => { for (;;); }, 100);
  if (message.type === "memory") setTimeout(() => { const all = []; for (;;) all.push(new Array(1e6).fill({})); }, 100);
});
`;

test.each(["throw", "reject", "exit", "loop", "memory"])(
  "a worker told to %s in the middle of a call ends it, and the next call works",
  async (type) => {
    await disconnect();
    await connect(database.url, { sync: "worker" });
    const bridge = new Bridge({ source: FAULTS + workerSource, memoryMb: 64 });
    replaceBridge(bridge);
    expect(one()).toEqual([{ one: 1 }]);
    bridge.worker.postMessage({ type });
    // Not by the statement's own limit, which is another error.
    expect(() => executeRawSync("SELECT pg_sleep(600)")).toThrow(ConnectionLost);
    expect(one()).toEqual([{ one: 1 }]);
    expect(currentBridge()).not.toBe(bridge);
  },
);

test("a worker that a busy machine takes long to start is waited for", async () => {
  await connect(database.url, { sync: "worker" });
  const busy = (ms: number) => `\nfor (const end = Date.now() + ${String(ms)}; Date.now() < end; );\n`;
  // Before it has read its program, and before it answers.
  const bridge = replaceBridge(new Bridge({ source: busy(7_000) + workerSource + busy(2_500) }));
  expect(one()).toEqual([{ one: 1 }]);
  expect(currentBridge()).toBe(bridge);
});

test("a worker that is gone between calls is replaced", async () => {
  one();
  await currentBridge().worker.terminate();
  expect(one()).toEqual([{ one: 1 }]);
  expect(atomicSync(one)).toEqual([{ one: 1 }]);
});

test.each([
  ["server", "worker"],
  ["server", "auto"],
  ["memory://", "auto"],
] as const)("a call cut off leaves nothing behind for the next: %s, %s", async (where, way) => {
  await connect(where === "memory://" ? where : database.url, { pool: { max: 1 }, sync: way });
  executeRawSync("SELECT 1");
  Object.assign(globalThis, { cutOff: () => executeRawSync("SELECT pg_sleep(3), 'stale' AS n") });
  // As Ctrl-C in a REPL: the thread is stopped in the middle, and no `finally` runs.
  const cut = new Script("cutOff()");
  for (let index = 0; index < 3; index += 1) {
    expect(() => cut.runInThisContext({ timeout: 50 }) as unknown).toThrow("timed out");
    // What was in memory went with the engine, which is said once.
    if (where === "memory://") expect(one).toThrow("all that it held is gone");
    for (let n = 0; n < 20; n += 1) expect(executeRawSync(`SELECT ${n} AS n`)).toEqual([{ n }]);
  }
  await connect(database.url, { sync: "worker" });
});

test.each(["worker", "auto"] as const)(
  "a call cut off while it connects leaks no place: %s",
  async (sync) => {
    const proxy = await Proxy.before(database.url);
    connectSync(proxy.url, { pool: { max: 1, idleMs: 1 }, sync });
    Object.assign(globalThis, { cutOff: one });
    const cut = new Script("cutOff()");
    for (let round = 0; round < 3; round += 1) {
      expect(one()).toEqual([{ one: 1 }]);
      // Once the pool has let its connection go, a call has to make one.
      await vi.waitFor(async () => expect(await database.query(OURS)).toEqual([]), 60_000);
      await proxy.silence();
      expect(() => cut.runInThisContext({ timeout: 300 }) as unknown).toThrow("timed out");
      await proxy.speak();
    }
    expect(one()).toEqual([{ one: 1 }]);
    await proxy.close();
    await connect(database.url, { sync: "worker" });
  },
);

test("async calls reach the worker too, and mix with sync ones", async () => {
  await atomic(
    async () => {
      await executeRaw("CREATE TEMP TABLE counter ON COMMIT DROP AS SELECT 0 AS n");
      for (let index = 0; index < 200; index += 1) {
        if (index % 2 === 0) executeRawSync("UPDATE counter SET n = n + 1");
        else await executeRaw("UPDATE counter SET n = n + 1");
      }
      expect(await executeRaw("SELECT n FROM counter")).toEqual([{ n: 200 }]);
    },
    { sync: true },
  );
});
