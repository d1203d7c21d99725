import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
  executeScriptSync,
  query,
  runAsync,
  runSync,
} from "../../runtime/executor/index.js";
import { READS } from "../../runtime/driver/statement.js";
import { OperationalError } from "../../runtime/errors/index.js";
import { sql } from "../../runtime/query/functions/raw-sql.js";
import { isForeign } from "../../runtime/query/compile/foreign.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

/** Others' tests lock on the same server. */
const LOCKS =
  "SELECT count(*)::int AS seen FROM pg_locks WHERE locktype = 'advisory' " +
  "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/** Everything that a borrower can leave behind, and how the next one would see it. */
const LEFT = {
  "a setting": ["SET search_path TO nowhere", "SELECT current_setting('search_path') AS seen"],
  "a setting, by a function": ["SELECT dirty()", "SELECT current_setting('work_mem') AS seen"],
  "a setting, by a block": [
    "DO $$ BEGIN SET work_mem TO '77MB'; END $$",
    "SELECT current_setting('work_mem') AS seen",
  ],
  "a setting, by a procedure": ["CALL dirty_too()", "SELECT current_setting('work_mem') AS seen"],
  "RESET ALL": ["RESET ALL", "SELECT date '2024-05-17' || ' ' || interval '1 day' AS seen"],
  "DISCARD ALL": ["DISCARD ALL", "SELECT date '2024-05-17' || ' ' || interval '1 day' AS seen"],
  "RESET of one": ["RESET DateStyle", "SELECT (date '2024-05-17')::text AS seen"],
  "another time zone": ["SET TIME ZONE 'Asia/Tokyo'", "SELECT current_setting('TimeZone') AS seen"],
  "another role": ["SET ROLE pg_monitor", "SELECT current_user AS seen"],
  "a temporary table": [
    "CREATE TEMP TABLE left_behind AS SELECT 1",
    "SELECT to_regclass('left_behind')::text AS seen",
  ],
  "a temporary table, by SELECT INTO": [
    "SELECT 1 AS n INTO TEMP left_behind",
    "SELECT to_regclass('left_behind')::text AS seen",
  ],
  "a cursor": [
    "DECLARE left_behind CURSOR WITH HOLD FOR SELECT 1",
    "SELECT count(*)::int AS seen FROM pg_cursors",
  ],
  "a lock": ["SELECT pg_advisory_lock(7)", LOCKS],
  "a lock, in a comment's shadow": ["SELECT pg_advisory_lock/**/(8)", LOCKS],
  "a channel": ["LISTEN left_behind", "SELECT count(*)::int AS seen FROM pg_listening_channels()"],
  "a prepared statement": [
    "PREPARE left_behind AS SELECT 1",
    "SELECT count(*)::int AS seen FROM pg_prepared_statements WHERE name = 'left_behind'",
  ],
} as const;

describe.each(["embedded", "auto", "worker"] as const)("%s", (way) => {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    if (way !== "embedded") database = await createDatabase();
    await connect(database?.url ?? "memory://", way === "embedded" ? {} : { sync: way, pool: { max: 1 } });
    await executeScript(`
      CREATE FUNCTION dirty() RETURNS text LANGUAGE sql AS $$ SELECT set_config('work_mem', '77MB', false) $$;
      CREATE PROCEDURE dirty_too() LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('work_mem', '77MB', false); END $$`);
  });
  afterAll(async () => {
    await disconnect();
    await database?.drop();
  });

  describe.each(Object.entries(LEFT))("%s", (name, [leave, look]) => {
    const unlessRefused = (run: () => unknown) => {
      // The embedded database has no such role, and knows no channel outside of its own process.
      if (way === "embedded" && name === "another role") return;
      return run();
    };

    test("is not passed on, async", async () => {
      const before = await executeRaw(look);
      await unlessRefused(() => executeRaw(leave));
      expect(await executeRaw(look)).toEqual(before);
      if (!/WITH HOLD|DISCARD/u.test(leave)) {
        await unlessRefused(() => atomic(() => executeRaw(leave)));
        expect(await executeRaw(look)).toEqual(before);
      }
      await unlessRefused(() => executeScript(leave));
      expect(await executeRaw(look)).toEqual(before);
    });

    test("is not passed on, sync", () => {
      const before = executeRawSync(look);
      void unlessRefused(() => executeRawSync(leave));
      expect(executeRawSync(look)).toEqual(before);
      if (!/WITH HOLD|DISCARD/u.test(leave)) {
        void unlessRefused(() => atomicSync(() => executeRawSync(leave)));
        expect(executeRawSync(look)).toEqual(before);
      }
      void unlessRefused(() => executeScriptSync(leave));
      expect(executeRawSync(look)).toEqual(before);
    });
  });

  test("text in another encoding is refused, not garbled", async () => {
    // The embedded engine says nothing of its settings.
    if (way === "embedded") return;
    const failing = atomic(async () => {
      await executeRaw("SET client_encoding TO 'LATIN1'");
      await runAsync(query({ sql: "SELECT 'ä'", name: null, parameters: [], columns: null, effect: READS }));
    });
    await expect(failing).rejects.toBeInstanceOf(OperationalError);
    expect(await executeRaw("SELECT 'ä' AS letter")).toEqual([{ letter: "ä" }]);
  });

  test("what the compiler made is prepared once, and stays prepared", async () => {
    const own = { sql: "SELECT 41 + 1", name: "own", parameters: [], columns: null, effect: READS };
    const prepared = "SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name = 'own'";
    await runAsync(query(own));
    runSync(query(own));
    await runAsync(query(own));
    const looking = { ...own, sql: prepared, name: null };
    expect((await runAsync(query(looking))).rows).toEqual([[1]]);
  });
});

