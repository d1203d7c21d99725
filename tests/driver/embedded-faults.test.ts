import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ConnectionLost, DatabaseInUse, EngineCrashed } from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  connectSync,
  disconnect,
  disconnectSync,
  executeRaw,
  executeRawSync,
  executeScript,
} from "../../runtime/executor/index.js";
import { Session } from "../../runtime/driver/session.js";
import { Programs } from "./program.js";

let directory: string;
let programs: Programs;

beforeAll(async () => {
  programs = await Programs.build();
});
afterAll(() => programs.remove());

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ormgen-embedded-"));
});
afterEach(async () => {
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

const at = (path: string) => `embedded:${path}`;

test("one owner: a second opener is told who it is, in another process and in this one", async () => {
  await connect(at(directory));
  await expect(connect(at(directory), { name: "again" })).rejects.toBeInstanceOf(DatabaseInUse);
  expect(() => connectSync(at(directory), { name: "again" })).toThrow(`${process.pid}`);
  for (const call of ["await ormgen.connect(url)", "ormgen.connectSync(url)"]) {
    const text = `const url = ${JSON.stringify(at(directory))};
      try { ${call} } catch (error) { console.log(error.name, error.message) }`;
    const { output } = await programs.run(text);
    expect(output).toContain("DatabaseInUse");
    expect(output).toContain(`process ${process.pid}`);
  }
  expect(await executeRaw("SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("a dead owner's lock, and a broken one, are taken over", async () => {
  for (const owner of [JSON.stringify({ pid: 2 ** 22 + 1, thread: 0, started: "1" }), "{"]) {
    writeFileSync(join(directory, "owner"), owner);
    await connect(at(directory));
    expect(await executeRaw("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await disconnect();
  }
});

test("what was written is there after reopening, in either style", async () => {
  await connect(at(directory));
  await executeScript("CREATE TABLE item (id int)");
  await executeRaw("INSERT INTO item VALUES (1)");
  await disconnect();
  connectSync(at(directory));
  executeRawSync("INSERT INTO item VALUES (2)");
  disconnectSync();
  await connect(at(directory));
  expect(await executeRaw("SELECT id FROM item ORDER BY id")).toEqual([{ id: 1 }, { id: 2 }]);
});

test.each(["async", "sync"])(
  "a kill in the middle of writing loses nothing acknowledged: %s",
  async (style) => {
    const text = `
    const url = ${JSON.stringify(at(directory))};
    const sync = ${style === "sync"};
    if (sync) ormgen.connectSync(url); else await ormgen.connect(url);
    const run = (sql) => sync ? ormgen.executeRawSync(sql) : ormgen.executeRaw(sql);
    await run("CREATE TABLE IF NOT EXISTS item (id int PRIMARY KEY)");
    for (let id = 1; ; id += 1) { await run("INSERT INTO item VALUES (" + id + ")"); process.stdout.write(id + "\\n"); }`;
    const child = programs.start(text);
    let acknowledged = "";
    child.stdout!.on("data", (chunk: Buffer) => {
      acknowledged += chunk.toString();
      if (acknowledged.length > 2_000) child.kill("SIGKILL");
    });
    await once(child, "close");
    const last = Number(acknowledged.split("\n").at(-2));
    await connect(at(directory));
    const [row] = await executeRaw("SELECT count(*)::int AS n, max(id) AS last FROM item");
    expect(row!["n"]).toBe(row!["last"]);
    expect(row!["last"]).toBeGreaterThanOrEqual(last);
  },
);

test.each(["async", "sync"])("after an engine failure it is opened anew: %s", async (style) => {
  if (style === "sync") connectSync(at(directory));
  else await connect(at(directory));
  const run = async (sql: string) => (style === "sync" ? executeRawSync(sql) : executeRaw(sql));
  await run("CREATE TABLE item (id int)");
  await run("INSERT INTO item VALUES (1)");
  await fail();
  expect(await run("SELECT id FROM item")).toEqual([{ id: 1 }]);
  const transaction = atomic(async () => {
    await run("INSERT INTO item VALUES (2)");
    await fail();
    await run("SELECT 1");
  });
  await expect(transaction).rejects.toBeInstanceOf(ConnectionLost);
  expect(await run("SELECT id FROM item")).toEqual([{ id: 1 }]);
});

/** What an engine does that traps: from one moment to the next it is not there. */
async function fail(): Promise<void> {
  const crash = function (this: Session): never {
    this.transport.destroy();
    throw new EngineCrashed("told to");
  };
  const spies = (["run", "runSync"] as const).map((name) =>
    vi.spyOn(Session.prototype, name).mockImplementation(crash),
  );
  await expect(executeRaw("SELECT 1")).rejects.toBeInstanceOf(EngineCrashed);
  for (const spy of spies) spy.mockRestore();
}

test.each(["async", "sync"])(
  "in memory, after an engine failure all is gone, and it says so: %s",
  async (style) => {
    const threads: Worker[] = [];
    const onWorker = (worker: Worker) => void threads.push(worker);
    process.on("worker", onWorker);
    if (style === "sync") connectSync("memory://");
    else await connect("memory://");
    const run = async (sql: string) => (style === "sync" ? executeRawSync(sql) : executeRaw(sql));
    await run("CREATE TABLE item (id int)");
    const { PGlite } = await import("@electric-sql/pglite");
    const trap = vi.spyOn(PGlite.prototype, "execProtocolRawStream");
    if (style === "sync") await vi.waitFor(() => expect(threads).not.toEqual([]), 60_000);
    process.off("worker", onWorker);
    if (style === "sync") await Promise.all(threads.map((each) => each.terminate()));
    else trap.mockRejectedValueOnce(new Error("unreachable"));
    const error: unknown = await run("SELECT id FROM item").catch((thrown: unknown) => thrown);
    trap.mockRestore();
    expect(error).toBeInstanceOf(EngineCrashed);
    expect(String(error)).toContain("in memory: all that it held is gone");
    expect(await run("SELECT to_regclass('item')::text AS item")).toEqual([{ item: null }]);
  },
);

test("200 transactions at once, both styles inside, half of them rolled back", async () => {
  await connect("memory://");
  await executeScript("CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) =>
      atomic(async () => {
        await executeRaw("UPDATE counter SET n = n + 1");
        await Promise.resolve();
        executeRawSync("UPDATE counter SET n = n + 1");
        if (index % 2 === 0) throw new Error("back");
      }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(100);
  atomicSync(() => executeRawSync("UPDATE counter SET n = n + 1"));
  expect(await executeRaw("SELECT n FROM counter")).toEqual([{ n: 201 }]);
});
