import { Readable } from "node:stream";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../generator/cli/run.js";
import { createProject, type Project } from "./command-line.js";

const HEAD = 'import { Model, fields } from "ormgen";\n';
const model = (name: string, ...lines: string[]) =>
  `export class ${name} extends Model {\n${lines.join("\n")}\n}\n`;
const TITLE = "title = fields.text({ maxLength: 50 });";

async function changed(before: string, after: string): Promise<Project> {
  const project = createProject();
  project.write("models/all.ts", HEAD + before);
  expect(await project.ormgen("makemigrations", "--no-verify")).toMatchObject({ status: 0 });
  project.write("models/all.ts", HEAD + after);
  return project;
}

function sqlOf({ root }: Project): string {
  return readFileSync(join(root, "migrations/0002_changes.sql"), "utf8");
}

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly flags: readonly string[];
  readonly sql: string;
}

const enumOf = (...labels: string[]) =>
  `mood = fields.enum(${JSON.stringify(labels)}, { name: "mood", default: "sad" });`;

const CASES: readonly Case[] = [
  {
    name: "a renamed column",
    before: model("Book", TITLE, "pages = fields.integer();"),
    after: model("Book", "headline = fields.text({ maxLength: 50 });", "pages = fields.integer();"),
    flags: ["--rename", "Book.title=headline"],
    sql: 'ALTER TABLE "book" RENAME COLUMN "title" TO "headline"',
  },
  {
    name: "a dropped column",
    before: model("Book", TITLE, "pages = fields.integer();"),
    after: model("Book", TITLE),
    flags: ["--drop", "Book.pages"],
    sql: 'DROP COLUMN "pages"',
  },
  {
    name: "a renamed model",
    before: model("Author", "name = fields.text();", "born = fields.date();"),
    after: model("Writer", "name = fields.text();", "born = fields.date();"),
    flags: ["--rename", "Author=Writer"],
    sql: 'ALTER TABLE "author" RENAME TO "writer"',
  },
  {
    name: "a renamed column of another type",
    before: model("Book", TITLE, "pages = fields.integer();"),
    after: model("Book", "headline = fields.text({ maxLength: 80 });", "pages = fields.integer();"),
    flags: ["--rename", "Book.title=headline"],
    sql: 'ALTER COLUMN "headline" TYPE varchar(80)',
  },
  {
    name: "a renamed model whose columns have other types",
    before: model("Author", "name = fields.text({ maxLength: 50 });", "born = fields.date();"),
    after: model("Writer", "name = fields.text();", "born = fields.date();"),
    flags: ["--rename", "Author=Writer"],
    sql: 'ALTER TABLE "author" RENAME TO "writer"',
  },
  {
    name: "a dropped model",
    before: model("Author", "name = fields.text();") + model("Book", TITLE),
    after: model("Book", TITLE),
    flags: ["--drop", "Author"],
    sql: 'DROP TABLE "author"',
  },
  {
    name: "a value for existing rows",
    before: model("Book", TITLE),
    after: model("Book", TITLE, "pages = fields.integer();"),
    flags: ["--fill", "Book.pages=7"],
    sql: "DEFAULT 7 NOT NULL",
  },
  {
    name: "a value in place of null",
    before: model("Book", "pages = fields.integer({ null: true });"),
    after: model("Book", "pages = fields.integer();"),
    flags: ["--fill", "Book.pages=7"],
    sql: 'SET "pages" = 7 WHERE "pages" IS NULL',
  },
  {
    name: "a narrower type",
    before: model("Book", TITLE),
    after: model("Book", "title = fields.text({ maxLength: 10 });"),
    flags: ["--using", "Book.title=left(title, 10)"],
    sql: "USING (left(title, 10))",
  },
  {
    name: "a type that nothing leads to",
    before: model("Book", "code = fields.integer();"),
    after: model("Book", 'code = fields.uuid({ dbDefault: "gen_random_uuid()" });'),
    flags: ["--drop", "Book.code"],
    sql: 'DROP COLUMN "code"',
  },
  {
    name: "a renamed label",
    before: model("Book", enumOf("sad", "ok")),
    after: model("Book", enumOf("sad", "fine")),
    flags: ["--rename", "enum:mood.ok=fine"],
    sql: "RENAME VALUE 'ok' TO 'fine'",
  },
  {
    name: "a removed label",
    before: model("Book", enumOf("sad", "ok")),
    after: model("Book", enumOf("sad")),
    flags: ["--map", "enum:mood.ok=sad"],
    sql: "WHEN 'ok' THEN 'sad'",
  },
];

