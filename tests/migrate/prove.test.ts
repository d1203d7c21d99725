import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { createProject } from "../cli/command-line.js";
import { HEAD } from "./project.js";

// A shadow is booted for each migration.
vi.setConfig({ testTimeout: 300_000 });

const book = (...lines: string[]) => `${HEAD}export class Book extends Model {\n${lines.join("\n")}\n}\n`;
const TITLE = "title = fields.text({ maxLength: 100 });";
const LONGER = "title = fields.text({ maxLength: 200 });";

describe("a migration is tried before it is written", () => {
  test("what it locks, scans and writes anew stands beside it", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", book(TITLE, "pages = fields.integer({ null: true });"));
    await ormgen("makemigrations");
    write(
      "models/book.ts",
      book(
        "title = fields.text({ maxLength: 100, index: true });",
        "pages = fields.bigInteger({ default: 1 });",
      ),
    );
    expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
    const sql = readFileSync(join(root, "migrations/0002_changes.sql"), "utf8");
    expect(sql).toContain("-- step 1: transaction  (ACCESS EXCLUSIVE on book; rewrites book)\n");
    expect(sql).toContain("-- step 2: batches of 1000 by book.id\nUPDATE");
    expect(sql).toContain('(SHARE UPDATE EXCLUSIVE on book)\nALTER TABLE "book" VALIDATE CONSTRAINT');
    expect(sql).toContain("(SHARE UPDATE EXCLUSIVE on book; builds an index)\nCREATE INDEX CONCURRENTLY");
    const { stdout } = await ormgen("sqlmigrate", "0002", "--locks");
    expect(stdout).toContain("-- ACCESS EXCLUSIVE on book; rewrites book\nALTER TABLE");
  });

  test("a view by hand that is in the way is told, and nothing is written", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    write("migrations/0002_view.sql", "CREATE VIEW titles AS SELECT title FROM book;");
    write("models/book.ts", book("pages = fields.integer({ default: 0 });"));
    const { status, stderr } = await ormgen("makemigrations", "--drop", "Book.title");
    expect(status).toBe(1);
    expect(stderr).toContain("cannot drop column title of table book because other objects depend on it");
    expect(() => readFileSync(join(root, "migrations/0003_changes.sql"))).toThrow();
    expect(await ormgen("makemigrations", "--drop", "Book.title", "--no-verify")).toMatchObject({
      status: 0,
    });
  });

  test("a view beside it is left alone", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    write(
      "migrations/0002_view.sql",
      "CREATE VIEW titles AS SELECT title FROM book; CREATE TABLE hand (a int);",
    );
    write("models/book.ts", book(TITLE, "pages = fields.integer({ default: 0 });"));
    expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
    expect(await ormgen("verify")).toMatchObject({
      status: 0,
      stdout: "✓ 0001_initial\n✓ 0002_view  no way back\n✓ 0003_changes\n",
    });
  });

  test("an extension that the shadow lacks is said", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    write("migrations/0002_ext.sql", "CREATE EXTENSION postgis;");
    write("models/book.ts", book(LONGER));
    const { status, stderr } = await ormgen("makemigrations");
    expect(status).toBe(0);
    expect(stderr).toContain("Not verified: the shadow has no extension postgis");
  });
});

describe("verify", () => {
  test.each([
    ["forward", (sql: string) => sql.replace("-- reverse", "SELECT nothing;\n-- reverse"), "forward, step 2"],
    [
      "back",
      (sql: string) => sql.replace("DROP COLUMN", "RENAME COLUMN").replace('"pages";\n', '"pages" TO "p";\n'),
      "back: book.p ought not",
    ],
    [
      "nothing back",
      (sql: string) => sql.replace(/-- reverse[^]*/, "-- reverse\n"),
      "back: book.pages ought not",
    ],
  ])("%s that was edited is found", async (_, edit, problem) => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    write("models/book.ts", book(TITLE, "pages = fields.integer({ null: true });"));
    await ormgen("makemigrations");
    const file = join(root, "migrations/0002_changes.sql");
    const edited = edit(readFileSync(file, "utf8"));
    writeFileSync(file, edited.replace("SELECT nothing", "-- step 2: transaction\nSELECT nothing"));
    const { status, stderr } = await ormgen("verify");
    expect(stderr).toContain(problem);
    expect(status).toBe(1);
  });

  test("SQL that does more than was recorded is found", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    const file = join(root, "migrations/0001_initial.sql");
    writeFileSync(file, readFileSync(file, "utf8").replace('"title" varchar(100)', '"title" varchar(99)'));
    const { status, stderr } = await ormgen("verify");
    expect(stderr).toContain(
      "book.title is character varying(99) not null, and ought to be character varying(100) not null",
    );
    expect(status).toBe(1);
  });
});

describe("on a server of the user's", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  test("a database is made for it, and is gone afterwards", async () => {
    const { write, ormgen } = createProject();
    await database.query("CREATE TABLE kept (a int)");
    write("models/book.ts", book(TITLE));
    expect(await ormgen("makemigrations", "--shadow-url", database.url)).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(await ormgen("verify", "--shadow-url", database.url)).toMatchObject({ status: 0 });
    expect(await database.query("SELECT * FROM kept")).toEqual([]);
    expect(
      await database.query("SELECT datname FROM pg_database WHERE datname LIKE 'ormgen_shadow_%'"),
    ).toEqual([]);
  });
});
