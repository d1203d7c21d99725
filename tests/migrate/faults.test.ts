import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { migrate, migrateSync } from "../../generator/migrate/index.js";
import { runTask, type Connection } from "../../generator/migrate/apply/task.js";
import { migrateTask, type MigrateOptions } from "../../generator/migrate/apply/migrate.js";
import { makeMigration } from "../../generator/migrate/make/make-migration.js";
import { readMigrations } from "../../generator/migrate/files/migration-files.js";
import { openDatabase } from "../../generator/migrate/connect/open-database.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { nothingLeftOpen } from "../server/nothing-left-open.js";
import { schemaOf } from "./models.js";
import { HEAD, migrationsFolder } from "./project.js";

const BOOK = `${HEAD}export class Book extends Model { title = fields.text({ maxLength: 100 }); pages = fields.integer({ null: true }); }`;
const CHANGED = `${HEAD}export class Book extends Model {
  title = fields.text({ maxLength: 200, index: true });
  pages = fields.integer({ default: 3 });
  code = fields.uuid({ dbDefault: "gen_random_uuid()", unique: true });
  static options = { constraints: [check("pages_ok", "pages > 0")] };
}`;

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createDatabase();
});
beforeEach(async () => {
  await database.query("DROP SCHEMA public CASCADE");
  await database.query("CREATE SCHEMA public");
  folder = migrationsFolder();
});
afterEach(() => nothingLeftOpen(database));
afterAll(() => database.drop());

