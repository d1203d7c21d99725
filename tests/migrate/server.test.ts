import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { migrate as migrateProgram, migrateSync } from "../../generator/migrate/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { nothingLeftOpen } from "../server/nothing-left-open.js";
import { migrate } from "./project.js";
import { createProject, BOOK } from "../cli/command-line.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  await nothingLeftOpen(database);
  await database.query("DROP SCHEMA public CASCADE");
  await database.query("CREATE SCHEMA public");
});
afterAll(() => database.drop());

test("many at once apply each migration once", async () => {
  const project = createProject({ DATABASE_URL: database.url });
  project.write("models/book.ts", BOOK);
  await project.ormgen("makemigrations");
  project.write("migrations/0002_slow.sql", "-- ü\nSELECT pg_sleep(0.5);\nCREATE TABLE slow (); -- end");
  const { openDatabase } = await import("../../generator/migrate/connect/open-database.js");
  const { loadSettings } = await import("../../generator/config/load-settings.js");
  const settings = await loadSettings({ cwd: project.root });
  const open = await openDatabase(settings, database.url);
  const runs = await Promise.all(Array.from({ length: 6 }, () => migrate(open, settings.migrations)));
  await open.close();
  expect(runs.flatMap(({ applied }) => applied).sort()).toEqual(["0001_initial", "0002_slow"]);
  expect(await database.query("SELECT name FROM ormgen_migrations ORDER BY name")).toEqual([
    { name: "0001_initial" },
    { name: "0002_slow" },
  ]);
});

test("the command line on a server: applied, seen, and a failure told with its line", async () => {
  const { ormgen, write } = createProject({ DATABASE_URL: database.url });
  write("models/book.ts", BOOK);
  await ormgen("makemigrations");
  expect(await ormgen("migrate")).toEqual({ status: 0, stdout: "✓ 0001_initial\n", stderr: "" });
  expect(await database.query("SELECT title FROM book")).toEqual([]);
  write("migrations/0002_bad.sql", "-- ü😀\nCREATE TABLE half ();\nSELECT nothing FROM book;");
  const { status, stderr } = await ormgen("migrate");
  expect(status).toBe(1);
  expect(stderr).toContain(
    '0002_bad.sql:3: column "nothing" does not exist. Nothing of this step was applied',
  );
  expect(await database.query("SELECT to_regclass('half') AS t")).toEqual([{ t: null }]);
  expect((await ormgen("showmigrations")).stdout).toBe("[X] 0001_initial\n[ ] 0002_bad\n");
});

test("a wrong password and a database that is not there are errors of one line", async () => {
  const wrong = new URL(database.url);
  wrong.pathname = "/no_such_database";
  const { ormgen, write } = createProject({ DATABASE_URL: wrong.href });
  write("migrations/0001_a.sql", "SELECT 1;");
  const { status, stderr } = await ormgen("migrate");
  expect(status).toBe(1);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toContain("no_such_database");
});

test("a role without rights and a connection that only reads are told, with the role and the way out", async () => {
  const project = createProject({ DATABASE_URL: database.url });
  project.write("migrations/0001_a.sql", "CREATE TABLE a (id int);");
  const role = `ormgen_poor_${String(process.pid)}`;
  await database.query(`CREATE ROLE ${role} LOGIN`);
  onTestFinished(async () => {
    await database.query(`DROP OWNED BY ${role}`);
    await database.query(`DROP ROLE ${role}`);
  });
  const folder = join(project.root, "migrations");
  const poor = new URL(database.url);
  poor.username = role;
  const go = (url: URL) => migrateProgram({ url: url.href, folder });
  const who = `\\. This is the role "${role}" in the database .*migrateUrl`;
  await expect(go(poor)).rejects.toThrow(new RegExp(`^no schema has been selected to create in${who}`));
  await database.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
  await expect(go(poor)).rejects.toThrow(new RegExp(`^permission denied for schema public${who}`));
  await project.ormgen("migrate");
  await expect(go(poor)).rejects.toThrow(new RegExp(`^permission denied for table ormgen_migrations${who}`));
  await database.query(
    `GRANT SELECT, INSERT, UPDATE ON ormgen_migrations, ormgen_migration_steps TO ${role}`,
  );
  project.write("migrations/0002_b.sql", "ALTER TABLE a ADD b int;");
  const refused = new RegExp(
    `^0002_b\\.sql: must be owner of table a\\. Nothing of this step was applied${who}`,
  );
  await expect(go(poor)).rejects.toThrow(refused);
  expect(() => migrateSync({ url: poor.href, folder })).toThrow(refused);
  const reading = new URL(database.url);
  reading.searchParams.set("options", "-c default_transaction_read_only=on");
  await expect(go(reading)).rejects.toThrow(/ is read only .* Nothing was applied: .*migrateUrl/);
  expect(await database.query("SELECT name FROM ormgen_migrations")).toEqual([{ name: "0001_a" }]);
});