describe.each(CASES)("$name", ({ before, after, flags, sql }) => {
  test("without a terminal: exit 1, every question with its flag, nothing written", async () => {
    const project = await changed(before, after);
    const { status, stderr } = await project.ormgen("makemigrations");
    expect(status).toBe(1);
    const asked = flags[0] === "--fill" ? "--fill Book.pages=…" : (flags[0] ?? "");
    expect(stderr).toContain(asked);
    expect(() => sqlOf(project)).toThrow();
    const json = await project.ormgen("makemigrations", "--json");
    const { ok, questions } = JSON.parse(json.stdout) as {
      ok: boolean;
      questions: { id: string; flag: string }[];
    };
    expect([json.status, ok, json.stderr]).toEqual([1, false, ""]);
    expect(questions[0]).toMatchObject({
      id: expect.any(String) as string,
      flag: expect.any(String) as string,
    });
  });

  test("by its flag", async () => {
    const project = await changed(before, after);
    expect(await project.ormgen("makemigrations", ...flags)).toMatchObject({ status: 0, stderr: "" });
    expect(sqlOf(project)).toContain(sql);
    expect(await project.ormgen("makemigrations")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("No changes") as string,
    });
  });

  test("by a file of answers", async () => {
    const project = await changed(before, after);
    const { stdout } = await project.ormgen("makemigrations", "--json");
    interface Asked {
      questions: { id: string; choices: { flag: string; answer?: object }[] }[];
    }
    const answers = (JSON.parse(stdout) as Asked).questions.map(({ id, choices }) => {
      const flag = `${flags[0] ?? ""} ${flags[1] ?? ""}`;
      const chosen = choices.find((choice) => choice.flag === flag) ?? choices[0];
      return chosen?.answer ?? { id, fill: "7" };
    });
    project.write("answers.json", JSON.stringify(answers));
    expect(await project.ormgen("makemigrations", "--answers", "answers.json")).toMatchObject({ status: 0 });
    expect(readFileSync(join(project.root, "migrations/0002_changes.json"), "utf8")).toContain(
      '"answers": [\n',
    );
  });

  test("on a terminal", async () => {
    const project = await changed(before, after);
    let shown = "";
    const write = (text: string) => (shown += text);
    const said = flags[0] === "--fill" ? "7" : "1";
    const stdin = Object.assign(Readable.from([`${said}\n`]), { isTTY: true });
    const status = await run(["makemigrations"], {
      ...{ cwd: project.root, env: {}, stdin, stdout: { write }, stderr: { write } },
      ...{ signal: new AbortController().signal, version: "1.2.3" },
    });
    expect(shown).toContain("✓ migrations/0002_changes.sql");
    expect(status).toBe(0);
  });
});

test("a field that only has another name in the program costs no SQL", async () => {
  const project = await changed(
    model("Book", TITLE),
    model("Book", 'headline = fields.text({ maxLength: 50, column: "title" });'),
  );
  expect(await project.ormgen("makemigrations")).toMatchObject({ status: 0 });
  expect(sqlOf(project)).toBe("-- ormgen migration 0002_changes\n\n-- reverse\n");
  expect(await project.ormgen("migrate")).toMatchObject({ status: 0 });
});

test("what goes with a model's name is renamed unasked", async () => {
  const many = (name: string, field: string) =>
    model(name, "name = fields.text({ index: true });") +
    model(
      "Book",
      TITLE,
      `${field} = fields.manyToMany(() => ${name});`,
      `first = fields.foreignKey(() => ${name}, { onDelete: "cascade", null: true, relatedName: "+" });`,
    );
  const project = await changed(many("Author", "by"), many("Writer", "by"));
  expect(await project.ormgen("makemigrations", "--rename", "Author=Writer")).toMatchObject({
    status: 0,
    stderr: "",
  });
  const [forward = ""] = sqlOf(project).split("-- reverse");
  expect(forward).toContain('RENAME COLUMN "author_id" TO "writer_id"');
  expect(forward).toContain('RENAME CONSTRAINT "author_pkey" TO "writer_pkey"');
  expect(forward).toContain('ALTER SEQUENCE IF EXISTS "author_id_seq" RENAME TO "writer_id_seq"');
  expect(forward).not.toMatch(/CREATE|DROP/);
});

test.each([
  [["--rename", "Book.title"], "--rename takes two names"],
  [["--fill", "=1"], "--fill takes two names"],
  [["--drop", "Book.nothing"], "These flags answer no question: --drop Book.nothing"],
  [["--answers", "none.json"], "--answers none.json cannot be read"],
  [["--empty", "py"], '--empty takes "sql"'],
  [["b ad"], "letters, digits and underscores"],
])("%j is wrong usage", async (flags, message) => {
  const project = createProject();
  project.write("models/all.ts", HEAD + model("Book", TITLE));
  await project.ormgen("makemigrations");
  const { status, stderr } = await project.ormgen("makemigrations", ...flags);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

test("the last migration is made again, with its answers", async () => {
  const project = await changed(model("Book", TITLE), model("Book", TITLE, "pages = fields.integer();"));
  await project.ormgen("makemigrations", "--fill", "Book.pages=7");
  project.write(
    "models/all.ts",
    HEAD + model("Book", TITLE, "pages = fields.integer();", "note = fields.text({ null: true });"),
  );
  expect(await project.ormgen("makemigrations", "--amend")).toMatchObject({ status: 0 });
  expect(sqlOf(project)).toContain("DEFAULT 7 NOT NULL");
  expect(sqlOf(project)).toContain('ADD COLUMN "note" text');
  expect(await project.ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
});

test("an empty migration is filled by hand; edited SQL is told by --check", async () => {
  const project = await changed(model("Book", TITLE), model("Book", TITLE));
  expect(await project.ormgen("makemigrations", "--empty", "sql", "changes")).toMatchObject({ status: 0 });
  expect(await project.ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
  project.write("migrations/0002_changes.sql", `${sqlOf(project)}CREATE TABLE x ();`);
  expect(await project.ormgen("makemigrations", "--check")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("0002_changes") as string,
  });
});
