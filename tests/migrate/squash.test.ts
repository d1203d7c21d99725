import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createDatabase } from "../server/database.js";
import { createProject, type Project } from "../cli/command-line.js";
import { HEAD } from "./project.js";

// A shadow is booted for each migration.
vi.setConfig({ testTimeout: 300_000 });

const note = (...lines: string[]) => `${HEAD}export class Note extends Model {\n${lines.join("\n")}\n}\n`;
const [TEXT, BODY] = [
  "text = fields.text({ maxLength: 100 });",
  "body = fields.text({ maxLength: 300, index: true });",
];

/** Four migrations: made, a column, a trigger and rows by hand, a rename. */
async function withHistory({ write, ormgen }: Project): Promise<void> {
  write("models/note.ts", note(TEXT));
  expect(await ormgen("makemigrations")).toMatchObject({ status: 0 });
  write("models/note.ts", note(TEXT, "due = fields.date({ null: true, index: true });"));
  expect(await ormgen("makemigrations", "due")).toMatchObject({ status: 0, stderr: "" });
  write(
    "migrations/0003_hand.sql",
    "-- step 1: transaction\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n" +
      "CREATE TRIGGER t BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION f();\n-- reverse\n-- step 1: transaction\nDROP TRIGGER t ON note;\nDROP FUNCTION f();\n",
  );
  expect(await ormgen("makemigrations", "--record")).toMatchObject({ status: 0 });
  write("models/note.ts", note(BODY, "due = fields.date({ null: true });"));
  expect(await ormgen("makemigrations", "body", "--rename", "Note.text=body")).toMatchObject({
    status: 0,
    stderr: "",
  });
  write(
    "models/note.ts",
    note(BODY, "due = fields.date({ null: true });", "stars = fields.integer({ default: 1 });"),
  );
  expect(await ormgen("makemigrations", "stars")).toMatchObject({ status: 0, stderr: "" });
}

test("one migration makes what five made; databases take it over, or make the same anew", async () => {
  const [old, half, fresh] = await Promise.all([createDatabase(), createDatabase(), createDatabase()]);
  try {
    const project = createProject({ DATABASE_URL: old.url });
    await withHistory(project);
    const { root, ormgen } = project;
    const former = ["0001_initial", "0002_due", "0003_hand", "0004_body"];
    const at = (url: string) => createProject({ DATABASE_URL: url });
    const copied = (to: Project, names: readonly string[]): Project => {
      for (const file of names.flatMap((name) => [`migrations/${name}.sql`, `migrations/${name}.json`]))
        to.write(file, readFileSync(join(root, file), "utf8"));
      return to;
    };
    expect(await ormgen("migrate")).toMatchObject({ status: 0 });
    await old.query("INSERT INTO note (body, stars) VALUES ('kept', 3)");
    expect(await copied(at(half.url), former).ormgen("migrate", "0002")).toMatchObject({ status: 0 });

    const squashed = await ormgen("squashmigrations", "0001", "0004");
    expect(squashed).toEqual({
      status: 0,
      stdout:
        "✓ migrations/0001_squashed_0004_body.sql stands for 0001_initial, 0002_due, 0003_hand, 0004_body\n",
      stderr: "",
    });
    for (const name of former) expect(existsSync(join(root, `migrations/${name}.sql`))).toBe(false);
    expect(await ormgen("verify")).toMatchObject({ status: 0 });
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });

    expect((await ormgen("showmigrations")).stdout).toBe("[X] 0001_squashed_0004_body\n[X] 0005_stars\n");
    expect(await ormgen("drift")).toMatchObject({ status: 0 });
    expect(await ormgen("migrate")).toMatchObject({
      status: 0,
      stdout: "✓ 0001_squashed_0004_body noted, not run\n",
    });
    expect((await ormgen("migrate")).stdout).toBe("Nothing to apply: the database is up to date\n");
    expect(await old.query("SELECT name, parents FROM ormgen_migrations ORDER BY name")).toEqual([
      { name: "0001_squashed_0004_body", parents: [] },
      { name: "0005_stars", parents: ["0001_squashed_0004_body"] },
    ]);
    expect(await old.query("SELECT body, stars FROM note")).toEqual([{ body: "kept", stars: 3 }]);

    const names = ["0001_squashed_0004_body", "0005_stars"];
    const refused = await copied(at(half.url), names).ormgen("migrate");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      "0001_squashed_0004_body stands for 0001_initial, 0002_due, 0003_hand, 0004_body, and this database has 0001_initial, 0002_due alone: apply 0003_hand, 0004_body first",
    );
    expect(await half.query("SELECT name FROM ormgen_migrations ORDER BY name")).toEqual([
      { name: "0001_initial" },
      { name: "0002_due" },
    ]);

    const anew = copied(at(fresh.url), names);
    expect(await anew.ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
    expect(await anew.ormgen("drift")).toMatchObject({ status: 0 });
    expect(await fresh.query("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).toEqual([
      { tgname: "t" },
    ]);
    for (const { ormgen: run } of [anew, project])
      expect(await run("migrate", "zero", ...names.flatMap((name) => ["--allow-loss", name]))).toMatchObject({
        status: 0,
        stderr: "",
      });
    expect(await old.query("SELECT tablename FROM pg_tables WHERE tablename = 'note'")).toEqual([]);
  } finally {
    await Promise.all([old.drop(), half.drop(), fresh.drop()]);
  }
});

