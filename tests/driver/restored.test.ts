import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { BridgeConnection } from "../../runtime/driver/bridge/bridge-connection.js";
import {
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
} from "../../runtime/executor/index.js";
import { randomFrom } from "../executor/programs.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

/** More of them: ORMGEN_RESTORED=20000. */
const RUNS = Number(process.env["ORMGEN_RESTORED"] ?? 1_000);
const PID = "SELECT pg_backend_pid() AS pid";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterEach(() => disconnect());
afterAll(() => database.drop());

test("a sync call takes the connection that an async script left, as new, and starts no worker", async () => {
  await connect(database.url, { pool: { max: 1 } });
  const byWorker = vi.spyOn(BridgeConnection.prototype, "exchangeSync");
  const [first] = await executeRaw(PID);
  for (const left of ["SELECT 1", "SET work_mem TO '77MB'", "CREATE TEMP TABLE left_behind ()", "BEGIN"]) {
    await executeScript(left);
    expect(executeRawSync(PID), left).toEqual([first]);
    expect(
      executeRawSync("SELECT to_regclass('left_behind') AS left, pg_current_xact_id_if_assigned() AS t"),
    ).toEqual([{ left: null, t: null }]);
    expect(executeRawSync("SHOW work_mem")).not.toEqual([{ work_mem: "77MB" }]);
  }
  await executeScript("SELECT pg_terminate_backend(pg_backend_pid())").catch(() => undefined);
  expect(executeRawSync(PID)).not.toEqual([first]);
  expect(byWorker).toHaveBeenCalled();
  byWorker.mockRestore();
});

test(
  "scripts, queries and transactions of both styles in any order are answered, each its own",
  { timeout: 300_000 },
  async () => {
    await connect(database.url, { pool: { max: 3 } });
    await executeScript("CREATE TABLE item (id int PRIMARY KEY)");
    const random = randomFrom(5);
    const waiting: Promise<void>[] = [];
    let answered = 0;
    const check = (n: number) => (rows: unknown) => {
      expect(rows).toEqual([{ n, work_mem: "4MB" }]);
      answered += 1;
    };
    const asking = (n: number) => `SELECT ${String(n)} AS n, current_setting('work_mem') AS work_mem`;
    const calls: ((n: number) => Promise<void> | void)[] = [
      (n) => executeRaw(asking(n)).then(check(n)),
      (n) => executeScript(`SET work_mem TO '7${String(n % 10)}MB'`).then(() => void (answered += 1)),
      (n) => check(n)(executeRawSync(asking(n))),
      (n) =>
        atomicSync(
          () => (
            executeRawSync(`INSERT INTO item VALUES (${String(n)})`),
            check(n)(executeRawSync(asking(n)))
          ),
        ),
    ];
    for (let n = 0; n < RUNS; n += 1) {
      const call = calls[Math.floor(random() * calls.length)]!(n);
      if (call === undefined) continue;
      if (random() < 0.5 || waiting.length >= 3) await Promise.all([call, ...waiting.splice(0)]);
      else waiting.push(call);
    }
    await Promise.all(waiting);
    expect(answered).toBe(RUNS);
  },
);
