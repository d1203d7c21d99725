import { readdirSync, readFileSync, rmSync } from "node:fs";
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

describe("off the path", () => {
  test("a file where the folder ought to be is named by every command, and nothing is written", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    write("migrations", "");
    write("generated", "");
    for (const args of [
      ["makemigrations"],
      ["makemigrations", "--empty", "sql"],
      ["migrate"],
      ["showmigrations"],
    ]) {
      expect(await ormgen(...args)).toEqual({
        status: 1,
        stdout: "",
        stderr: `✗ ${join(root, "migrations")} cannot be listed: a file is where a folder ought to be. Move it away, or name another folder in ormgen.config.ts\n`,
      });
    }
    expect((await ormgen("generate")).stderr).toContain("a file is where a folder ought to be");
    expect(readdirSync(root).sort()).toEqual(["generated", "migrations", "models"]);
  });

  test("a migration is named by its start, its number or its file; a start of several is told", async () => {
    const { write, ormgen } = createProject();
    for (const name of ["0001_a", "0002_b", "0002_c"]) write(`migrations/${name}.sql`, "SELECT 1;");
    for (const name of ["0001", "1", "0001_a.sql", "migrations/0001_a.sql", "0001_a"]) {
      expect(await ormgen("sqlmigrate", name)).toMatchObject({ status: 0, stdout: "SELECT 1;\n" });
    }
    for (const name of ["000", "2", "0002", ""]) {
      const { status, stderr } = await ormgen("sqlmigrate", name);
      expect(status).toBe(1);
      expect(stderr).toContain(
        {
          "000": '"000" may be any of 3 migrations: 0001_a, 0002_b, 0002_c. Say more of the name',
          "": "there are 0001_a, 0002_b, 0002_c",
        }[name] ?? `"${name}" may be any of 2 migrations: 0002_b, 0002_c`,
      );
    }
  });

  test("--retry-step with nothing open, SQL that was not recorded, a file that is gone", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    await ormgen("makemigrations", "--no-verify");
    const file = join(root, "migrations/0001_initial.sql");
    const half = readFileSync(file, "utf8").replace(/-- reverse[^]*/u, "");
    write("migrations/0001_initial.sql", half);
    const { status, stdout, stderr } = await ormgen("migrate", "--retry-step");
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: "--retry-step has nothing to do: no statement was begun and left open\n✓ 0001_initial\n",
    });
    expect(stderr).toMatch(/^! The SQL is not what was recorded, and not proved: 0001_initial\. .*--record/);
    rmSync(file);
    write("migrations/0002_other.sql", "SELECT 1;");
    expect(await ormgen("migrate")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/its file is missing\n.*nothing was changed.*--back-to-files/) as string,
    });
  });

  test("two branches are no state that --check may pass", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    await ormgen("makemigrations", "--no-verify");
    await ormgen("makemigrations", "--empty", "sql", "mine");
    const record = readFileSync(join(root, "migrations/0002_mine.json"), "utf8");
    write("migrations/0002_yours.sql", readFileSync(join(root, "migrations/0002_mine.sql"), "utf8"));
    write("migrations/0002_yours.json", record);
    expect(await ormgen("makemigrations", "--check")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        "two branches stand beside each other: 0002_mine and 0002_yours",
      ) as string,
    });
  });

  test("Ctrl-C ends with 130: nothing was written, nothing applied", async () => {
    const interruption = new AbortController();
    const { root, write, ormgen } = createProject({}, interruption.signal);
    write("models/book.ts", BOOK);
    write("migrations/0001_a.sql", "CREATE TABLE a (id int);");
    const made = ormgen("makemigrations");
    interruption.abort();
    expect(await made).toMatchObject({ status: 130, stderr: "Stopped: nothing was written\n" });
    expect(readdirSync(join(root, "migrations"))).toEqual(["0001_a.sql"]);
    expect(await ormgen("migrate")).toMatchObject({ status: 130 });
  });

  test("a database without tables is no empty file of models", async () => {
    const { ormgen } = createProject();
    expect(await ormgen("inspectdb")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/The database has no tables .* DATABASE_URL/) as string,
    });
  });
});
