import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drift } from "../../generator/migrate/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { createProject } from "../cli/command-line.js";
import { HEAD } from "./project.js";

const book = (...lines: string[]) => `${HEAD}export class Book extends Model {\n${lines.join("\n")}\n}\n`;
const TITLE = "title = fields.text({ maxLength: 100 });";

describe("--record", () => {
  test("a migration that was edited is recorded as what it does", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    write("models/book.ts", book(TITLE, "pages = fields.integer({ null: true });"));
    await ormgen("makemigrations");
    const file = join(root, "migrations/0002_changes.sql");
    const added = `CREATE INDEX "book_pages_idx" ON "book" ("pages");
CREATE VIEW titles AS SELECT title FROM book;
CREATE TABLE hand (a int);
`;
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("\n-- reverse", () => `${added}\n-- reverse`),
    );
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 1 });
    expect(await ormgen("makemigrations", "--record")).toMatchObject({
      status: 0,
      stdout: "✓ 0002_changes\n  + Book.pages (integer)\n  + Book: index book_pages_idx\n",
      stderr: "",
    });
    const changed = await ormgen("makemigrations", "--check");
    expect(changed).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("- Book: index book_pages_idx") as string,
    });
    write("models/book.ts", book(TITLE, "pages = fields.integer({ null: true, index: true });"));
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
  });

  test("a migration by hand brings what the models say, in their words", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", book(TITLE));
    await ormgen("makemigrations");
    await ormgen("makemigrations", "--empty", "sql", "mine");
    write(
      "migrations/0002_mine.sql",
      `-- step 1: transaction
ALTER TABLE book RENAME COLUMN title TO headline;
ALTER TABLE book ADD "when" timestamptz(3) DEFAULT now() NOT NULL, ADD stars smallint, ADD kind varchar(3) DEFAULT 'a';
ALTER TABLE book ADD CONSTRAINT stars_ok CHECK (stars BETWEEN 1 AND 5), ADD CONSTRAINT book_kind_key UNIQUE (kind);
ALTER TABLE book ADD CONSTRAINT apart EXCLUDE USING gist (int4range(stars, stars, '[]') WITH &&) WITH (fillfactor = 70);
CREATE INDEX book_lower_idx ON book (lower(headline));
`,
    );
    write(
      "models/book.ts",
      `${HEAD}export class Book extends Model {
  headline = fields.text({ maxLength: 100 });
  when = fields.timestamp({ dbDefault: "now()" });
  stars = fields.smallInteger({ null: true });
  kind = fields.text({ maxLength: 3, dbDefault: "'a'", null: true, unique: true });
  static options = {
    indexes: [index(sql("lower(headline)"), { name: "book_lower_idx" })],
    constraints: [check("stars_ok", "stars BETWEEN 1 AND 5")],
  };
}`,
    );
    const { stdout, status } = await ormgen("makemigrations", "--record");
    expect(status).toBe(0);
    expect(stdout).toContain("~ Book: column title → headline");
    expect(stdout).toContain("+ Book: index book_lower_idx");
    expect(stdout).toContain("models cannot say it: book: apart");
    expect(await ormgen("makemigrations", "--check")).toEqual({
      status: 0,
      stdout: "No changes: the migrations hold all of the models\n",
      stderr: "",
    });
    expect(await ormgen("makemigrations", "--record")).toMatchObject({
      stdout: expect.stringContaining("Nothing to record") as string,
    });
  });

  test("data that goes without a word is told", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", book(TITLE, "pages = fields.integer({ null: true });"));
    await ormgen("makemigrations");
    write("migrations/0002_mine.sql", "ALTER TABLE book DROP COLUMN pages;");
    write("models/book.ts", book(TITLE));
    expect((await ormgen("makemigrations", "--record")).stderr).toContain(
      'write "  (loses data: book.pages)" behind its step',
    );
    write("migrations/0002_mine.sql", "SELECT nothing;");
    expect(await ormgen("makemigrations", "--record")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('0002_mine.sql, step 1: column "nothing" does not exist') as string,
    });
  });
});

