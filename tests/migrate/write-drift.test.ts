import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as migrations from "../../generator/migrate/index.js";
import { createProject } from "../cli/command-line.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { HEAD } from "./project.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
beforeEach(async () => {
  await database.query("DROP SCHEMA public CASCADE");
  await database.query("CREATE SCHEMA public");
});
afterAll(() => database.drop());

const BOOK = (fields: string) => `${HEAD}export class Book extends Model {
  title = fields.text({ maxLength: 100, index: true });
  kind = fields.choice(["a", "b"], { default: "a" });
  mood = fields.enum(["sad", "it's"], { name: "Mood", null: true });
  ${fields}
}
`;

async function start(sql = "") {
  const project = createProject({ DATABASE_URL: database.url });
  project.write("models/book.ts", BOOK("pages = fields.integer({ default: 1 });"));
  await project.ormgen("makemigrations");
  if (sql !== "") project.write("migrations/0002_mine.sql", sql);
  expect(await project.ormgen("migrate")).toMatchObject({ status: 0 });
  const options = { url: database.url, folder: join(project.root, "migrations") };
  return { ...project, options };
}

const OWN = `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW titles AS SELECT title FROM book;
CREATE VIEW unused AS SELECT 1 AS one;
CREATE VIEW long AS SELECT id, pages FROM book WHERE pages > 300;`;

/** By hand, in the database alone. */
const BY_HAND = [
  "DROP VIEW titles, long",
  "ALTER TABLE book ALTER COLUMN pages TYPE bigint",
  "CREATE VIEW long AS SELECT id, pages FROM book WHERE pages > 300",
  "CREATE TYPE shade AS ENUM ('dark', 'it''s')",
  "CREATE TABLE shelf (id int PRIMARY KEY, room text NOT NULL DEFAULT 'hall')",
  "COMMENT ON TABLE shelf IS 'it''s theirs'",
  'ALTER TABLE book ADD more int, ADD shade shade, ALTER COLUMN title TYPE varchar(200), ADD CONSTRAINT "pages ok" CHECK (pages > 0)',
  "CREATE INDEX book_lower ON book (lower(title)) WHERE pages > 3",
  "DROP INDEX book_title_idx",
  "ALTER TYPE \"Mood\" ADD VALUE 'very'",
  "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'",
  "CREATE VIEW titles AS SELECT title, pages FROM book",
  "DROP VIEW unused",
  "CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
  "CREATE TRIGGER touch BEFORE UPDATE ON book FOR EACH ROW EXECUTE FUNCTION touched()",
  "ALTER TABLE book ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY own ON book USING (pages > 0)",
];

