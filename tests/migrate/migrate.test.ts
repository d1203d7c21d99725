import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { requireMigration } from "../../generator/migrate/apply/plan.js";
import { makeMigration, pendingChanges } from "../../generator/migrate/make/make-migration.js";
import { readMigrations } from "../../generator/migrate/files/migration-files.js";
import { schemaOf } from "./models.js";
import { openTestDatabase, type TestDatabase } from "./pglite-database.js";
import { HEAD, historyOf, migrate, migrationsFolder } from "./project.js";

const BOOK = `${HEAD}export class Book extends Model { title = fields.text({ maxLength: 200 }); }`;
const CHANGED = `${HEAD}export class Book extends Model { title = fields.text({ maxLength: 300 }); pages = fields.integer({ default: 1 }); }
export class Tag extends Model { name = fields.text(); }`;

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  folder = migrationsFolder();
  await database.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
});
afterAll(() => database.close());

const apply = async () => (await migrate(database, folder)).applied;

describe("makeMigration", () => {
  test("once, then there is nothing to do, then what differs", async () => {
    expect(await makeMigration(schemaOf(BOOK), folder)).toMatchObject({
      kind: "made",
      name: "0001_initial",
      changes: ["+ Book (table book)"],
    });
    const written = readFileSync(join(folder, "0001_initial.sql"), "utf8");
    expect(written).toMatch(/^-- ormgen migration 0001_initial\n/);
    expect(await makeMigration(schemaOf(BOOK), folder)).toMatchObject({ kind: "none" });
    const changes = [
      "~ Book.title: type varchar(200) → varchar(300)",
      "+ Book.pages (integer)",
      "+ Tag (table tag)",
    ];
    expect(pendingChanges(schemaOf(CHANGED), folder)).toEqual(changes);
    expect(await makeMigration(schemaOf(CHANGED), folder)).toMatchObject({
      kind: "made",
      name: "0002_changes",
      changes,
    });
    expect(readFileSync(join(folder, "0001_initial.sql"), "utf8")).toBe(written);
    expect(pendingChanges(schemaOf(CHANGED), folder)).toEqual([]);
  });

  test("the same models give the same bytes in another folder", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    await makeMigration(schemaOf(CHANGED), folder);
    const again = join(folder, "again");
    await makeMigration(schemaOf(BOOK, "/elsewhere"), again);
    await makeMigration(schemaOf(CHANGED, "/elsewhere"), again);
    for (const file of ["0001_initial.sql", "0001_initial.json", "0002_changes.sql", "0002_changes.json"]) {
      expect(readFileSync(join(again, file), "utf8")).toBe(readFileSync(join(folder, file), "utf8"));
    }
  });

  test("SQL without a record, as a killed run leaves it, changes nothing of the state", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    rmSync(join(folder, "0001_initial.json"));
    expect(pendingChanges(schemaOf(BOOK), folder)).toEqual(["+ Book (table book)"]);
    rmSync(join(folder, "0001_initial.sql"));
    expect(await makeMigration(schemaOf(BOOK), folder, { label: "first" })).toMatchObject({
      kind: "made",
      name: "0001_first",
    });
  });

  test("a record that is none is an error that names it; so is a parent that is missing", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    await makeMigration(schemaOf(CHANGED), folder);
    const record = readFileSync(join(folder, "0002_changes.json"), "utf8");
    for (const text of ["", "{", "[]", '{"parents":1}', record.replace("addColumn", "toString")]) {
      writeFileSync(join(folder, "0002_changes.json"), text);
      expect(() => readMigrations(folder)).toThrow(/0002_changes\.json cannot be read/);
    }
    writeFileSync(join(folder, "0002_changes.json"), record);
    rmSync(join(folder, "0001_initial.sql"));
    expect(() => readMigrations(folder)).toThrow(/comes behind 0001_initial, whose file is missing/);
  });
});

