import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BOOK, BROKEN, createProject } from "./command-line.js";

describe("migrations on the embedded database", () => {
  test("makemigrations, migrate, showmigrations, sqlmigrate", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    expect(await ormgen("migrate")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("run `npx ormgen makemigrations` first") as string,
    });
    const made = await ormgen("makemigrations");
    expect(made).toMatchObject({ status: 0, stderr: "" });
    expect(made.stdout).toContain("✓ migrations/0001_initial.sql\n  + Book (table book)\n");
    expect(await ormgen("makemigrations")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("No changes") as string,
    });

    expect((await ormgen("showmigrations")).stdout).toBe("[ ] 0001_initial\n");
    expect(await ormgen("migrate", "--plan")).toMatchObject({
      status: 0,
      stdout: "To be applied:\n  0001_initial\n",
    });
    expect((await ormgen("showmigrations")).stdout).toBe("[ ] 0001_initial\n");
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stdout: "✓ 0001_initial\n" });
    expect(await ormgen("migrate")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Nothing to apply") as string,
    });
    expect((await ormgen("showmigrations")).stdout).toBe("[X] 0001_initial\n");

    const file = join(root, "migrations/0001_initial.sql");
    expect((await ormgen("sqlmigrate", "0001")).stdout).toBe(readFileSync(file, "utf8"));
    expect(await ormgen("sqlmigrate", "0009")).toMatchObject({ status: 1 });

    write("migrations/0001_initial.sql", `${readFileSync(file, "utf8")}-- edited\n`);
    expect(await ormgen("migrate")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("edited after it had been applied") as string,
    });
    expect(await ormgen("showmigrations")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("[X] 0001_initial  edited") as string,
    });
  });

  test("a changed model makes the next migration, and a mistake none", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    await ormgen("makemigrations", "first");
    write("models/book.ts", BOOK.replace("200", "300"));
    expect(await ormgen("makemigrations", "--check")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("~ Book.title: type varchar(200) → varchar(300)") as string,
    });
    expect((await ormgen("makemigrations", "--dry-run")).stdout).toContain("TYPE varchar(300)");
    expect(readdirSync(join(root, "migrations")).sort()).toEqual(["0001_first.json", "0001_first.sql"]);
    expect(await ormgen("makemigrations", "longer")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("✓ migrations/0002_longer.sql") as string,
    });
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
    write("models/book.ts", BROKEN);
    expect(await ormgen("makemigrations")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("2 mistakes") as string,
    });
  });

  test("migrate says what the models have and no migration makes", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    await ormgen("makemigrations");
    expect((await ormgen("migrate")).stdout).toBe("✓ 0001_initial\n");
    write("models/book.ts", BOOK.replace("200", "300"));
    const ahead =
      "The models are ahead of the migrations: run `npx ormgen makemigrations`\n  ~ Book.title: type varchar(200) → varchar(300)\n";
    expect(await ormgen("migrate")).toMatchObject({
      status: 0,
      stdout: `Nothing to apply: the database is up to date\n${ahead}`,
    });
    const json = JSON.parse((await ormgen("migrate", "--json")).stdout) as { changes: string[] };
    expect(json.changes).toEqual(["~ Book.title: type varchar(200) → varchar(300)"]);
    // Going to one of them is no time to hear of the others; models with mistakes are none of its business.
    expect((await ormgen("migrate", "zero")).stdout).not.toContain("ahead");
    write("models/book.ts", BROKEN);
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stdout: "✓ 0001_initial\n" });
  });

  test("a server that is not there is an error, without the password", async () => {
    const { write, ormgen } = createProject({ DATABASE_URL: "postgres://me:hidden@127.0.0.1:1/none" });
    write("migrations/0001_a.sql", "SELECT 1;");
    const { status, stderr } = await ormgen("migrate");
    expect(status).toBe(1);
    expect(stderr).not.toContain("hidden");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
