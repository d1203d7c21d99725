import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  ConnectionFailed,
  ConnectionLost,
  PoolTimeout,
  StatementTimeout,
} from "../../runtime/errors/index.js";
import {
  atomic,
  connect,
  connectSync,
  disconnect,
  executeRaw,
  executeRawSync,
} from "../../runtime/executor/index.js";
import { startOwnServer, type TestServer } from "../server/start-server.js";

const linux = process.platform === "linux" && process.getuid?.() === 0;
const missing = linux ? "" : " (skipped: its processes can only be stopped by root, on Linux)";

const thrownBy = (call: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (error: unknown) => error,
    );

describe.skipIf(!linux)(`a server whose processes are stopped${missing}`, () => {
  let server: TestServer;
  let stopped: number[] = [];

  beforeAll(async () => {
    server = await startOwnServer();
  });
  afterEach(async () => {
    thaw();
    await disconnect();
  });
  afterAll(async () => {
    thaw();
    await server.stop();
  });

  /** Stops the server and its backends: connections are accepted by the kernel, and nothing answers. */
  async function freeze(): Promise<void> {
    const [row] = await executeRaw("SELECT pg_backend_pid() AS pid");
    const pid = Number(row?.["pid"]);
    const parent = Number(/^PPid:\s*(\d+)/mu.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1]);
    // First who makes others.
    stopped = [parent];
    signal("SIGSTOP");
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(parent)], { encoding: "utf8" });
    stopped.push(...children.trim().split(/\s+/u).map(Number));
    signal("SIGSTOP");
  }

  function thaw(): void {
    signal("SIGCONT");
    stopped = [];
  }

  function signal(name: "SIGSTOP" | "SIGCONT"): void {
    for (const each of stopped) {
      try {
        process.kill(each, name);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  test.each([
    ["async", () => executeRaw("SELECT 1")],
    ["sync", () => executeRawSync("SELECT 1")],
    ["through an atomic for both, async", () => atomic(() => executeRaw("SELECT 1"), { sync: true })],
    ["through an atomic for both, sync", () => atomic(() => executeRawSync("SELECT 1"), { sync: true })],
  ] as const)("ends a query within its limit: %s", async (_, use) => {
    for (const sync of ["auto", "worker"] as const) {
      await connect(server.url, { sync, statementTimeoutMs: 1_500 });
      await executeRaw("SELECT 1");
      executeRawSync("SELECT 1");
      await freeze();
      // The connection is the one that there was, or another one where that was still being made as new.
      expect(["StatementTimeout", "ConnectionFailed"]).toContain(((await thrownBy(use)) as Error).name);
      thaw();
      expect(await thrownBy(use)).toBeUndefined();
    }
  });

  test.each([
    ["async", () => connect(server.url, { name: "late", connectTimeoutMs: 1_000 })],
    ["sync", () => connectSync(server.url, { name: "late", connectTimeoutMs: 1_000 })],
  ])("ends connecting within its limit: %s", async (_, use) => {
    await connect(server.url);
    await freeze();
    expect(await thrownBy(use)).toBeInstanceOf(ConnectionFailed);
  });

  test("ends who waits in the pool's queue, and who holds the place, without any limit given", async () => {
    await connect(server.url, { pool: { max: 1, timeoutMs: 500 } });
    await freeze();
    const holds = thrownBy(() => executeRaw("SELECT 1"));
    const waits = thrownBy(() => executeRaw("SELECT 1"));
    expect(await waits).toBeInstanceOf(PoolTimeout);
    // A silence of 15 seconds, and the time of asking whether anybody is there.
    expect(await holds).toBeInstanceOf(ConnectionLost);
    thaw();
    expect(await executeRaw("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("ends an atomic that was open, in both styles, and nothing of it is kept", async () => {
    await connect(server.url, { statementTimeoutMs: 1_500 });
    await executeRaw("CREATE TABLE IF NOT EXISTS item (id int)");
    for (const style of ["async", "sync"]) {
      const error = await thrownBy(() =>
        atomic(
          async () => {
            await executeRaw("INSERT INTO item VALUES (1)");
            await freeze();
            if (style === "sync") executeRawSync("SELECT 1");
            else await executeRaw("SELECT 1");
          },
          { sync: true },
        ),
      );
      expect(error).toBeInstanceOf(StatementTimeout);
      thaw();
      expect(await executeRaw("SELECT count(*)::int AS n FROM item")).toEqual([{ n: 0 }]);
    }
  });
});
