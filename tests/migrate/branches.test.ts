import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createProject, type Project } from "../cli/command-line.js";
import { HEAD } from "./project.js";

// A shadow is booted for each migration.
vi.setConfig({ testTimeout: 300_000 });

const BASE = "title = fields.text({ maxLength: 100 });";
const book = (...lines: string[]) => `${HEAD}export class Book extends Model {\n${lines.join("\n")}\n}\n`;

/** Two branches of one first migration, in one folder. */
async function branched(a: string, b: string, both: string, flags: readonly string[] = []): Promise<Project> {
  const project = createProject();
  const { root, write, ormgen } = project;
  write("models/book.ts", book(BASE));
  await ormgen("makemigrations");
  cpSync(join(root, "migrations"), join(root, "kept"), { recursive: true });
  write("models/book.ts", a);
  expect(await ormgen("makemigrations", "mine", ...flags)).toMatchObject({ status: 0 });
  cpSync(join(root, "migrations"), join(root, "mine"), { recursive: true });
  rmSync(join(root, "migrations"), { recursive: true });
  cpSync(join(root, "kept"), join(root, "migrations"), { recursive: true });
  write("models/book.ts", b);
  expect(await ormgen("makemigrations", "theirs", ...flags)).toMatchObject({ status: 0 });
  cpSync(join(root, "mine"), join(root, "migrations"), { recursive: true });
  write("models/book.ts", both);
  return project;
}

const PAGES = "pages = fields.integer({ default: 0 });";
const STARS = "stars = fields.integer({ null: true, index: true });";

describe("branches that have nothing to do with each other", () => {
  test("are merged once both orders are proved, and the merge is applied and taken back", async () => {
    const { root, ormgen } = await branched(book(BASE, PAGES), book(BASE, STARS), book(BASE, PAGES, STARS));
    for (const args of [["makemigrations"], ["migrate"], ["makemigrations", "--amend"]]) {
      expect(await ormgen(...args)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("0002_mine and 0002_theirs") as string,
      });
    }
    expect(await ormgen("showmigrations")).toMatchObject({ status: 1 });
    expect(await ormgen("makemigrations", "--merge")).toMatchObject({
      status: 0,
      stdout: "✓ migrations/0003_merge.sql: 0002_mine and 0002_theirs in either order\n",
    });
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
    expect(await ormgen("migrate")).toMatchObject({ status: 0 });
    expect(await ormgen("drift")).toMatchObject({ status: 0 });
    expect((await ormgen("showmigrations")).stdout).toBe(
      "[X] 0001_initial\n[X] 0002_mine\n[X] 0002_theirs\n[X] 0003_merge\n",
    );
    expect(await ormgen("migrate", "0001")).toMatchObject({ status: 0 });
    expect(await ormgen("makemigrations", "--merge")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nothing to merge") as string,
    });
    expect(existsSync(join(root, "migrations/0003_merge.json"))).toBe(true);
  });

  test("one is made anew behind the other", async () => {
    const { root, ormgen } = await branched(book(BASE, PAGES), book(BASE, STARS), book(BASE, PAGES, STARS));
    expect(await ormgen("makemigrations", "--rebase", "0001")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("not the last of its branch") as string,
    });
    expect(await ormgen("makemigrations", "--rebase", "0002_mine")).toMatchObject({ status: 0, stderr: "" });
    expect(
      readdirSync(join(root, "migrations"))
        .filter((file) => file.endsWith(".sql"))
        .sort(),
    ).toEqual(["0001_initial.sql", "0002_theirs.sql", "0003_mine.sql"]);
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
    expect(await ormgen("verify")).toMatchObject({ status: 0 });
  });
});

describe("branches in conflict", () => {
  test.each([
    ["one column, two types", book(BASE, PAGES), book(BASE, "pages = fields.text({ null: true });"), []],
    [
      "one column, two defaults",
      book("title = fields.text({ maxLength: 100, dbDefault: \"'a'\" });"),
      book("title = fields.text({ maxLength: 100, dbDefault: \"'b'\" });"),
      [],
    ],
    [
      "two names",
      book("head = fields.text({ maxLength: 100 });"),
      book("line = fields.text({ maxLength: 100 });"),
      "rename",
    ],
  ])("%s: named, and nothing is written", async (_, a, b, how) => {
    const flags = how === "rename" ? ["--rename", "Book.title=head"] : [];
    const project = how === "rename" ? await renamedTwice(a, b) : await branched(a, b, a, flags);
    const { status, stderr } = await project.ormgen("makemigrations", "--merge");
    expect(stderr).toContain("0002_mine and 0002_theirs do not give the same in either order");
    expect(status).toBe(1);
    expect(existsSync(join(project.root, "migrations/0003_merge.sql"))).toBe(false);
  });
});

async function renamedTwice(a: string, b: string): Promise<Project> {
  const project = createProject();
  const { root, write, ormgen } = project;
  write("models/book.ts", book(BASE));
  await ormgen("makemigrations");
  write("models/book.ts", a);
  await ormgen("makemigrations", "mine", "--rename", "Book.title=head");
  cpSync(join(root, "migrations"), join(root, "mine"), { recursive: true });
  for (const end of ["sql", "json"]) rmSync(join(root, `migrations/0002_mine.${end}`));
  write("models/book.ts", b);
  await ormgen("makemigrations", "theirs", "--rename", "Book.title=line");
  cpSync(join(root, "mine"), join(root, "migrations"), { recursive: true });
  return project;
}
