import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createProject } from "../cli/command-line.js";
import { ROOT } from "../generate/render.js";
import { createDatabase } from "../server/database.js";
import { HEADER, MODELS } from "./data-models.js";

test("killed between batches it goes on at the row, each row once", async () => {
  const database = await createDatabase();
  try {
    const { root, ormgen, write } = createProject({ DATABASE_URL: database.url });
    write("models/all.ts", MODELS);
    await ormgen("makemigrations");
    await ormgen("migrate");
    await ormgen("makemigrations", "--empty", "ts", "slugs", "--models", "Note");
    write(
      "migrations/0002_slugs.ts",
      `${HEADER("0002_slugs")}export default dataMigration<Models>({
  batches: { model: "Note", size: 10 },
  async forward(_, batch) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    for await (const note of batch) {
      note.slug = (note.slug ?? "") + "x";
      await note.save();
    }
  },
  reverse: "nothing",
});
`,
    );
    await database.query("INSERT INTO note (text, done) SELECT 'n', false FROM generate_series(1, 205)");
    const child = spawn(process.execPath, [join(ROOT, "dist/bin/ormgen.js"), "migrate"], {
      ...{ cwd: root, stdio: "ignore" },
      env: { ...process.env, DATABASE_URL: database.url },
    });
    const gone = once(child, "exit");
    const count = async (): Promise<number> => {
      const [row] = await database.query("SELECT count(*)::int AS n FROM note WHERE slug = 'x'");
      return Number(row?.["n"]);
    };
    while ((await count()) < 20 && child.exitCode === null) await setTimeout(20);
    child.kill("SIGKILL");
    await gone;
    const done = await count();
    expect(done).toBeGreaterThanOrEqual(20);
    expect(done).toBeLessThan(205);
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stdout: "✓ 0002_slugs\n" });
    expect(await database.query("SELECT slug, count(*)::int AS n FROM note GROUP BY slug")).toEqual([
      { slug: "x", n: 205 },
    ]);
  } finally {
    await database.drop();
  }
});

describe("before it is applied", () => {
  async function written(...lines: string[]) {
    const project = createProject();
    mkdirSync(join(project.root, "node_modules"));
    symlinkSync(ROOT, join(project.root, "node_modules/ormgen"), "dir");
    project.write("models/all.ts", MODELS);
    await project.ormgen("makemigrations");
    const first = await project.ormgen("makemigrations", "--empty", "ts", "slugs");
    expect(first.status).toBe(0);
    if (lines.length > 0)
      project.write(
        "migrations/0002_slugs.ts",
        `${HEADER("0002_slugs")}export default dataMigration<Models, "Note">({\n${lines.join("\n")}\n});\n`,
      );
    return project;
  }

  test("the file as it is written type-checks and runs; its types carry no code", async () => {
    const { root, ormgen } = await written();
    const types = readFileSync(join(root, "migrations/0002_slugs.models.d.ts"), "utf8");
    expect(types).toContain("readonly Note: typeof Note;");
    expect(types).not.toContain("loud");
    expect(await ormgen("verify")).toEqual({
      status: 0,
      stdout: "✓ 0001_initial\n✓ 0002_slugs\n",
      stderr: "",
    });
    expect((await ormgen("sqlmigrate", "0002")).stdout).toBe(
      readFileSync(join(root, "migrations/0002_slugs.ts"), "utf8"),
    );
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
  });

  test("a mistake of types is told with its line, before anything runs", async () => {
    const { ormgen } = await written(
      'batches: { model: "Note", size: 10 },',
      "async forward({ Note }, batch) {",
      "  for await (const note of batch) note.slugg = note.text;",
      "  await Note.objects.filter({ colour: 1 }).update({ slug: null });",
      "},",
    );
    const { status, stderr } = await ormgen("verify");
    expect(status).toBe(1);
    expect(stderr).toContain("0002_slugs.ts:6: Property 'slugg' does not exist on type 'Note'.");
    expect(stderr).toContain("0002_slugs.ts:7: ");
  });

  test("what fails without rows is told with its way", async () => {
    const { ormgen, write } = await written(
      "async forward({ Note }) { await Note.objects.update({ done: true }); },",
      "async reverse({ Note }) { await Note.objects.get({ id: 1 }); },",
    );
    expect((await ormgen("verify")).stderr).toMatch(/✗ 0002_slugs\n {2}forward: .*all\(\)/);
    write("migrations/0002_slugs.ts", "export default { forward() {} };");
    expect((await ormgen("verify")).stderr).toContain("0002_slugs.ts is no data migration");
    write("migrations/0002_slugs.sql", "SELECT 1;");
    expect((await ormgen("showmigrations")).stderr).toContain("0002_slugs is there as .sql and as .ts");
  });

  test("a model that the migrations do not hold is refused", async () => {
    const { ormgen } = await written();
    expect(await ormgen("makemigrations", "--empty", "ts", "x", "--models", "Notes")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("The migrations hold no model Notes: did you mean") as string,
    });
    expect(await ormgen("makemigrations", "--models", "Note")).toMatchObject({ status: 2 });
  });

  test("a column by hand with a name that is code is left out, and runs nothing", async () => {
    const { root, ormgen, write } = createProject();
    write("models/all.ts", MODELS);
    await ormgen("makemigrations");
    write(
      "migrations/0002_odd.sql",
      `ALTER TABLE note ADD COLUMN "x: (process.exit(9)), y" int, ADD COLUMN save int;`,
    );
    await ormgen("makemigrations", "--record");
    const made = await ormgen("makemigrations", "--empty", "ts", "rows", "--models", "Note");
    expect(made).toMatchObject({ status: 0, stdout: "✓ migrations/0003_rows.ts\n" });
    expect(readFileSync(join(root, "migrations/0003_rows.models.d.ts"), "utf8")).not.toContain("process");
    expect(await ormgen("verify")).toMatchObject({ status: 0 });
  });
});
