import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { READS, WRITES } from "../../runtime/driver/statement.js";
import {
  atomic,
  atomicSync,
  connect,
  detached,
  detachedSync,
  disconnect,
  emit,
  executeRaw,
  executeRawSync,
  executeScript,
  onCommit,
  query,
  runAsync,
  runSync,
  streamAsync,
  streamSync,
  type Operation,
} from "../../runtime/executor/index.js";
import { here } from "../library/library.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { expectedOf, makeProgram, randomFrom, type Node, type Program, type Result } from "./programs.js";

/** More of them, and others: ORMGEN_PROGRAMS=100000 ORMGEN_SEED=7. */
const RUNS = Number(process.env["ORMGEN_PROGRAMS"] ?? 2_000);
const SEED = Number(process.env["ORMGEN_SEED"] ?? 1);

const own = { name: null, parameters: [], columns: null };
const insert = (id: number) =>
  query({ ...own, sql: `INSERT INTO item VALUES (${String(id)})`, effect: WRITES });
const fail = () => insert(0);

function* rows(): Operation<void> {
  for (let chunk = 0; chunk < 2; chunk += 1) {
    const { rows } = yield* query({ ...own, sql: "SELECT generate_series(1, 3)", effect: READS });
    yield* emit(rows);
  }
}

describe.each(here("embedded", "server", "server, by the worker"))("%s", (driver) => {
  const runs = driver === "embedded" ? RUNS / 2 : RUNS / 4;
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    if (driver !== "embedded") database = await createDatabase();
    await connect(database?.url ?? "memory://", {
      sync: driver === "server, by the worker" ? "worker" : "auto",
    });
    await executeScript("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (0)");
  });
  afterAll(async () => {
    await disconnect();
    await database?.drop();
  });

  // What the worker serves is reached by both styles only where that is asked for.
  const options = driver === "server, by the worker" ? { sync: true } : {};

  async function result(program: Program): Promise<Result> {
    const hooks: number[] = [];
    const run = async (node: Node): Promise<void> => {
      if (node.kind === "block" && node.style === "async") {
        await caught(
          node.caught,
          atomic(() => all(node.body), options),
        );
      } else if ("style" in node && node.style === "async") {
        await runNode(node);
      } else runNodeSync(node, hooks);
    };
    const all = async (body: readonly Node[]): Promise<void> => {
      for (const node of body) await run(node);
    };
    for (const node of program) await run(node).catch(() => undefined);
    const found = await executeRaw("DELETE FROM item WHERE id <> 0 RETURNING id");
    return { rows: found.map(({ id }) => Number(id)).sort((a, b) => a - b), hooks };
  }

  test(
    `${String(runs)} random programs of both styles do what the rules say`,
    { timeout: 600_000 },
    async () => {
      for (let at = 0; at < runs; at += 1) {
        const seed = SEED * 1_000_003 + at;
        const program = makeProgram(randomFrom(seed), { detach: driver !== "embedded" });
        const found = await result(program);
        expect(met).toEqual([]);
        expect({ seed, ...found, program }).toEqual({ seed, ...expectedOf(program), program });
      }
      if (database === undefined) return;
      const left =
        "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
      expect(await database.query(left)).toEqual([]);
    },
  );
});

/** What no program may meet; the blocks around it would have swallowed it. */
const met: unknown[] = [];

function unexpected(error: unknown): never {
  met.push(error);
  throw error;
}

async function caught(swallow: boolean, promise: Promise<unknown>): Promise<void> {
  if (swallow) await promise.catch(() => undefined);
  else await promise;
}

async function runNode(node: Node): Promise<void> {
  switch (node.kind) {
    case "insert":
      return void (await runAsync(insert(node.id)));
    case "raw insert":
      return void (await executeRaw("INSERT INTO item VALUES ($1)", [node.id]));
    case "fail":
      return caught(node.caught, runAsync(fail()));
    case "detach":
      return void (await detached(() => runAsync(insert(node.id))).catch(unexpected));
    case "stream": {
      const stream = streamAsync(rows());
      await stream.next();
      if (!node.unread) await stream.return?.();
    }
  }
}

function runNodeSync(node: Node, hooks: number[]): void {
  switch (node.kind) {
    case "throw":
      throw new Error("told to");
    case "hook":
      return void onCommit(() => hooks.push(node.id));
    case "insert":
      return void runSync(insert(node.id));
    case "raw insert":
      return void executeRawSync("INSERT INTO item VALUES ($1)", [node.id]);
    case "fail":
      return caughtSync(node.caught, () => runSync(fail()));
    case "detach":
      try {
        return void detachedSync(() => runSync(insert(node.id)));
      } catch (error) {
        return unexpected(error);
      }
    case "stream": {
      const stream = streamSync(rows());
      stream.next();
      if (!node.unread) stream.return?.();
      return;
    }
    case "block":
      return caughtSync(node.caught, () =>
        atomicSync(() => {
          for (const inner of node.body) runNodeSync(inner, hooks);
        }),
      );
  }
}

function caughtSync(swallow: boolean, call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!swallow) throw error;
  }
}