describe("migrate", () => {
  test("applies, remembers, and the second time does nothing", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    expect(await apply()).toEqual(["0001_initial"]);
    expect(await database.rows("SELECT title FROM book")).toEqual([]);
    expect(await apply()).toEqual([]);
    expect((await historyOf(database)).migrations).toMatchObject([{ name: "0001_initial", finished: true }]);
  });

  test("a file that fails leaves nothing of it, and can be mended", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    const file = join(folder, "0001_initial.sql");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, good.replace("-- reverse", "SELECT no_such_function();\n-- reverse"));
    await expect(apply()).rejects.toThrow(/^0001_initial\.sql:\d+: function no_such_function/);
    expect(await database.rows("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
    expect((await historyOf(database)).migrations).toEqual([]);
    writeFileSync(file, good);
    expect(await apply()).toEqual(["0001_initial"]);
  });

  test.each(["commit", "BEGIN", "rollback and chain", "start transaction", "savepoint x", "END"])(
    "a step that says %s is refused",
    async (word) => {
      await makeMigration(schemaOf(BOOK), folder);
      const file = join(folder, "0001_initial.sql");
      writeFileSync(file, readFileSync(file, "utf8").replace("-- reverse", `/* ; */ ${word};\n-- reverse`));
      await expect(apply()).rejects.toThrow(/begins or ends a transaction/);
      expect(await database.rows("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
    },
  );

  test("what only looks like the end of a transaction is none", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    const file = join(folder, "0001_initial.sql");
    const more = `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
-- reverse
-- step 9: alone
RETURN 1;
END $$;
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
SELECT 'x;
COMMIT;
-- reverse';
`;
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("-- reverse", () => `${more}-- reverse`),
    );
    expect(await apply()).toEqual(["0001_initial"]);
    expect(await database.rows("SELECT f(), g()")).toEqual([{ f: 1, g: 2 }]);
  });

  test("an applied file that was edited or removed is drift; its line ends are not", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    const file = join(folder, "0001_initial.sql");
    await apply();
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
    expect(await apply()).toEqual([]);
    appendFileSync(file, "-- more\n");
    await expect(apply()).rejects.toMatchObject({
      name: "MigrationDrift",
      message: expect.stringContaining("0001_initial was edited") as string,
    });
    rmSync(file);
    await expect(apply()).rejects.toThrow(/its file is missing/);
    expect(existsSync(file)).toBe(false);
  });

  test("up to a target and back to it, to zero and forward again", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    await makeMigration(schemaOf(CHANGED), folder);
    expect((await migrate(database, folder, { target: "0001" })).applied).toEqual(["0001_initial"]);
    await database.script("INSERT INTO book (title) VALUES ('Emma')");
    expect(await apply()).toEqual(["0002_changes"]);
    expect(await database.rows("SELECT title, pages FROM book")).toEqual([{ title: "Emma", pages: 1 }]);
    await expect(migrate(database, folder, { target: "0001" })).rejects.toThrow(
      /0002_changes loses data: .*book\.pages.*--allow-loss 0002_changes/,
    );
    const allowLoss = ["0001_initial", "0002_changes"];
    expect(await migrate(database, folder, { target: "0001", allowLoss })).toEqual({
      applied: [],
      reversed: ["0002_changes"],
    });
    expect(await database.rows("SELECT * FROM book")).toEqual([{ id: 1, title: "Emma" }]);
    expect(await database.rows("SELECT to_regclass('tag') AS t")).toEqual([{ t: null }]);
    expect((await migrate(database, folder, { target: "zero", allowLoss })).reversed).toEqual([
      "0001_initial",
    ]);
    expect(await database.rows("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
    expect(await apply()).toEqual(["0001_initial", "0002_changes"]);
    expect(() => requireMigration(readMigrations(folder), "0002_chang3")).toThrow(
      /did you mean "0002_changes"/,
    );
  });

  test("what is not allowed to lose data loses none where there are no rows", async () => {
    await makeMigration(schemaOf(CHANGED), folder);
    await makeMigration(schemaOf(BOOK), folder, {
      answers: [
        { id: "gone:Tag", drop: true },
        { id: "gone:Book.pages", drop: true },
        { id: "using:Book.title", using: "title::varchar(200)" },
      ],
    });
    expect(await apply()).toEqual(["0001_initial", "0002_changes"]);
  });

  test("a migration by hand: without a record, without a way back", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    writeFileSync(join(folder, "0002_mine.sql"), "CREATE VIEW titles AS SELECT title FROM book;");
    expect(await apply()).toEqual(["0001_initial", "0002_mine"]);
    await expect(migrate(database, folder, { target: "0001" })).rejects.toThrow(/0002_mine has no way back/);
    expect(await makeMigration(schemaOf(CHANGED), folder)).toMatchObject({ name: "0003_changes" });
    const [, , last] = readMigrations(folder);
    expect(last?.parents).toEqual(["0002_mine"]);
  });

  test("a history and files that a former version wrote are taken over", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    const sql = readFileSync(join(folder, "0001_initial.sql"), "utf8").replace(/-- reverse[^]*/, "");
    const column = { identity: false, default: null, generated: null, comment: null };
    const state = {
      ...{ extensions: [], enums: [] },
      tables: [
        {
          ...{
            name: "book",
            model: "Book",
            comment: null,
            uniques: [],
            checks: [],
            foreignKeys: [],
            indexes: [],
          },
          columns: [
            { ...column, name: "id", field: "id", type: "bigint", null: false, identity: true },
            { ...column, name: "title", field: "title", type: "varchar(200)", null: false },
          ],
          primaryKey: { name: "book_pkey", columns: ["id"] },
        },
      ],
    };
    writeFileSync(join(folder, "0001_initial.sql"), sql);
    writeFileSync(join(folder, "state.json"), JSON.stringify({ migration: "0001_initial", state }));
    rmSync(join(folder, "0001_initial.json"));
    const [{ hash } = { hash: "" }] = readMigrations(folder);
    await database.script(
      "CREATE TABLE ormgen_migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());" +
        `INSERT INTO ormgen_migrations VALUES ('0001_initial', '${hash}'); CREATE TABLE book (id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL, title varchar(200) NOT NULL, CONSTRAINT book_pkey PRIMARY KEY (id));`,
    );
    expect(pendingChanges(schemaOf(BOOK), folder)).toEqual([]);
    expect(await makeMigration(schemaOf(CHANGED), folder)).toMatchObject({ name: "0002_changes" });
    expect(existsSync(join(folder, "state.json"))).toBe(false);
    expect(existsSync(join(folder, "0001_initial.json"))).toBe(true);
    expect(await apply()).toEqual(["0002_changes"]);
    expect(pendingChanges(schemaOf(CHANGED), folder)).toEqual([]);
  });

  test("noted as applied, and forgotten, without doing anything", async () => {
    await makeMigration(schemaOf(BOOK), folder);
    expect((await migrate(database, folder, { fake: true })).applied).toEqual(["0001_initial"]);
    expect(await database.rows("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
    expect((await migrate(database, folder, { fake: true, target: "zero" })).reversed).toEqual([
      "0001_initial",
    ]);
    await database.script("CREATE TABLE book (id int, title text)");
    await makeMigration(schemaOf(CHANGED), folder);
    expect((await migrate(database, folder, { fakeInitial: true, target: "0001" })).applied).toEqual([
      "0001_initial",
    ]);
    expect(await database.rows("SELECT to_regclass('book')::text AS t")).toEqual([{ t: "book" }]);
  });
});