describe("drift on a server", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  beforeEach(async () => {
    await database.query("DROP SCHEMA public CASCADE");
    await database.query("CREATE SCHEMA public");
  });
  afterAll(() => database.drop());

  test("what speaks of a column goes and comes again where the column gets another type, and follows its names", async () => {
    const { root, write, ormgen } = createProject({ DATABASE_URL: database.url });
    const options = { url: database.url, folder: join(root, "migrations") };
    const models = (name: string, title: string, pages: string) =>
      `${HEAD}export class ${name} extends Model {
  title = fields.text({ maxLength: ${title} });
  pages = fields.${pages}();
  mood = fields.enum(${pages === "integer" ? '["sad", "fine"]' : '["fine", "sad"]'}, { name: "mood" });
}`;
    write("models/book.ts", models("Book", "100", "integer"));
    await ormgen("makemigrations");
    write(
      "migrations/0002_mine.sql",
      `CREATE VIEW long WITH (security_barrier = true) AS SELECT id, pages, mood FROM book WHERE title IN ('Emma', 'Ulysses') AND mood <> 'sad';
CREATE VIEW longer AS SELECT id, pages * 2 AS twice FROM long;
CREATE MATERIALIZED VIEW kept AS SELECT twice FROM longer;
CREATE UNIQUE INDEX kept_twice ON kept (twice);
COMMENT ON COLUMN longer.twice IS 'it''s twice';
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE OF pages ON book FOR EACH ROW WHEN (NEW.pages > OLD.pages) EXECUTE FUNCTION touched();
CREATE TRIGGER into_long INSTEAD OF INSERT ON longer FOR EACH ROW EXECUTE FUNCTION touched();
CREATE POLICY own ON book USING (pages > 0);
CREATE RULE never AS ON DELETE TO book WHERE OLD.pages > 9 DO INSTEAD NOTHING;`,
    );
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
    await database.query("INSERT INTO book (title, pages, mood) VALUES ('Emma', 400, 'fine')");
    write("models/book.ts", models("Tome", "200", "bigInteger"));
    const made = await ormgen("makemigrations", "--rename", "Book=Tome");
    expect(made, made.stderr).toMatchObject({ status: 0 });
    const sql = readFileSync(join(root, "migrations/0003_changes.sql"), "utf8");
    for (const part of [
      /DROP MATERIALIZED VIEW "public"."kept";\nDROP VIEW "public"."longer";\nDROP VIEW "public"."long";/,
      /CREATE VIEW public.long WITH \(security_barrier=true\) AS/,
      /ON public.tome .*WHEN/,
    ])
      expect(sql).toMatch(part);
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
    expect(await drift(options)).toEqual({ differences: [], unknown: [] });
    expect(await database.query("SELECT pages, mood, twice FROM long JOIN longer USING (id)")).toEqual([
      { pages: "400", mood: "fine", twice: "800" },
    ]);
    expect(await ormgen("migrate", "0002")).toMatchObject({ status: 0, stderr: "" });
    expect(await drift(options)).toEqual({ differences: [], unknown: [] });
    expect(await ormgen("verify")).toMatchObject({ status: 0, stderr: "" });
  }, 120_000);

  test("there is none; then every difference is told, and what was never known apart", async () => {
    const { root, write, ormgen } = createProject({ DATABASE_URL: database.url });
    const options = { url: database.url, folder: join(root, "migrations") };
    write(
      "models/book.ts",
      `${HEAD}export class Book extends Model {
  title = fields.text({ maxLength: 100, index: true });
  kind = fields.choice(["a", "b"], { default: "a" });
  at = fields.timestamp({ dbDefault: "now()" });
  mood = fields.enum(["sad", "it's"], { name: "Mood", null: true });
  twice = fields.generated(fields.text(), { as: "title || kind" });
  next = fields.foreignKey(() => Book, { onDelete: "cascade", null: true, relatedName: "+" });
  static options = { constraints: [check("kind_ok", "kind IN ('a', 'b')"), unique("title", "kind")] };
}`,
    );
    await ormgen("makemigrations");
    write(
      "migrations/0002_mine.sql",
      "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW titles AS SELECT title FROM book;",
    );
    await ormgen("migrate");
    expect(await ormgen("drift")).toEqual({
      status: 0,
      stdout: "✓ The database is what the migrations make\n",
      stderr: "",
    });
    expect(await drift(options)).toEqual({ differences: [], unknown: [] });
    await database.query("CREATE TABLE theirs (a int PRIMARY KEY)");
    await database
      .query("ALTER TABLE book ALTER title TYPE text, ADD more int, DROP CONSTRAINT kind_ok")
      .catch(() => undefined);
    await database.query("ALTER TABLE book ADD more int, DROP CONSTRAINT kind_ok");
    await database.query("DROP INDEX book_title_idx");
    await database.query("CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'");
    const { status, stdout, stderr } = await ormgen("drift");
    expect(status).toBe(1);
    expect(stderr).toContain("book: constraint kind_ok is missing");
    expect(stderr).toContain("book: index book_title_idx is missing");
    expect(stderr).toContain("book.more ought not to be there: integer");
    expect(stderr).toMatch(/function "one\(\)" is /);
    expect(stdout).toBe("Of no migration, and left alone:\n  table theirs\n");
    const found = await drift(options);
    expect(found.unknown).toEqual(["table theirs"]);
    for (const line of found.differences) expect(stderr).toContain(line);
    expect(found.differences).toHaveLength(4);
  });
});