describe("drift --write", () => {
  test("writes what was done by hand, notes it here, and makes it elsewhere, there and back", async () => {
    const { root, ormgen, options } = await start(OWN);
    for (const sql of BY_HAND) await database.query(sql);
    await database.query("INSERT INTO book (title, kind, pages, more) VALUES ('Emma', 'a', 3, 7)");
    const written = await ormgen("drift", "--write", "by_hand");
    expect(written).toMatchObject({ status: 0, stderr: "" });
    expect(written.stdout).toContain("✓ migrations/0003_by_hand.sql, noted here, not run\n");
    expect(written.stdout).toContain("  book.more ought not to be there: integer\n");
    expect(await database.query("SELECT title, more FROM book")).toEqual([{ title: "Emma", more: 7 }]);
    expect(await ormgen("drift")).toMatchObject({
      status: 0,
      stdout: "✓ The database is what the migrations make\n",
    });
    expect((await ormgen("showmigrations")).stdout).toContain("[X] 0003_by_hand");
    expect(await ormgen("drift", "--write", "again")).toMatchObject({
      status: 0,
      stdout: "✓ The database is what the migrations make\n",
    });
    // The models do not say it, so the next migration would take it back.
    expect((await ormgen("makemigrations", "--check")).stderr).toContain("- Book.more");
    expect(await ormgen("verify")).toEqual({
      status: 0,
      stderr: "",
      stdout: expect.stringContaining("0003") as string,
    });
    const other = await createDatabase();
    try {
      const elsewhere = createProject({ DATABASE_URL: other.url });
      for (const name of [
        "0001_initial.sql",
        "0001_initial.json",
        "0002_mine.sql",
        "0003_by_hand.sql",
        "0003_by_hand.json",
      ])
        elsewhere.write(`migrations/${name}`, readFileSync(join(root, "migrations", name), "utf8"));
      expect(await elsewhere.ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
      expect(await columnsOf(other)).toEqual(await columnsOf(database));
      expect(await elsewhere.ormgen("migrate", "0002")).toMatchObject({ status: 0 });
      expect(migrations.driftSync({ ...options, url: other.url })).toEqual({ differences: [], unknown: [] });
      expect(await elsewhere.ormgen("migrate")).toMatchObject({ status: 0 });
    } finally {
      await other.drop();
    }
  }, 180_000);

  test("asks what elsewhere would lose values, and writes nothing before that", async () => {
    const { ormgen, options } = await start();
    await database.query("ALTER TABLE book RENAME COLUMN pages TO leaves");
    const asked = await ormgen("drift", "--write", "leaves");
    expect(asked.status).toBe(1);
    expect(asked.stderr).toContain("--rename Book.pages=leaves");
    expect((await ormgen("showmigrations")).stdout).not.toContain("leaves");
    const answered = await ormgen("drift", "--write", "leaves", "--rename", "Book.pages=leaves");
    expect(answered).toMatchObject({ status: 0 });
    expect(readFileSync(join(options.folder, "0002_leaves.sql"), "utf8")).toContain(
      'RENAME COLUMN "pages" TO "leaves"',
    );
    expect(await migrations.drift(options)).toEqual({ differences: [], unknown: [] });
  }, 120_000);

  test("is refused where migrations are open, and for what no migration says", async () => {
    const { ormgen, write } = await start();
    write("migrations/0002_open.sql", "CREATE VIEW titles AS SELECT title FROM book;");
    expect((await ormgen("drift", "--write", "x")).stderr).toMatch(/not applied yet: 0002_open/);
    expect(await ormgen("migrate")).toMatchObject({ status: 0 });
    await database.query("INSERT INTO book (title, kind, pages) VALUES ('a', 'a', 1), ('a', 'a', 1)");
    await database
      .query("CREATE UNIQUE INDEX CONCURRENTLY half ON book (title)")
      .catch((error: unknown) => expect(String(error)).toContain("could not create unique index"));
    const refused = await ormgen("drift", "--write", "x");
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.stderr).toMatch(
      /cannot be written as a migration, and nothing was written:\n.*half.*invalid/,
    );
    expect((await ormgen("showmigrations")).stdout).not.toContain("_x");
    expect(await ormgen("drift", "--rename", "Book.a=b")).toMatchObject({ status: 2 });
    expect(await ormgen("drift", "--write", "../x")).toMatchObject({ status: 2 });
  }, 120_000);
});

async function columnsOf(from: TestDatabase) {
  return from.query(
    "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'ormgen%' ORDER BY 1, 2",
  );
}

/** What asks no database has no twin. */
const ALONE = ["MigrationDrift", "MigrationError", "dataMigration"];

test("what a program calls comes in pairs, and both give the same", async () => {
  const names = Object.keys(migrations).filter((name) => !ALONE.includes(name));
  const plain = names.filter((name) => !name.endsWith("Sync"));
  expect(plain.length).toBeGreaterThan(1);
  expect(names.sort()).toEqual(plain.flatMap((name) => [name, `${name}Sync`]).sort());
  const { options } = await start(OWN);
  for (const sql of BY_HAND) await database.query(sql);
  const found = await migrations.drift(options);
  expect(found.differences.length).toBeGreaterThan(5);
  expect(found.unknown).toContain("table shelf");
  expect(migrations.driftSync(options)).toEqual(found);
  expect(migrations.driftSync({ ...options, shadowUrl: database.url })).toEqual(
    await migrations.drift({ ...options, shadowUrl: database.url }),
  );
}, 120_000);