test("a server with other defaults gives the same values", async () => {
  const database = await createDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const HOSTILE = {
    DateStyle: "'German, DMY'",
    IntervalStyle: "'postgres_verbose'",
    TimeZone: "'Asia/Kathmandu'",
    extra_float_digits: "-10",
    bytea_output: "'escape'",
    client_encoding: "'LATIN1'",
  };
  for (const [setting, value] of Object.entries(HOSTILE))
    await database.query(`ALTER DATABASE ${name} SET ${setting} TO ${value}`);
  const values = `SELECT date '2024-05-17' AS d, interval '1 day 2 hours' AS i, timestamptz '2024-05-17 12:00Z' AS t,
    0.1::float8 + 0.2::float8 AS f, '\\x00ff'::bytea AS b, 'äöü€' AS s`;
  const expected = [
    {
      d: "2024-05-17",
      i: "P1DT2H",
      t: new Date("2024-05-17T12:00:00Z"),
      f: 0.1 + 0.2,
      b: new Uint8Array([0, 255]),
      s: "äöü€",
    },
  ];
  for (const sync of ["auto", "worker"] as const) {
    await connect(database.url, { sync });
    for (const disturbed of ["SELECT 1", "RESET ALL", "DISCARD ALL", "SET DateStyle TO 'SQL'"]) {
      await executeRaw(disturbed);
      executeRawSync(disturbed);
      expect(await executeRaw(values)).toEqual(expected);
      expect(executeRawSync(values)).toEqual(expected);
    }
    await atomic(async () => {
      await executeRaw("RESET ALL");
      expect(await executeRaw(values)).toEqual(expected);
    });
    await disconnect();
  }
  await database.drop();
});

test("a stream of the embedded database reads on, whatever others leave behind", async () => {
  await connect("memory://");
  await executeScript("CREATE TABLE item AS SELECT generate_series(1, 5) AS id");
  const held = {
    sql: "DECLARE ormgen_cursor_900 CURSOR WITH HOLD FOR SELECT id FROM item",
    holds: 1,
  } as const;
  const own = { name: null, parameters: [], columns: null, effect: READS };
  await runAsync(query({ ...own, ...held }));
  await executeRaw("DECLARE other CURSOR WITH HOLD FOR SELECT 1");
  await executeRaw("SET work_mem TO '77MB'");
  const next = { ...own, sql: "FETCH 2 FROM ormgen_cursor_900" };
  expect((await runAsync(query(next))).rows).toEqual([[1], [2]]);
  expect(
    (await runAsync(query({ ...own, sql: "SELECT name FROM pg_cursors WHERE name <> ''" }))).rows,
  ).toEqual([["ormgen_cursor_900"]]);
  expect((await runAsync(query({ ...own, sql: "SHOW work_mem" }))).rows).not.toEqual([["77MB"]]);
  await runAsync(query({ ...own, sql: "CLOSE ormgen_cursor_900", holds: -1 }));
  await disconnect();
});

test("a piece of SQL marks its session only where it may do more than be computed", () => {
  const foreign = (fragments: TemplateStringsArray) => {
    const { node } = sql(fragments) as unknown as { node: { fragments: readonly string[] } };
    return isForeign(node.fragments);
  };
  expect([foreign`left(title, 3)`, foreign`1 + 1`, foreign`'SET x' || "set"`]).toEqual([false, false, false]);
  expect([
    foreign`dirty()`,
    foreign`set_config('a', 'b', false)`,
    foreign`"dirty" ()`,
    foreign`x.lower('a')`,
  ]).toEqual([...[true, true, true, true]]);
});
