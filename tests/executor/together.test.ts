import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { READS, type Statement } from "../../runtime/driver/statement.js";
import { BridgeConnection } from "../../runtime/driver/bridge/bridge-connection.js";
import { ServerConnection } from "../../runtime/driver/pg/server-connection.js";
import { DatabaseError, TransactionAborted } from "../../runtime/errors/index.js";
import {
  atomic,
  connect,
  disconnect,
  executeScript,
  query,
  runAsync,
  runSync,
  type Operation,
} from "../../runtime/executor/index.js";
import { together } from "../../runtime/executor/run/operation.js";
import { int8, text } from "../../runtime/values/index.js";
import { here } from "../library/library.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

const numbers: Statement = {
  sql: "SELECT n FROM item ORDER BY n",
  name: "numbers",
  parameters: [],
  columns: [int8({ as: "number" })],
  effect: READS,
};
const named = (parameter: string): Statement => ({
  ...{ sql: "SELECT $1::text, n FROM item", name: "named", parameters: [parameter], effect: READS },
  columns: [text, int8({ as: "number" })],
});
const broken: Statement = {
  sql: "SELECT 1 / n FROM item",
  name: "broken",
  parameters: [],
  columns: null,
  effect: READS,
};

function* rowsOf(...statements: readonly Statement[]): Operation<unknown[]> {
  const all: unknown[] = [];
  for (const statement of statements) all.push((yield* query(statement)).rows);
  return all;
}

const all = () =>
  together([rowsOf(numbers, named("x")), rowsOf(named("a")), rowsOf(named("b"), numbers, named("y"))]);
const EXPECTED = [
  [
    [[0], [1]],
    [
      ["x", 0],
      ["x", 1],
    ],
  ],
  [
    [
      ["a", 0],
      ["a", 1],
    ],
  ],
  [
    [
      ["b", 0],
      ["b", 1],
    ],
    [[0], [1]],
    [
      ["y", 0],
      ["y", 1],
    ],
  ],
];

describe.each(here("embedded", "server", "server, by the worker", "server, not prepared"))("%s", (driver) => {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    if (driver !== "embedded") database = await createDatabase();
    const sync = driver === "server, by the worker" ? "worker" : "auto";
    const prepare = driver === "server, not prepared" ? { prepare: false } : {};
    await connect(database?.url ?? "memory://", { sync, ...prepare });
    await executeScript("CREATE TABLE item (n int8); INSERT INTO item VALUES (0), (1)");
  });
  afterAll(async () => {
    await disconnect();
    await database?.drop();
  });

  test("what is asked side by side is answered to who asked, in both styles", async () => {
    for (let times = 0; times < 3; times += 1) {
      expect(await runAsync(all())).toEqual(EXPECTED);
      expect(runSync(all())).toEqual(EXPECTED);
      await atomic(
        async () => {
          expect(await runAsync(all())).toEqual(EXPECTED);
          expect(runSync(all())).toEqual(EXPECTED);
        },
        { sync: true },
      );
    }
  });

  test("large questions and large answers do not wait for each other", async () => {
    const large = () => together([1, 2, 3, 4].map((n) => rowsOf(named(String(n).repeat(4_000_000)))));
    const sizes = (all: unknown[]) => (all as [[[string]]][]).map(([[[first]]]) => first.length);
    expect(sizes(runSync(large()))).toEqual([1, 2, 3, 4].map(() => 4_000_000));
    expect(sizes(await runAsync(large()))).toEqual([1, 2, 3, 4].map(() => 4_000_000));
  });

  test("in as few exchanges as the longest of them has statements", async () => {
    if (driver !== "server" && driver !== "server, by the worker") return;
    const spies = [
      vi.spyOn(ServerConnection.prototype, "exchange"),
      vi.spyOn(ServerConnection.prototype, "exchangeSync"),
      vi.spyOn(BridgeConnection.prototype, "exchangeSync"),
    ];
    await runAsync(all());
    runSync(all());
    const exchanges = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    for (const spy of spies) spy.mockRestore();
    expect(exchanges).toBe(6);
  });

  test("a statement that fails says so, and nothing is out of step afterwards", async () => {
    const failing = () => together([rowsOf(numbers), rowsOf(broken), rowsOf(named("a"))]);
    await expect(runAsync(failing())).rejects.toBeInstanceOf(DatabaseError);
    expect(() => runSync(failing())).toThrow(DatabaseError);
    await expect(
      atomic(async () => {
        await runAsync(rowsOf(numbers));
        await runAsync(failing()).catch(() => undefined);
      }),
    ).rejects.toBeInstanceOf(TransactionAborted);
    expect(await runAsync(all())).toEqual(EXPECTED);
    expect(runSync(all())).toEqual(EXPECTED);
  });

  test("plans that went stale are made again", async () => {
    await runAsync(all());
    runSync(all());
    await executeScript("ALTER TABLE item ALTER n TYPE int4; DEALLOCATE ALL");
    expect(await runAsync(all())).toEqual(EXPECTED);
    expect(runSync(all())).toEqual(EXPECTED);
    await executeScript("ALTER TABLE item ALTER n TYPE int8");
  });
});