function write(name: string, sql: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.sql`), sql);
}

const go = (options: MigrateOptions = {}) => migrate({ url: database.url, folder, ...options });

async function prepared(rows = 2500): Promise<void> {
  await makeMigration(schemaOf(BOOK), folder);
  await go();
  await database.query(
    "INSERT INTO book (title, pages) SELECT 'x' || i, nullif(i % 3, 0) FROM generate_series(1, $1::int) i",
    [rows],
  );
  await makeMigration(schemaOf(CHANGED), folder);
}

class Killed extends Error {}

/** Ends before or behind the nth statement, as a kill would; gives how many there were where it was not reached. */
async function killedAt(n: number, behind: boolean, options: MigrateOptions = {}): Promise<number | null> {
  const open = await openDatabase({ embedded: "" }, database.url);
  let seen = 0;
  const count = async <T>(run: () => Promise<T>): Promise<T> => {
    seen += 1;
    if (seen === n && !behind) throw new Killed();
    const result = await run();
    if (seen === n) throw new Killed();
    return result;
  };
  try {
    await open.session((connection) => {
      const killing: Connection = {
        rows: (sql, parameters) => count(() => connection.rows(sql, parameters)),
        script: (sql) => count(() => connection.script(sql)),
      };
      return runTask(killing, migrateTask(readMigrations(folder), options));
    });
    return seen;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return null;
  } finally {
    await open.close();
  }
}

const FACTS = `SELECT count(*)::int AS rows, count(DISTINCT code)::int AS codes, count(*) FILTER (WHERE pages = 3)::int AS filled,
  (SELECT count(*)::int FROM pg_index WHERE indrelid = 'book'::regclass AND indisvalid) AS indexes,
  (SELECT count(*)::int FROM pg_constraint WHERE conrelid = 'book'::regclass AND contype <> 'n' AND convalidated) AS constraints
  FROM book`;

describe("a kill", () => {
  test.each([false, true])(
    "at any statement is gone on with (behind it: %s)",
    async (behind) => {
      await prepared(1200);
      let total: number | null = null;
      for (let n = 1; total === null; n += 1) {
        await database.query("DROP TABLE book, ormgen_migrations, ormgen_migration_steps");
        await go({ target: "0001" });
        await database.query(
          "INSERT INTO book (title, pages) SELECT 'x' || i, nullif(i % 3, 0) FROM generate_series(1, 1200) i",
        );
        total = await killedAt(n, behind);
        if (total === null) await go();
        expect([n, ...(await database.query(FACTS))]).toEqual([
          n,
          { rows: 1200, codes: 1200, filled: 400, indexes: 3, constraints: 3 },
        ]);
      }
      expect(total).toBeGreaterThan(30);
    },
    300_000,
  );

  test("on the way back is gone on with", async () => {
    await prepared(10);
    await go();
    const allowLoss = ["0002_changes"];
    for (let n = 1; ; n += 1) {
      const total = await killedAt(n, true, { target: "0001", allowLoss });
      await go({ target: "0001", allowLoss });
      const columns = await database.query(
        "SELECT string_agg(attname, ',' ORDER BY attnum) AS names FROM pg_attribute WHERE attrelid = 'book'::regclass AND attnum > 0 AND NOT attisdropped",
      );
      expect([n, columns]).toEqual([n, [{ names: "id,title,pages" }]]);
      await go();
      if (total !== null) break;
    }
  }, 300_000);
});

test.each([2, 8, 32])(
  "many processes at once, an index concurrently among the steps: each once",
  async (length) => {
    await prepared();
    const runs = await Promise.all(Array.from({ length }, () => go()));
    expect(runs.flatMap(({ applied }) => applied)).toEqual(["0002_changes"]);
    expect(await database.query(FACTS)).toMatchObject([{ rows: 2500, codes: 2500, indexes: 3 }]);
  },
  120_000,
);

test("both styles", async () => {
  await prepared(5);
  expect(migrateSync({ url: database.url, folder })).toEqual({ applied: ["0002_changes"], reversed: [] });
  expect(migrateSync({ url: database.url, folder })).toEqual({ applied: [], reversed: [] });
  const back = { url: database.url, folder, target: "0001" };
  expect(() => migrateSync(back)).toThrow(/0002_changes loses data: book\.code/);
  expect(migrateSync({ ...back, allowLoss: ["0002_changes"] })).toEqual({
    applied: [],
    reversed: ["0002_changes"],
  });
});

describe("locks of others", () => {
  test("are waited for by trying again, and named where they stay", async () => {
    await prepared(5);
    const other = new pg.Client({ connectionString: database.url, application_name: "a long report" });
    await other.connect();
    await other.query("BEGIN");
    await other.query("SELECT * FROM book");
    await expect(go({ lockTimeout: 10 })).rejects.toThrow(
      /others hold the locks .*a long report, idle in transaction/,
    );
    const waiting = go({ lockTimeout: 50 });
    await other.query("COMMIT");
    expect((await waiting).applied).toEqual(["0002_changes"]);
    await other.end();
  }, 120_000);

  test("a process that migrates for ever is named", async () => {
    await prepared(5);
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query("SELECT pg_advisory_lock(122537252447598)");
    await expect(go({ patience: 300 })).rejects.toThrow(/Another process has been migrating/);
    await other.end();
  });
});

describe("a step that fails half way", () => {
  test("keeps what is before it, and is mended", async () => {
    write(
      "0001_a",
      "-- step 1: transaction\nCREATE TABLE a (id int PRIMARY KEY);\n-- step 2: transaction\nCREATE TABLE b (id int);\nSELECT nothing;\n",
    );
    await expect(go()).rejects.toThrow(
      /^0001_a\.sql:5: column "nothing" does not exist\. Nothing of this step was applied/,
    );
    expect(await database.query("SELECT to_regclass('a')::text AS a, to_regclass('b') AS b")).toEqual([
      { a: "a", b: null },
    ]);
    const file = join(folder, "0001_a.sql");
    writeFileSync(file, readFileSync(file, "utf8").replace("(id int PRIMARY KEY)", "(id bigint)"));
    await expect(go()).rejects.toThrow(/Step 1 of 0001_a was done, and its SQL is another one now/);
    write(
      "0001_a",
      "-- step 1: transaction\nCREATE TABLE a (id int PRIMARY KEY);\n-- step 2: transaction\nCREATE TABLE b (id int);\n",
    );
    expect((await go()).applied).toEqual(["0001_a"]);
  });

  test("an index over rows that are alike leaves none behind once they are mended", async () => {
    write("0001_a", "CREATE TABLE a (id int PRIMARY KEY, n int);");
    await go();
    await database.query("INSERT INTO a VALUES (1, 1), (2, 1)");
    write("0002_b", '-- step 1: alone\nCREATE UNIQUE INDEX CONCURRENTLY "a ""n" ON public.a (n);');
    await expect(go()).rejects.toThrow(/could not create unique index/);
    await database.query("UPDATE a SET n = id");
    expect((await go()).applied).toEqual(["0002_b"]);
    expect(
      await database.query(
        'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass(\'"a ""n"\')',
      ),
    ).toEqual([{ valid: true }]);
  });

  test("a statement of which nobody knows asks", async () => {
    write(
      "0001_a",
      "-- step 1: transaction\nCREATE TABLE a (id int);\n-- step 2: alone\nALTER SYSTEM RESET work_mem;\n",
    );
    const begun = "SELECT step FROM ormgen_migration_steps WHERE finished_at IS NULL AND error IS NULL";
    for (let n = 1; ; n += 1) {
      await killedAt(n, true);
      const there = await database.query("SELECT to_regclass('ormgen_migration_steps')::text AS t");
      if (there[0]?.["t"] !== null && (await database.query(begun)).length > 0) break;
    }
    await expect(go()).rejects.toThrow(/0001_a\.sql:4: .*--retry-step to run it, or --skip-step/);
    const open = await openDatabase({ embedded: "" }, database.url);
    const { applied } = await open.session((connection) =>
      runTask(connection, migrateTask(readMigrations(folder), { unknown: "skip" })),
    );
    await open.close();
    expect(applied).toEqual(["0001_a"]);
  });
});

test.each([
  [
    "-- step 1: transaction\nCREATE INDEX CONCURRENTLY x ON y (z);",
    /cannot run in a transaction: write "-- step N: alone"/,
  ],
  ["-- step 1: alone\nSELECT 1; SELECT 2;", /a step "alone" is one statement, not 2/],
  ["-- step 1: batches of 10 by a.id\nUPDATE a SET n = 1;", /with \{batch\} in its condition/],
  ["-- step 1: sometimes\nSELECT 1;", /0001_a\.sql:1: this is no step/],
  ["-- step 1: batches of 0 by a.id\nSELECT 1 WHERE {batch};", /batches go by a column of a table/],
  ["-- reverse\n-- reverse\n", /a second "-- reverse"/],
])("a file that says %j is refused", async (sql, message) => {
  write("0001_a", sql);
  await expect((async () => go())()).rejects.toThrow(message);
});

describe("two branches", () => {
  test("are named, and nothing is applied", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    await makeMigration(schemaOf(CHANGED), folder);
    const record = readFileSync(join(folder, "0002_changes.json"), "utf8");
    write("0002_other", "SELECT 1;");
    writeFileSync(
      join(folder, "0002_other.json"),
      record.replace(/"operations": \[[^]*?\n {2}\]/, '"operations": []'),
    );
    await expect(go()).rejects.toThrow(/0002_changes and 0002_other/);
    expect(await database.query("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
  });

  test("what the other one applied is taken back where its files are not", async () => {
    await prepared(0);
    await go();
    for (const end of ["sql", "json"]) rmSync(join(folder, `0002_changes.${end}`));
    await expect(go()).rejects.toThrow(/its file is missing/);
    expect(await go({ backToFiles: true })).toEqual({ applied: [], reversed: ["0002_changes"] });
    expect(await go()).toEqual({ applied: [], reversed: [] });
  });
});

test("a large table is not stopped unasked", async () => {
  write(
    "0001_a",
    "CREATE TABLE a (id int PRIMARY KEY, n int); INSERT INTO a SELECT i, i FROM generate_series(1, 100001) i; ANALYZE a;",
  );
  await go();
  write(
    "0002_b",
    "-- step 1: transaction  (ACCESS EXCLUSIVE on a; rewrites a)\nALTER TABLE a ALTER COLUMN n TYPE bigint;",
  );
  await expect(go()).rejects.toThrow(
    /0002_b would stop .*it rewrites a, 100001 rows, .*--allow-blocking 0002_b/,
  );
  expect((await go({ allowBlocking: ["0002_b"] })).applied).toEqual(["0002_b"]);
});
