import { afterAll, beforeAll, expect, test } from "vitest";
import { workerSource } from "virtual:ormgen-bridge-worker";
import { Bridge } from "../../runtime/driver/bridge/bridge.js";
import { currentBridge, replaceBridge } from "../../runtime/driver/bridge/bridge-connection.js";
import { ConnectionLost } from "../../runtime/errors/index.js";
import { atomicSync, connect, disconnect, executeRaw, executeRawSync } from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

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

test.each(["throw", "reject", "exit", "loop"])(
  "a worker told to %s in the middle of a call ends it, and the next call works",
  async (type) => {
    await disconnect();
    await connect(database.url);
    const bridge = new Bridge({ source: FAULTS + workerSource });
    replaceBridge(bridge);
    expect(one()).toEqual([{ one: 1 }]);
    bridge.worker.postMessage({ type });
    const started = performance.now();
    expect(() => executeRawSync("SELECT pg_sleep(30)")).toThrow(ConnectionLost);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(one()).toEqual([{ one: 1 }]);
    expect(currentBridge()).not.toBe(bridge);
  },
);

test("a worker that is gone between calls is replaced", async () => {
  one();
  await currentBridge().worker.terminate();
  expect(one()).toEqual([{ one: 1 }]);
  expect(atomicSync(one)).toEqual([{ one: 1 }]);
});

test("a call cut off in the middle leaves no stale reply to the next", () => {
  const bridge = currentBridge();
  const call = bridge.callSync.bind(bridge);
  // What Ctrl-C in a REPL does: the request is out, no `finally` runs, nobody takes the reply.
  bridge.callSync = (kind, target, bytes) => call(kind, target, bytes, 0);
  expect(() => executeRawSync("SELECT 'stale'")).toThrow();
  bridge.callSync = call;
  for (let index = 0; index < 50; index += 1)
    expect(executeRawSync(`SELECT ${index} AS n`)).toEqual([{ n: index }]);
});

test("async calls reach the worker too, and mix with sync ones", async () => {
  const { atomic } = await import("../../runtime/executor/index.js");
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
