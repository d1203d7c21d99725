import { afterAll, beforeAll, expect, test } from "vitest";
import { ServerConnection } from "../../runtime/driver/pg/server-connection.js";
import { encodeScript } from "../../runtime/driver/wire/encode.js";
import { ReplyReader } from "../../runtime/driver/wire/reply.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { randomFrom } from "../executor/programs.js";

/** More of them: ORMGEN_MIXED=20000. */
const RUNS = Number(process.env["ORMGEN_MIXED"] ?? 3_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

test("both styles share one socket, whatever is under way on it", { timeout: 300_000 }, async () => {
  const connection = await ServerConnection.open(
    {
      url: database.url,
      statementTimeoutMs: 30_000,
      connectTimeoutMs: 15_000,
      syncTimeoutMs: 60_000,
      pooled: false,
      prepare: true,
    },
    { direct: true },
  );
  expect(connection.reachableSync).toBe(true);
  const random = randomFrom(11);
  let answered = 0;
  const waiting: Promise<void>[] = [];

  /** What is asked, and what has to come. */
  const question = (n: number): { sql: string; check: (reply: ReplyReader) => void } => {
    const dice = random();
    const value = String(n);
    if (dice < 0.1) {
      return { sql: `SELECT ${value} / 0`, check: ({ error }) => expect(error?.sqlstate).toBe("22012") };
    }
    if (dice < 0.2) {
      const sql = `SELECT ${value} AS n, repeat('x', 1000) FROM generate_series(1, 300)`;
      return { sql, check: ({ rows }) => expect([rows.length, rows[299]?.[0]]).toEqual([300, n]) };
    }
    const notice =
      dice < 0.3 ? `NOTIFY own, '${value}'; ` : dice < 0.4 ? "DO $$ BEGIN RAISE NOTICE 'x'; END $$; " : "";
    return { sql: `${notice}SELECT ${value}`, check: ({ rows }) => expect(rows.at(-1)).toEqual([n]) };
  };
  const ask = async (n: number): Promise<void> => {
    const { sql, check } = question(n);
    const reader = new ReplyReader(null);
    await connection.exchange(encodeScript(sql), reader);
    check(reader);
    answered += 1;
  };
  const askSync = (n: number): void => {
    const { sql, check } = question(n);
    const reader = new ReplyReader(null);
    connection.exchangeSync(encodeScript(sql), reader);
    check(reader);
    answered += 1;
  };

  await connection.exchange(encodeScript("LISTEN own"), new ReplyReader(null));
  for (let n = 0; n < RUNS; n += 1) {
    const dice = random();
    if (dice < 0.5) askSync(n);
    else if (dice < 0.75) await ask(n);
    else waiting.push(ask(n));
  }
  await Promise.all(waiting);
  expect(answered).toBe(RUNS);
  connection.destroy();
});
