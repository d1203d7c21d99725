import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import {
  OrmgenError,
  SerializationFailure,
  SyncForbidden,
  TransactionClosed,
  UniqueViolation,
} from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  detached,
  disconnect,
  emit,
  executeRaw,
  executeRawSync,
  executeScript,
  forbidSync,
  onCommit,
  onQuery,
  query,
  runAsync,
  runSync,
  streamAsync,
  streamSync,
  transaction,
  type Operation,
} from "../../runtime/executor/index.js";
import { here } from "../library/library.js";
import { gate } from "../server/gate.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

const insert = (id: number) => `INSERT INTO item VALUES (${id})`;

describe.each(here("embedded", "server", "server with one connection"))("%s", (driver) => {
  let database: TestDatabase | undefined;
  const options = driver === "server with one connection" ? { pool: { max: 1, timeoutMs: 60_000 } } : {};

  beforeAll(async () => {
    if (driver !== "embedded") database = await createDatabase();
    await connect(database?.url ?? "memory://", options);
    await executeScript("CREATE TABLE item (id int PRIMARY KEY)");
  });
  beforeEach(() => executeScript("TRUNCATE item"));
  afterEach(async () => {
    if (database === undefined) return;
    const open =
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    expect(await database.query(open)).toEqual([]);
  });
  afterAll(async () => {
    await disconnect();
    await database?.drop();
  });

  const ids = async () => (await executeRaw("SELECT id FROM item ORDER BY id")).map(({ id }) => id);

  test("a promise that outlives its atomic is refused", async () => {
    let orphan: Promise<unknown> | undefined;
    const over = gate();
    await atomic(async () => {
      await executeRaw(insert(1));
      orphan = over.opened.then(() => executeRaw(insert(2))).catch((error: unknown) => error);
    });
    over.open();
    expect(await orphan).toBeInstanceOf(TransactionClosed);
    expect(await ids()).toEqual([1]);
  });

  test("a forgotten await is waited for", async () => {
    await atomic(async () => {
      await executeRaw(insert(1));
      void executeRaw(insert(2));
      void executeRaw(insert(3));
    });
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test("a forgotten operation of several steps is waited for as a whole", async () => {
    await atomic(async () => {
      await executeRaw(insert(1));
      void runAsync(two());
    });
    expect(await ids()).toEqual([1, 10, 11]);
  });

  test("a forgotten atomic inside is undone, and refused what comes later", async () => {
    let forgotten: Promise<unknown> | undefined;
    const [begun, over] = [gate(), gate()];
    const outer = atomic(async () => {
      await executeRaw(insert(1));
      forgotten = atomic(async () => {
        await executeRaw(insert(2));
        begun.open();
        await over.opened;
        await executeRaw(insert(3));
      }).catch((error: unknown) => error);
      await begun.opened;
    });
    await outer;
    over.open();
    expect(await forgotten).toBeInstanceOf(TransactionClosed);
    expect(await ids()).toEqual([1]);
  });

  test("Promise.all with a branch that fails leaves nothing", async () => {
    const over = gate();
    let late: Promise<unknown> | undefined;
    const failing = atomic(() =>
      Promise.all([
        executeRaw(insert(1)).then(() => executeRaw(insert(2))),
        executeRaw(insert(3)).then(() => {
          throw new Error("branch");
        }),
        (late = over.opened.then(() => executeRaw(insert(4))).catch((error: unknown) => error)),
      ]),
    );
    await expect(failing).rejects.toThrow("branch");
    over.open();
    expect(await late).toBeInstanceOf(TransactionClosed);
    expect(await ids()).toEqual([]);
  });

  test("savepoints side by side do not mix", async () => {
    await atomic(async () => {
      const outcomes = await Promise.allSettled(
        [1, 2, 3, 4].map((id) =>
          atomic(async () => {
            await executeRaw(insert(id));
            await sleep(5);
            if (id % 2 === 0) throw new Error("even");
            await executeRaw(insert(id + 10));
          }),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "fulfilled",
        "rejected",
      ]);
    });
    expect(await ids()).toEqual([1, 3, 11, 13]);
  });

  test("a failed statement in a savepoint of its own spoils nothing", async () => {
    await atomic(async () => {
      await executeRaw(insert(1));
      await expect(atomic(() => executeRaw(insert(1)))).rejects.toBeInstanceOf(UniqueViolation);
      await executeRaw(insert(2));
    });
    atomicSync(() => {
      executeRawSync(insert(3));
      expect(() => atomicSync(() => executeRawSync(insert(3)))).toThrow(UniqueViolation);
      executeRawSync(insert(4));
    });
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });

  test("hooks run after the outermost commit only", async () => {
    const seen: string[] = [];
    onCommit(() => seen.push("outside"));
    await atomic(async () => {
      onCommit(() => seen.push("outer"));
      await atomic(() => onCommit(() => seen.push("inner")));
      await atomic(() => {
        onCommit(() => seen.push("never"));
        throw new Error("back");
      }).catch(() => undefined);
      await executeRaw(insert(1));
      expect(seen).toEqual(["outside"]);
    });
    expect(seen).toEqual(["outside", "outer", "inner"]);
    atomicSync(() => onCommit(() => seen.push("sync")));
    expect(seen.at(-1)).toBe("sync");
  });

  test("durable refuses nesting", async () => {
    await atomic(async () => {
      await expect(atomic(() => undefined, { durable: true })).rejects.toBeInstanceOf(OrmgenError);
    });
  });

  test("retries run the whole callback again", async () => {
    let runs = 0;
    const value = await atomic(
      async () => {
        runs += 1;
        await executeRaw(insert(runs));
        if (runs < 3) throw new SerializationFailure("again");
        return runs;
      },
      { retries: 5 },
    );
    expect(value).toBe(3);
    expect(await ids()).toEqual([3]);
    let syncRuns = 0;
    expect(() =>
      atomicSync(
        () => {
          syncRuns += 1;
          throw new SerializationFailure("again");
        },
        { retries: 2 },
      ),
    ).toThrow(SerializationFailure);
    expect(syncRuns).toBe(3);
  });

  test("isolation and read only reach the database", async () => {
    await atomic(
      async () => {
        expect(await executeRaw("SHOW transaction_isolation")).toEqual([
          { transaction_isolation: "serializable" },
        ]);
        expect(await executeRaw("SHOW transaction_read_only")).toEqual([{ transaction_read_only: "on" }]);
      },
      { isolation: "serializable", readOnly: true },
    );
  });

  // What is set through a transaction pooler stays on one of its connections, which nobody can tell from the others.
  test.skipIf(inject("pooled") !== "no")("what a borrower set is not there for the next", async () => {
    await executeRaw("SET search_path TO nowhere");
    await executeRaw("SELECT pg_advisory_lock(7)");
    executeRawSync("SET search_path TO nowhere");
    for (const path of [await executeRaw("SHOW search_path"), executeRawSync("SHOW search_path")]) {
      expect(path[0]!["search_path"]).not.toBe("nowhere");
    }
    const locks =
      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    await vi.waitFor(async () => expect(await executeRaw(locks)).toEqual([]), { timeout: 60_000 });
  });

  test("a detached block has a connection of its own for its whole length", async () => {
    // A transaction pooler keeps nothing of a session from one statement to the next.
    if (inject("pooled") === "no") {
      await detached(async () => {
        await executeRaw("SET search_path TO nowhere");
        expect(await executeRaw("SHOW search_path")).toEqual([{ search_path: "nowhere" }]);
      });
    }
    if (driver !== "embedded") {
      await expect(
        atomic(async () => {
          await executeRaw(insert(1));
          await detached(() => executeRaw(insert(2)));
          throw new Error("back");
        }),
      ).rejects.toThrow("back");
      expect(await ids()).toEqual([2]);
    } else {
      const inside = atomic(async () => {
        await executeRaw(insert(1));
        await detached(() => executeRaw(insert(2)));
      });
      await expect(inside).rejects.toThrow("one session");
    }
  });

  test("forbidSync", async () => {
    expect(() => forbidSync(() => executeRawSync("SELECT 1"))).toThrow(SyncForbidden);
    expect(await forbidSync(() => executeRaw("SELECT 1 AS one"))).toEqual([{ one: 1 }]);
  });

  test("listeners see the same in both styles, and values only on demand", async () => {
    const plain: object[] = [];
    const full: object[] = [];
    const stop = [
      onQuery(({ sql, parameters, values, rows }) => plain.push({ sql, parameters, values, rows })),
      onQuery(({ values }) => full.push({ values }), { values: true }),
    ];
    await executeRaw("SELECT $1::int AS n", [5]);
    executeRawSync("SELECT $1::int AS n", [5]);
    for (const end of stop) end();
    await executeRaw("SELECT 1");
    const expected = { sql: "SELECT $1::int AS n", parameters: 1, values: undefined, rows: 1 };
    expect(plain).toEqual([expected, expected]);
    expect(full).toEqual([{ values: ["5"] }, { values: ["5"] }]);
  });

  test("streams give chunks, and breaking off frees the connection", async () => {
    const fromSync: unknown[] = [];
    for (const item of streamSync<number>(numbers())) fromSync.push(item);
    const fromAsync: unknown[] = [];
    for await (const item of streamAsync<number>(numbers())) fromAsync.push(item);
    expect(fromAsync).toEqual([1, 2, 3, 4]);
    expect(fromSync).toEqual(fromAsync);
    for (const item of streamSync<number>(numbers())) if (item === 2) break;
    for await (const item of streamAsync<number>(numbers())) if (item === 2) break;
    await atomic(async () => {
      for await (const item of streamAsync<number>(numbers())) await executeRaw(insert(item));
    });
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });

  test("a prepared statement that was lost, or whose plan went stale, is prepared again", async () => {
    const all = { sql: "SELECT * FROM item", name: "all_items", parameters: [], columns: null };
    const run = async () => [(await runAsync(query(all))).names, runSync(query(all)).names];
    expect(await run()).toEqual([["id"], ["id"]]);
    await executeRaw("DEALLOCATE ALL");
    executeRawSync("DEALLOCATE ALL");
    expect(await run()).toEqual([["id"], ["id"]]);
    await executeRaw("ALTER TABLE item ADD COLUMN extra int");
    expect(await run()).toEqual([
      ["id", "extra"],
      ["id", "extra"],
    ]);
    await executeRaw("ALTER TABLE item DROP COLUMN extra");
    await atomic(async () => {
      await executeRaw(insert(1));
      await executeRaw("DEALLOCATE ALL");
    });
    expect(await run()).toEqual([["id"], ["id"]]);
  });

  test("an operation's own transaction is undone as a whole", async () => {
    await expect(runAsync(transaction(twice))).rejects.toBeInstanceOf(UniqueViolation);
    expect(() => runSync(transaction(twice))).toThrow(UniqueViolation);
    expect(await ids()).toEqual([]);
  });
});

const plain = (sql: string) => query({ sql, name: null, parameters: [], columns: null });

function* two(): Operation<void> {
  yield* plain(insert(10));
  yield* plain(insert(11));
}

function* twice(): Operation<void> {
  yield* plain(insert(1));
  yield* plain(insert(1));
}

function* numbers(): Operation<void> {
  yield* transaction(function* () {
    for (const start of [1, 3]) {
      const { rows } = yield* plain(`SELECT generate_series(${start}, ${start + 1})`);
      yield* emit(rows.map(([value]) => value));
    }
  });
}
