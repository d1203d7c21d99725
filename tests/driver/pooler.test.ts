import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Author, Book, Tag } from "../../fixtures/library/generated/index.js";
import { migrate } from "../../generator/migrate/index.js";
import { OperationalError, StatementTimeout } from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
} from "../../runtime/executor/index.js";
import { tablesOf } from "../library/library.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { findPooler, keepsStatements } from "../server/find-pooler.js";
import { startPooler, type Pooler } from "../server/pooler.js";

const program = findPooler();
const missing = program === null ? " (skipped: there is no pgbouncer on this machine)" : "";

/** What a role or a database may set, and no codec could read. */
const HOSTILE = {
  DateStyle: "German",
  IntervalStyle: "sql_standard",
  TimeZone: "Asia/Kathmandu",
  bytea_output: "escape",
  extra_float_digits: "-10",
};

const SETTINGS = {
  DateStyle: expect.stringMatching(/^ISO/u) as string,
  IntervalStyle: "iso_8601",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
};

const settings = `default_pool_size = 2${program !== null && keepsStatements(program) ? "\nmax_prepared_statements = 100" : ""}`;

const SHOW = `SELECT ${Object.keys(SETTINGS)
  .map((name) => `current_setting('${name}') AS "${name}"`)
  .join(", ")}`;

