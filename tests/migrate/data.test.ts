import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, type Project } from "../cli/command-line.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { openDatabase } from "../../generator/migrate/connect/open-database.js";
import { migrate, migrateSync } from "../../generator/migrate/index.js";
import { HEADER, MODELS } from "./data-models.js";

const slugs = `${HEADER("0002_slugs")}
function slugOf(text: string): string {
  return text.toLowerCase().replaceAll(" ", "-");
}
export default dataMigration<Models>({
  async forward({ Note, Author, Label }) {
    for await (const note of Note.objects.orderBy("id")) {
      note.slug = slugOf(note.text);
      await note.save();
    }
    const author = await Author.objects.create({ name: "Ann" });
    await new Author({ name: "Bob" }).save();
    const note = await Note.objects.create({ text: "Third", author });
    const label = new Label({ word: "new" });
    await label.save();
    await note.labels.add(label);
    await author.notes.all().update({ slug: "by-ann" });
  },
  forwardSync({ Note }) {
    for (const note of Note.objects.orderBy("id")) {
      note.slug = slugOf(note.text);
      note.saveSync();
    }
  },
  async reverse({ Note, Author, Label }) {
    await Note.objects.filter({ author__name: "Ann" }).delete();
    await Author.objects.all().delete();
    await Label.objects.all().delete();
    await Note.objects.all().update({ slug: null });
  },
  reverseSync({ Note }) {
    Note.objects.all().updateSync({ slug: null });
  },
});
`;

const batches = (failing: string) => `${HEADER("0002_slugs")}
export default dataMigration<Models, "Note">({
  batches: { model: "Note", size: 10 },
  async forward({ Note }, batch) {
    for await (const note of batch) {
      ${failing}
      await Note.objects.filter({ id: note.id }).update({ slug: String(note.id) });
    }
  },
  forwardSync(_, batch) {
    for (const note of batch) {
      ${failing}
      note.slug = String(note.id);
      note.saveSync();
    }
  },
  reverse: "nothing",
});
`;

