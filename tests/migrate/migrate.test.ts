import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyMigrations } from "../../generator/migrate/apply.js";
import { checkDrift, readHistory } from "../../generator/migrate/history.js";
import { makeMigration, pendingChanges } from "../../generator/migrate/make-migration.js";
import { readMigrations } from "../../generator/migrate/migration-files.js";
import { pendingMigrations, requireMigration } from "../../generator/migrate/plan-migration.js";
import { schemaOf } from "./models.js";
import { openTestDatabase, type TestDatabase } from "./pglite-database.js";

const HEAD = 'import { Model, fields } from "ormgen";\n';
const BOOK = `${HEAD}export class Book extends Model { title = fields.text({ maxLength: 200 }); }`;
const CHANGED = `${HEAD}export class Book extends Model { title = fields.text({ maxLength: 300 }); pages = fields.integer(); }
export class Tag extends Model { name = fields.text(); }`;

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "ormgen-migrate-")), "migrations");
  await database.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));
afterAll(() => database.close());

async function apply(): Promise<string[]> {
  const files = readMigrations(folder);
  const history = await readHistory(database);
  checkDrift(files, history);
  return applyMigrations(database, files, pendingMigrations(files, history));
}

describe("makeMigration", () => {
  test("once, then there is nothing to do, then what differs is named", () => {
    expect(makeMigration(schemaOf(BOOK), folder)).toMatchObject({
      kind: "made",
      name: "0001_initial",
      changes: ["+ Book (table book)"],
    });
    const written = readFileSync(join(folder, "0001_initial.sql"), "utf8");
    expect(written).toMatch(/^-- ormgen migration 0001_initial\n/);
    expect(makeMigration(schemaOf(BOOK), folder)).toEqual({ kind: "none" });
    const changes = [
      "~ Book.title: type varchar(200) → varchar(300)",
      "+ Book.pages (integer)",
      "+ Tag (table tag)",
    ];
    expect(makeMigration(schemaOf(CHANGED), folder)).toEqual({ kind: "changed", changes });
    expect(pendingChanges(schemaOf(CHANGED), folder)).toEqual(changes);
    expect(readFileSync(join(folder, "0001_initial.sql"), "utf8")).toBe(written);
  });

  test("the same models give the same bytes in another folder", () => {
    makeMigration(schemaOf(BOOK), folder);
    const again = join(folder, "again");
    makeMigration(schemaOf(BOOK, "/elsewhere"), again);
    for (const file of ["0001_initial.sql", "state.json"]) {
      expect(readFileSync(join(again, file), "utf8")).toBe(readFileSync(join(folder, file), "utf8"));
    }
  });

  test("a run that was killed behind the state counts for nothing", () => {
    makeMigration(schemaOf(BOOK), folder);
    rmSync(join(folder, "0001_initial.sql"));
    expect(makeMigration(schemaOf(CHANGED), folder, "first")).toMatchObject({
      kind: "made",
      name: "0001_first",
    });
  });

  test("migrations without their state are an error", () => {
    makeMigration(schemaOf(BOOK), folder);
    rmSync(join(folder, "state.json"));
    expect(() => makeMigration(schemaOf(BOOK), folder)).toThrow(/state\.json is missing/);
    makeMigration(schemaOf(BOOK), join(folder, "x"));
    writeFileSync(join(folder, "x", "0002_mine.sql"), "SELECT 1;");
    expect(() => makeMigration(schemaOf(BOOK), join(folder, "x"))).toThrow(/belongs to 0001_initial/);
  });
});

describe("applyMigrations", () => {
  test("applies, remembers, and the second time does nothing", async () => {
    makeMigration(schemaOf(BOOK), folder);
    expect(await apply()).toEqual(["0001_initial"]);
    expect(await database.rows("SELECT title FROM book")).toEqual([]);
    expect(await apply()).toEqual([]);
    expect(await readHistory(database)).toMatchObject([{ name: "0001_initial" }]);
  });

  test("a file that fails leaves nothing of it, and can be mended", async () => {
    makeMigration(schemaOf(BOOK), folder);
    const file = join(folder, "0001_initial.sql");
    const good = readFileSync(file, "utf8");
    appendFileSync(file, "\nSELECT no_such_function();\n");
    await expect(apply()).rejects.toThrow(/^0001_initial\.sql:\d+: function no_such_function/);
    expect(await database.rows("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
    expect(await readHistory(database)).toEqual([]);
    writeFileSync(file, good);
    expect(await apply()).toEqual(["0001_initial"]);
  });

  test("a file that would end the transaction is refused", async () => {
    makeMigration(schemaOf(BOOK), folder);
    appendFileSync(join(folder, "0001_initial.sql"), "\n  commit;\nSELECT no_such_function();\n");
    await expect(apply()).rejects.toThrow(/begins or ends a transaction/);
    expect(await database.rows("SELECT to_regclass('book') AS t")).toEqual([{ t: null }]);
  });

  test("an applied file that was edited or removed is drift; its line ends are not", async () => {
    makeMigration(schemaOf(BOOK), folder);
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

  test("a migration that another process applied meanwhile is not applied again", async () => {
    makeMigration(schemaOf(BOOK), folder);
    const files = readMigrations(folder);
    expect(await applyMigrations(database, files, files)).toEqual(["0001_initial"]);
    expect(await applyMigrations(database, files, files)).toEqual([]);
  });

  test("up to a target, never back", async () => {
    makeMigration(schemaOf(BOOK), folder);
    writeFileSync(join(folder, "0002_more.sql"), "CREATE TABLE more ();");
    const files = readMigrations(folder);
    const first = requireMigration(files, "0001");
    expect(await applyMigrations(database, files, pendingMigrations(files, [], first))).toEqual([
      "0001_initial",
    ]);
    expect(await apply()).toEqual(["0002_more"]);
    expect(() => pendingMigrations(files, [{ name: "0002_more", hash: "" }], first)).toThrow(/not available/);
    expect(() => requireMigration(files, "0002_mor3")).toThrow(/did you mean "0002_more"/);
  });
});