describe.skipIf(program === null)(`behind PgBouncer in transaction mode${missing}`, () => {
  let database: TestDatabase;
  let pooler: Pooler;

  beforeAll(async () => {
    database = await createDatabase();
    const name = new URL(database.url).pathname.slice(1);
    for (const [setting, value] of Object.entries(HOSTILE)) {
      await database.query(`ALTER DATABASE ${name} SET ${setting} TO '${value}'`);
    }
    await connect(database.url);
    await executeScript(tablesOf("fixtures/library"));
    await disconnect();
    pooler = await startPooler(program as string, database.url, settings);
  });
  afterAll(async () => {
    await pooler.stop();
    await database.drop();
  });
  afterEach(async () => {
    await disconnect();
    expect(
      await database.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'",
      ),
    ).toEqual([]);
    await database.query("TRUNCATE library_author, library_tag CASCADE");
  });

  const says = (url: string) => `${url}?pgbouncer=true`;
  const keeps = program !== null && keepsStatements(program);
  const named = `names, as it keeps them${keeps ? "" : " (skipped: this pgbouncer is older than 1.21)"}`;
  const ways: readonly (readonly [string, () => Promise<void>])[] = [
    ["prepare: false", () => connect(pooler.url, { prepare: false })],
    ["?pgbouncer=true", () => connect(says(pooler.url))],
    [named, () => connect(says(pooler.url), { prepare: true })],
  ];

  describe.each(ways)("with %s", (way, connecting) => {
    beforeEach(async ({ skip }) => {
      skip(way === named && !keeps);
      await connecting();
    });

    test("rows are made, read and streamed in both styles", async () => {
      const authors = Array.from({ length: 300 }, (_, at) => ({ name: `Author ${String(at)}` }));
      await Author.objects.bulkCreate(authors);
      Author.objects.bulkCreateSync(authors.map(({ name }) => ({ name: `${name}, again` })));
      const names: string[] = [];
      for await (const { name } of Author.objects.iterate({ chunkSize: 50 })) names.push(name);
      for (const { name } of Author.objects.iterateSync({ chunkSize: 50 })) names.push(name);
      expect(names).toHaveLength(1200);
      expect(await Author.objects.count()).toBe(Author.objects.countSync());
      const author = await Author.objects.get({ name: "Author 7" });
      const book = await Book.objects.create({
        title: "Seven",
        author,
        price: "9.50",
        pages: 7,
        rating: 0.1,
      });
      const read = Book.objects.selectRelated("author").getSync({ id: book.id });
      expect(read).toMatchObject({ rating: 0.1, author: { name: "Author 7" } });
      expect(read.createdAt).toEqual(book.createdAt);
    });

    test("many callers at once share two server connections", async () => {
      const rounds = Array.from({ length: 40 }, async (_, at) => {
        await atomic(async () => {
          const tag = await Tag.objects.create({ name: `tag ${String(at)}` });
          expect(await Tag.objects.get({ id: tag.id })).toMatchObject({ name: tag.name });
        });
        expect(await executeRaw(SHOW)).toEqual([SETTINGS]);
        return Tag.objects.filter({ name: `tag ${String(at)}` }).count();
      });
      expect(new Set(await Promise.all(rounds))).toEqual(new Set([1]));
    });

    test("transactions roll back whole, and to their savepoints", async () => {
      await atomic(async () => {
        await atomic(async () => {
          await Tag.objects.create({ name: "inner" });
          throw new Error("undo");
        }).catch(() => undefined);
        // The settings came with the first statement, which stood behind the savepoint.
        expect(await executeRaw(SHOW)).toEqual([SETTINGS]);
        await Tag.objects.create({ name: "outer" });
      });
      expect(() =>
        atomicSync(() => {
          Tag.objects.createSync({ name: "sync" });
          expect(executeRawSync(SHOW)).toEqual([SETTINGS]);
          throw new Error("undo");
        }),
      ).toThrow("undo");
      expect(await Tag.objects.valuesList("name", { flat: true }).toArray()).toEqual(["outer"]);
    });

    test("the settings hold in every transaction and nobody else gets them", async () => {
      const values = `SELECT interval '1 day 02:00' AS span, '\\x00ff'::bytea AS bytes, float8 '0.1' + 0.2 AS sum`;
      const expected = [{ sum: 0.30000000000000004 }];
      expect(await executeRaw(SHOW)).toEqual([SETTINGS]);
      expect(executeRawSync(SHOW)).toEqual([SETTINGS]);
      expect(await executeRaw(values)).toMatchObject(expected);
      expect(executeRawSync(values)).toEqual(await executeRaw(values));
      await disconnect();
      // A client that is not ormgen's, on the same server connections.
      const other = new pg.Client({ connectionString: pooler.url });
      await other.connect();
      const { rows } = await other.query<Record<string, string>>(SHOW);
      await other.end();
      expect(rows).toEqual([
        expect.objectContaining({
          IntervalStyle: "sql_standard",
          bytea_output: "escape",
          extra_float_digits: "-10",
        }),
      ]);
    });

    test("and in all that goes in one exchange", async () => {
      const author = await Author.objects.create({ name: "One" });
      const rating = 0.1 + 0.2;
      await Book.objects.create({ title: "A", author, price: "1.00", pages: 1, rating });
      const reader = Author.objects.prefetchRelated("books");
      for (const read of [await reader.get({ id: author.id }), reader.getSync({ id: author.id })])
        expect(read.books.all().toArraySync()).toMatchObject([{ rating }]);
    });

    test("a statement's time limit holds, for one's own statements alone", async () => {
      const url = says(pooler.url);
      await connect(url, {
        name: "short",
        prepare: way === named,
        statementTimeoutMs: 1_000,
        connectTimeoutMs: 60_000,
      });
      await expect(executeRaw("SELECT pg_sleep(60)", [], "short")).rejects.toBeInstanceOf(StatementTimeout);
      expect(() => executeRawSync("SELECT pg_sleep(60)", [], "short")).toThrow(StatementTimeout);
      expect(await executeRaw("SELECT 1 AS one FROM pg_sleep(1.2)")).toEqual([{ one: 1 }]);
    });
  });

  test("a pooler that nobody spoke of numbers its connections by itself: a long silence is asked about without them", async () => {
    await connect(pooler.url);
    // Longer than the silence after which the server is asked whether it is there.
    expect(await executeRaw("SELECT 1 AS one FROM pg_sleep(17)")).toEqual([{ one: 1 }]);
  });

  test("with prepare as it is by default, a lost statement outside a transaction is prepared again", async () => {
    await connect(pooler.url);
    await Tag.objects.create({ name: "one" });
    const asked = Array.from({ length: 200 }, () => Tag.objects.filter({ name: "one" }).count());
    expect(new Set(await Promise.all(asked))).toEqual(new Set([1]));
    for (let round = 0; round < 20; round += 1) {
      const [first, second] = await Promise.all([Tag.objects.count(), Tag.objects.get({ name: "one" })]);
      expect([first, second.name, Tag.objects.countSync()]).toEqual([1, "one", 1]);
      if (round % 5 === 0) await executeRaw("DEALLOCATE ALL");
    }
  });

  test("with prepare as it is by default, what a transaction cannot repeat says what to do", async () => {
    const forgets = keeps ? "\nmax_prepared_statements = 0" : "";
    const other = await startPooler(program as string, database.url, `default_pool_size = 2${forgets}`);
    await connect(other.url, { pool: { max: 8 } });
    await Tag.objects.create({ name: "one" });
    const failures: unknown[] = [];
    const rounds = Array.from({ length: 60 }, (_, at) =>
      atomic(async () => {
        await Tag.objects
          .filter({ name: "one" })
          .limit((at % 7) + 1)
          .count();
        await Tag.objects.get({ name: "one" });
      }).catch((error: unknown) => failures.push(error)),
    );
    await Promise.all(rounds);
    expect(failures.length).toBeGreaterThan(0);
    for (const error of failures) {
      expect(error).toBeInstanceOf(OperationalError);
      expect((error as Error).message).toContain("connect with `prepare: false`");
    }
    await disconnect();
    await other.stop();
  });

  test("what needs a session of its own is refused by name where the URL says that there is none", async () => {
    await expect(migrate({ folder: "none", url: says(pooler.url) })).rejects.toThrow("migrateUrl");
    await expect(connect(`${pooler.url}?pgbouncer=yes`)).rejects.toThrow("pgbouncer is true or false");
  });

  test("a pooler that takes the options of a connection and forgets them is found out", async () => {
    const forgetful = await startPooler(
      program as string,
      database.url,
      "default_pool_size = 2\nignore_startup_parameters = options\npool_mode = session",
    );
    try {
      await connect(forgetful.url);
      expect(await executeRaw(SHOW)).toEqual([SETTINGS]);
      expect(executeRawSync(SHOW)).toEqual([SETTINGS]);
    } finally {
      await disconnect();
      await forgetful.stop();
    }
  });
});