describe.each(["embedded", "server"])("a migration of rows, %s", (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    if (kind === "server") database = await createDatabase();
  });
  afterAll(async () => {
    if (kind === "server") await database.drop();
  });

  async function start(text: string, name = "slugs"): Promise<Project & Rows> {
    if (kind === "server") {
      await database.query("DROP SCHEMA public CASCADE");
      await database.query("CREATE SCHEMA public");
    }
    const project = createProject(kind === "server" ? { DATABASE_URL: database.url } : {});
    const url = kind === "server" ? database.url : "";
    project.write("models/all.ts", MODELS);
    await project.ormgen("makemigrations");
    await project.ormgen("migrate");
    const made = await project.ormgen(
      "makemigrations",
      "--empty",
      "ts",
      name,
      "--models",
      "Note,Author,Label",
    );
    expect(made).toEqual({ status: 0, stdout: `✓ migrations/0002_${name}.ts\n`, stderr: "" });
    project.write(`migrations/0002_${name}.ts`, text);
    const options = {
      folder: join(project.root, "migrations"),
      embedded: join(project.root, ".ormgen"),
      url,
    };
    const query = async (sql: string) => {
      const open = await openDatabase({ embedded: options.embedded }, url);
      try {
        return await open.rows(sql);
      } finally {
        await open.close();
      }
    };
    return { ...project, options, query };
  }

  test("runs with the models of then in one transaction, and is taken back by its reverse", async () => {
    const { ormgen, query, write } = await start(slugs);
    await query("INSERT INTO note (text, done) VALUES ('One Note', true), ('Two', false)");
    // The models have gone on: what the migration knows is what was.
    write("models/all.ts", MODELS.replace("slug = fields.text({ null: true })", "title = fields.text()"));
    expect((await ormgen("migrate", "--plan")).stdout).toBe(
      "To be applied:\n  0002_slugs\n    step 1: code\n",
    );
    const { stdout, ...rest } = await ormgen("migrate");
    expect(rest).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^✓ 0002_slugs\nThe models are ahead of the migrations/u);
    expect(
      await query(
        "SELECT n.text, n.slug, n.done, a.name FROM note n LEFT JOIN author a ON a.id = author_id ORDER BY n.id",
      ),
    ).toEqual([
      { text: "One Note", slug: "one-note", done: true, name: null },
      { text: "Two", slug: "two", done: false, name: null },
      { text: "Third", slug: "by-ann", done: false, name: "Ann" },
    ]);
    expect(await query("SELECT l.word FROM note_labels JOIN label l ON l.id = label_id")).toEqual([
      { word: "new" },
    ]);
    expect((await ormgen("showmigrations")).stdout).toBe("[X] 0001_initial\n[X] 0002_slugs\n");
    expect((await ormgen("migrate", "0001", "--plan")).stdout).toBe(
      "To be taken back:\n  0002_slugs\n    step 1: code\n",
    );
    expect((await ormgen("migrate", "0001")).stdout).toBe("✓ 0002_slugs taken back\n");
    expect(await query("SELECT text, slug FROM note ORDER BY id")).toEqual([
      { text: "One Note", slug: null },
      { text: "Two", slug: null },
    ]);
  });

  test("the twin blocks, and takes back", async () => {
    const { options, query } = await start(slugs);
    await query("INSERT INTO note (text, done) VALUES ('One Note', true)");
    expect(migrateSync(options)).toEqual({ applied: ["0002_slugs"], reversed: [] });
    expect(await query("SELECT slug FROM note")).toEqual([{ slug: "one-note" }]);
    expect(migrateSync({ ...options, target: "0001" })).toEqual({ applied: [], reversed: ["0002_slugs"] });
    expect(await query("SELECT slug FROM note")).toEqual([{ slug: null }]);
  });

  test.each([
    ["async", migrate],
    ["sync", migrateSync],
  ] as const)("batches stay, and it goes on behind them, %s", async (_, run) => {
    const { options, query, write, ormgen } = await start(
      batches('if (note.id === 25) throw new Error("the 25th");'),
    );
    await query("INSERT INTO note (text, done) SELECT 'n', false FROM generate_series(1, 42)");
    await expect((async () => run(options))()).rejects.toThrow(
      "0002_slugs.ts: the 25th. The batches before stay, and `migrate` goes on behind them",
    );
    expect(
      await query("SELECT count(*)::int AS n, max(id)::int AS last FROM note WHERE slug IS NOT NULL"),
    ).toEqual([{ n: 20, last: 20 }]);
    expect((await ormgen("showmigrations")).stdout).toContain("[~] 0002_slugs  at step 1 of 1");
    await query("UPDATE note SET slug = 'kept' WHERE id = 3");
    await query("INSERT INTO note (text, done) VALUES ('later', false)");
    write("migrations/0002_slugs.ts", batches(""));
    expect(await (async () => run(options))()).toEqual({ applied: ["0002_slugs"], reversed: [] });
    // What came after it had begun lies behind its end; what was done is not done again.
    expect(
      await query("SELECT id::int, slug FROM note WHERE slug IS DISTINCT FROM id::text ORDER BY id"),
    ).toEqual([
      { id: 3, slug: "kept" },
      { id: 43, slug: null },
    ]);
    expect(await query("SELECT rows::int FROM ormgen_migration_steps WHERE name = '0002_slugs'")).toEqual([
      { rows: 42 },
    ]);
    expect(await (async () => run({ ...options, target: "0001" }))()).toEqual({
      applied: [],
      reversed: ["0002_slugs"],
    });
  });

  test("what throws leaves nothing; what has no way back is not taken back", async () => {
    const failing = `${HEADER("0002_slugs")}export default dataMigration<Models>({
  async forward({ Note }) {
    await Note.objects.create({ text: "half" });
    await Note.objects.get({ id: 99 });
  },
});
`;
    const { ormgen, query, write } = await start(failing);
    const failed = await ormgen("migrate");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(
      /0002_slugs\.ts: No Note matches the conditions\. Nothing of it was applied/,
    );
    expect(await query("SELECT count(*)::int AS n FROM note")).toEqual([{ n: 0 }]);
    write("migrations/0002_slugs.ts", failing.replace(/.*99.*\n/, ""));
    expect(await ormgen("migrate")).toMatchObject({ status: 0 });
    const back = await ormgen("migrate", "0001");
    expect(back.stderr).toContain(
      "0002_slugs has no way back: its file had no `reverse` when it was applied",
    );
    expect(await query("SELECT count(*)::int AS n FROM note")).toEqual([{ n: 1 }]);
    write("migrations/0002_slugs.ts", failing);
    expect((await ormgen("migrate")).stderr).toContain("0002_slugs was edited after it had been applied");
  });
});

interface Rows {
  readonly options: { readonly folder: string; readonly embedded: string; readonly url: string };
  readonly query: (sql: string) => Promise<Record<string, unknown>[]>;
}
