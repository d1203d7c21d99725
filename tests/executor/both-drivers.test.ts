import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
  kyselyFor,
} from "../../runtime/executor/index.js";
import {
  SchemaDrift,
  TransactionAborted,
  TransactionClosed,
  UniqueViolation,
} from "../../runtime/errors/index.js";
import { here } from "../library/library.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

const ITEMS = "CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item VALUES (1, 'a')";
const COUNT = "SELECT count(*)::int AS n FROM item";

describe.each(here("embedded", "embedded in a worker", "server"))("%s", (driver) => {
  let database: TestDatabase | undefined;

  beforeAll(async () => {
    if (driver === "server") database = await createDatabase();
    if (driver === "embedded in a worker") {
      const { connectSync } = await import("../../runtime/executor/index.js");
      connectSync("memory://");
    } else {
      await connect(database?.url ?? "memory://");
    }
    await executeScript(ITEMS);
  });
  afterAll(async () => {
    await disconnect();
    await database?.drop();
  });

  test("answers in both styles", async () => {
    const expected = [{ id: 1, name: "a" }];
    expect(await executeRaw("SELECT * FROM item WHERE id = $1", [1])).toEqual(expected);
    expect(executeRawSync("SELECT * FROM item WHERE id = $1", [1])).toEqual(expected);
  });

  test("carries requests and replies of any size in both styles", async () => {
    const long = "x".repeat(1_000_000);
    expect(await executeRaw("SELECT $1::text AS long", [long])).toEqual([{ long }]);
    expect(executeRawSync("SELECT $1::text AS long", [long])).toEqual([{ long }]);
    expect(executeRawSync("SELECT generate_series(1, 100000) AS n")).toHaveLength(100_000);
  });

  test("gives the same errors in both styles", async () => {
    const wrong = ["INSERT INTO item VALUES ($1)", "SELECT * FROM nowhere", "SELECT $1::int / 0"];
    for (const sql of wrong) {
      const parameters = sql.includes("$1") ? [1] : [];
      const fromAsync = await executeRaw(sql, parameters).catch((error: unknown) => error as Error);
      const fromSync = thrownBy(() => executeRawSync(sql, parameters));
      expect(fromSync).toMatchObject({ ...fromAsync });
      expect(fromSync.constructor).toBe((fromAsync as Error).constructor);
      expect(fromSync.stack).toContain("both-drivers.test");
      expect((fromAsync as Error).stack?.split("\n")[1]).toContain("both-drivers.test");
      expect(fromSync.stack?.split("\n")[1]).toContain("both-drivers.test");
    }
    expect(thrownBy(() => executeRawSync(wrong[0]!, [1]))).toBeInstanceOf(UniqueViolation);
    expect(thrownBy(() => executeRawSync(wrong[0]!, [1]))).toMatchObject({
      columns: ["id"],
      table: "item",
      sql: wrong[0],
    });
    expect(thrownBy(() => executeRawSync(wrong[1]!))).toBeInstanceOf(SchemaDrift);
  });

  test("one transaction serves both styles", async () => {
    const failing = atomic(
      async () => {
        await executeRaw("INSERT INTO item VALUES (2, 'b')");
        executeRawSync("INSERT INTO item VALUES (3, 'c')");
        await atomic(async () => {
          await executeRaw("INSERT INTO item VALUES (4, 'd')");
          throw new Error("inner");
        }).catch(() => undefined);
        expect(executeRawSync(COUNT)).toEqual([{ n: 3 }]);
        throw new Error("outer");
      },
      { sync: true },
    );
    await expect(failing).rejects.toThrow("outer");
    expect(await executeRaw(COUNT)).toEqual([{ n: 1 }]);
  });

  test("a sync call reaches the async transaction around it", async () => {
    await atomic(async () => {
      await executeRaw("INSERT INTO item VALUES (5, 'e')");
      expect(executeRawSync(COUNT)).toEqual([{ n: 2 }]);
      atomicSync(() => executeRawSync("UPDATE item SET name = 'f' WHERE id = 5"));
      expect(await executeRaw("DELETE FROM item WHERE id = 5 RETURNING name")).toEqual([{ name: "f" }]);
    });
    // Begun by a sync call, the transaction serves async ones too.
    await atomic(async () => {
      expect(executeRawSync(COUNT)).toEqual([{ n: 1 }]);
      expect(await executeRaw(COUNT)).toEqual([{ n: 1 }]);
    });
  });

  test("atomicSync commits, rolls back and refuses promises", async () => {
    atomicSync(() => executeRawSync("INSERT INTO item VALUES (6, 'f')"));
    expect(() => atomicSync(() => Promise.resolve())).toThrow("returned a promise");
    expect(() =>
      atomicSync(() => {
        executeRawSync("DELETE FROM item");
        throw new Error("no");
      }),
    ).toThrow("no");
    let late: Promise<unknown> | undefined;
    atomicSync(() => {
      late = executeRaw("DELETE FROM item").catch((error: unknown) => error);
    });
    expect(await late).toBeInstanceOf(TransactionClosed);
    expect(await executeRaw("DELETE FROM item WHERE id = 6 RETURNING id")).toEqual([{ id: 6 }]);
  });

  test("a swallowed SQL error does not become a success", async () => {
    const swallowed = atomic(async () => {
      await executeRaw("INSERT INTO item VALUES (7, 'g')");
      await executeRaw("INSERT INTO item VALUES (1, 'again')").catch(() => undefined);
    });
    await expect(swallowed).rejects.toSatisfy(
      (error: unknown) => error instanceof TransactionAborted && error.cause instanceof UniqueViolation,
    );
    expect(() =>
      atomicSync(() => {
        executeRawSync("INSERT INTO item VALUES (7, 'g')");
        thrownBy(() => executeRawSync("INSERT INTO item VALUES (1, 'again')"));
      }),
    ).toThrow(TransactionAborted);
    expect(await executeRaw(COUNT)).toEqual([{ n: 1 }]);
  });

  test("kysely runs in the current transaction", async () => {
    await atomic(async () => {
      await executeRaw("INSERT INTO item VALUES (8, 'h')");
      const db = kyselyFor<{ item: { id: number; name: string } }>();
      expect(await db.selectFrom("item").select("id").orderBy("id").execute()).toEqual([
        { id: 1 },
        { id: 8 },
      ]);
      await db.deleteFrom("item").where("id", "=", 8).execute();
    });
  });

  test("a block whose statements were refused unsent has opened nothing that is released", async () => {
    const unsent = "COPY item FROM STDIN";
    const count = await executeRaw(COUNT);
    await atomic(async () => {
      await executeRaw("INSERT INTO item VALUES (701)");
      await atomic(async () => {
        await expect(executeRaw(unsent)).rejects.toThrow(/COPY/u);
      });
      await executeRaw("DELETE FROM item WHERE id = 701");
    });
    atomicSync(() => {
      executeRawSync("INSERT INTO item VALUES (702)");
      atomicSync(() => {
        expect(() => executeRawSync(unsent)).toThrow(/COPY/u);
      });
      executeRawSync("DELETE FROM item WHERE id = 702");
    });
    expect(await executeRaw(COUNT)).toEqual(count);
  });

  test("a block that could do nothing in a failed transaction ends quietly; the outermost says so", async () => {
    const reached: string[] = [];
    await expect(
      atomic(async () => {
        await executeRaw("INSERT INTO item VALUES (1)").catch(() => undefined);
        await atomic(async () => {
          await expect(executeRaw("SELECT 1")).rejects.toThrow(TransactionAborted);
        });
        reached.push("behind it");
      }),
    ).rejects.toThrow(TransactionAborted);
    expect(() => {
      atomicSync(() => {
        expect(() => executeRawSync("INSERT INTO item VALUES (1)")).toThrow(UniqueViolation);
        atomicSync(() => {
          expect(() => executeRawSync("SELECT 1")).toThrow(TransactionAborted);
        });
        reached.push("behind its twin");
      });
    }).toThrow(TransactionAborted);
    expect(reached).toEqual(["behind it", "behind its twin"]);
  });
});

function thrownBy(fn: () => unknown): Error {
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