test("from the middle on, what was asked is not asked again", async () => {
  const project = createProject();
  await withHistory(project);
  expect(await project.ormgen("squashmigrations", "0004", "0005", "--name", "later")).toMatchObject({
    status: 0,
    stderr: "",
  });
  const sql = readFileSync(join(project.root, "migrations/0004_later.sql"), "utf8");
  expect(sql).toContain('RENAME COLUMN "text" TO "body"');
  expect(sql).toContain('ADD COLUMN "stars"');
  expect(await project.ormgen("verify")).toMatchObject({ status: 0 });
  expect(await project.ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  expect(await project.ormgen("drift")).toMatchObject({ status: 0 });
});

test("one that was cut off has made nothing, or all: files that are still there are not taken for more", async () => {
  const project = createProject();
  await withHistory(project);
  const { root, ormgen, write } = project;
  const before = new Map(
    readdirSync(join(root, "migrations")).map((file) => [
      file,
      readFileSync(join(root, "migrations", file), "utf8"),
    ]),
  );
  expect(await ormgen("squashmigrations", "0001", "0004")).toMatchObject({ status: 0, stderr: "" });
  // As a kill leaves it that comes before anything is removed, or changed to come behind the new one.
  for (const [file, text] of before) write(`migrations/${file}`, text);
  expect((await ormgen("showmigrations")).stdout).toBe("[ ] 0001_squashed_0004_body\n[ ] 0005_stars\n");
  expect(await ormgen("verify")).toMatchObject({ status: 0 });
  expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  expect(await ormgen("drift")).toMatchObject({ status: 0 });
  // As one leaves it that comes before the SQL: the record of nothing.
  rmSync(join(root, "migrations/0001_squashed_0004_body.sql"));
  expect((await ormgen("makemigrations", "--check")).status).toBe(0);
});

test("rows changed by code are left out where somebody says so; what is no row is refused", async () => {
  const project = createProject();
  const { write, ormgen } = project;
  write("models/note.ts", note(TEXT));
  await ormgen("makemigrations");
  await ormgen("makemigrations", "--empty", "ts", "shout", "--models", "Note");
  write("models/note.ts", note(TEXT, "stars = fields.integer({ default: 1 });"));
  await ormgen("makemigrations", "stars");
  const refused = await ormgen("squashmigrations", "0001", "0003");
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.stderr).toContain("0002_shout changes rows by code");
  expect(await ormgen("squashmigrations", "0003", "0001")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("0001_initial does not come behind 0003_stars") as string,
  });
  expect(
    await ormgen("squashmigrations", "0001", "0003", "--elide", "0002", "--elide", "0003"),
  ).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("0003_stars changes tables, and cannot be left out") as string,
  });
  expect(await ormgen("squashmigrations", "0001", "0001")).toMatchObject({ status: 1 });
  expect(await ormgen("squashmigrations", "0001", "0003", "--elide", "0002")).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
});
