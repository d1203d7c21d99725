import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { migrate, migrateSync } from "../../generator/migrate/index.js";
import { createProject } from "../cli/command-line.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { HEADER, MODELS } from "./data-models.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const migration = (batches: string) => `${HEADER("0002_slugs")}
export default dataMigration<Models${batches === "" ? "" : ', "Note"'}>({
  ${batches}
  async forward({ Note }) {
    await Note.objects.all().update({ slug: "x" });
  },
  forwardSync({ Note }) {
    Note.objects.all().updateSync({ slug: "x" });
  },
});
`;

/** A migration of rows, and somebody who holds one of them. */
async function start(text: string) {
  await database.query("DROP SCHEMA public CASCADE");
  await database.query("CREATE SCHEMA public");
  const project = createProject({ DATABASE_URL: database.url });
  project.write("models/all.ts", MODELS);
  await project.ormgen("makemigrations");
  await project.ormgen("migrate");
  await project.ormgen("makemigrations", "--empty", "ts", "slugs", "--models", "Note,Author,Label");
  project.write("migrations/0002_slugs.ts", text);
  await database.query("INSERT INTO note (text, done) VALUES ('One', true), ('Two', false)");
  const other = new pg.Client({ connectionString: database.url, application_name: "a long report" });
  await other.connect();
  onTestFinished(() => other.end());
  await other.query("BEGIN");
  await other.query("SELECT * FROM note FOR UPDATE");
  return { other, options: { folder: join(project.root, "migrations"), url: database.url } };
}

const whole = migration("");
const batched = migration('batches: { model: "Note", size: 1 },');

test.each([
  ["in one transaction", whole],
  ["in batches", batched],
])(
  "code that waits for a lock lets others go first, and is done again, %s",
  async (_, text) => {
    const { other, options } = await start(text);
    const waiting = migrate({ ...options, lockTimeout: 20 });
    // It has been refused the lock once.
    const before = await aborted();
    await vi.waitFor(async () => expect(await aborted()).toBeGreaterThan(before), { timeout: 20_000 });
    await other.query("COMMIT");
    expect(await waiting).toEqual({ applied: ["0002_slugs"], reversed: [] });
    expect(await database.query("SELECT DISTINCT slug FROM note")).toEqual([{ slug: "x" }]);
  },
  60_000,
);

/** Transactions of the database that were rolled back. */
async function aborted(): Promise<number> {
  const [row] = await database.query(
    "SELECT pg_stat_clear_snapshot(), xact_rollback::int AS n FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(row?.["n"]);
}

test.each([
  ["async", migrate, whole, /0002_slugs\.ts: others hold .*a long report.*Nothing of it was applied/],
  ["sync", migrateSync, batched, /0002_slugs\.ts: others hold .*a long report.*The batches before stay/],
] as const)(
  "who holds it for ever is named, %s",
  async (_, run, text, message) => {
    const { options } = await start(text);
    await expect((async () => run({ ...options, lockTimeout: 10 }))()).rejects.toThrow(message);
    expect(await database.query("SELECT DISTINCT slug FROM note")).toEqual([{ slug: null }]);
  },
  120_000,
);
