import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { migrate, migrateSync } from "../../generator/migrate/index.js";
import { OperationalError } from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
  readYourWrites,
} from "../../runtime/executor/index.js";
import { findStandbyBinaries, startStandby } from "../server/standby.js";
import { startOwnServer, type TestServer } from "../server/start-server.js";
import { Proxy } from "./proxy.js";

const binaries = findStandbyBinaries();
const missing = binaries === null ? " (skipped: there is no pg_basebackup on this machine)" : "";

const COUNT = "SELECT count(*)::int AS n FROM item";
const INSERT = "INSERT INTO item VALUES (1)";
const WHERE = "SELECT pg_is_in_recovery() AS standby";

describe.skipIf(binaries === null)(`a streaming replica${missing}`, () => {
  let primary: TestServer;
  let standby: TestServer;

  async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Until the replica has all that the primary has. */
  async function caughtUp(): Promise<void> {
    const [row] = await ask(primary.url, "SELECT pg_current_wal_insert_lsn()::text AS lsn");
    const sql = `SELECT pg_last_wal_replay_lsn() >= '${String(row?.["lsn"])}'::pg_lsn AS there`;
    await vi.waitFor(async () => expect(await ask(standby.url, sql)).toEqual([{ there: true }]), 30_000);
  }

  beforeAll(async () => {
    primary = await startOwnServer();
    standby = await startStandby(binaries!, primary.url);
    await ask(primary.url, "CREATE TABLE item (id int)");
    await caughtUp();
  });
  afterEach(() => disconnect());
  afterAll(async () => {
    await standby.stop();
    await primary.stop();
  });

  const routed = (replicaLagMs?: number) =>
    connect({
      primary: primary.url,
      replicas: [standby.url],
      ...(replicaLagMs === undefined ? {} : { replicaLagMs }),
    });

  test("a request that wrote reads what it wrote, however far the replica is behind", async () => {
    await ask(primary.url, "TRUNCATE item");
    await caughtUp();
    await routed(0);
    await ask(standby.url, "SELECT pg_wal_replay_pause()");
    try {
      const writes: [() => unknown, number][] = [
        [() => executeRaw(INSERT), 1],
        [() => executeRawSync(INSERT), 2],
        [() => atomic(() => executeRaw(INSERT)), 3],
        [() => atomicSync(() => executeRawSync(INSERT)), 4],
        [() => executeScript(INSERT), 5],
        [() => readYourWrites(() => executeRaw(INSERT)), 6],
      ];
      for (const [write, n] of writes) {
        await readYourWrites(async () => {
          // Nothing was written yet: the replica answers, which has none of it.
          expect(await executeRaw(COUNT)).toEqual([{ n: 0 }]);
          await write();
          expect(await executeRaw(COUNT)).toEqual([{ n }]);
          expect(executeRawSync(COUNT)).toEqual([{ n }]);
          expect(await executeRaw(WHERE)).toEqual([{ standby: false }]);
        });
        // Another request.
        expect(await executeRaw(COUNT)).toEqual([{ n: 0 }]);
      }
      // What was rolled back, and what only read, is no harm either way.
      await readYourWrites(async () => {
        await atomic(() => executeRaw(COUNT), { readOnly: true });
        expect(await executeRaw(WHERE)).toEqual([{ standby: true }]);
      });
    } finally {
      await ask(standby.url, "SELECT pg_wal_replay_resume()");
    }
  });

  test("for a while after a write the primary answers the whole process", async () => {
    await routed(2_000);
    expect(await executeRaw(WHERE)).toEqual([{ standby: true }]);
    await executeRaw(INSERT);
    expect(await executeRaw(WHERE)).toEqual([{ standby: false }]);
    expect(executeRawSync(WHERE)).toEqual([{ standby: false }]);
    await expect.poll(() => executeRaw(WHERE), { timeout: 30_000 }).toEqual([{ standby: true }]);
  });

  test("migrations are not begun on it, and the primary is asked for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ormgen-replica-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "0001_a.sql"), "SELECT 1;");
    const message =
      /is a standby, which takes no writes\. Nothing was applied: name the primary, by `migrateUrl`/;
    await expect(migrate({ url: standby.url, folder })).rejects.toThrow(message);
    expect(() => migrateSync({ url: standby.url, folder })).toThrow(message);
  });

  test("after a failover, writes go where the address leads to", async () => {
    const proxy = await Proxy.before(standby.url);
    try {
      for (const write of [
        () => executeRaw(INSERT),
        () => Promise.resolve().then(() => executeRawSync(INSERT)),
        () => atomic(() => executeRaw(INSERT)),
      ]) {
        await proxy.leadTo(standby.url);
        await connect(proxy.url);
        const error: unknown = await write().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(OperationalError);
        expect((error as Error).message).toContain("a standby that takes no writes");
        await proxy.leadTo(primary.url);
        await write();
        await disconnect();
      }
      // The primary is gone, and the standby is made the primary.
      await proxy.leadTo(standby.url);
      await connect(proxy.url);
      await ask(standby.url, "SELECT pg_promote(true, 60)");
      await proxy.cutAll();
      await executeRaw(INSERT);
      executeRawSync(INSERT);
      expect(await executeRaw(WHERE)).toEqual([{ standby: false }]);
    } finally {
      await disconnect();
      await proxy.close();
    }
  });
});
