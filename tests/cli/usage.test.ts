import { expect, test } from "vitest";
import { fileFailure } from "../../generator/cli/file-failure.js";
import { createProject } from "./command-line.js";

test("help, of the program and of each command, and the version", async () => {
  const { ormgen } = createProject();
  const { status, stdout } = await ormgen("--help");
  expect(status).toBe(0);
  for (const command of ["generate", "init", "makemigrations", "migrate", "showmigrations", "sqlmigrate"]) {
    expect(stdout).toContain(command);
    const help = await ormgen(command, "--help");
    expect(help).toMatchObject({ status: 0, stderr: "" });
    for (const option of ["--config", "--json", "--quiet", "--no-color"])
      expect(help.stdout).toContain(option);
  }
  expect(await ormgen("--version")).toMatchObject({ status: 0, stdout: "1.2.3\n" });
});

test("wrong usage is status 2, with the nearest name", async () => {
  const { ormgen, write } = createProject();
  const wrong = [
    [["migrat"], /Unknown command "migrat": did you mean "migrate"/],
    [["--wach"], /unknown option '--wach'/],
    [["migrate", "--pln"], /Did you mean --plan/],
    [["sqlmigrate"], /missing required argument/],
    [["migrate", "a", "b"], /Too many arguments: "b"/],
    [["--watch", "--check"], /exclude each other/],
    [["--watch", "--json"], /^$/],
    [["--config", "none.ts"], /none\.ts: there is no such file/],
    [["makemigrations", "../x"], /letters, digits and underscores/],
  ] as const;
  for (const [args, message] of wrong) {
    const { status, stderr } = await ormgen(...args);
    expect({ args, status }).toEqual({ args, status: 2 });
    expect(stderr).toMatch(message);
  }
  write("ormgen.config.json", '{ "modles": "x" }');
  expect(await ormgen()).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('did you mean "models"?') as string,
  });
});

test("an error with --json is a document too", async () => {
  const { ormgen } = createProject();
  const { status, stdout, stderr } = await ormgen("--json");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { name: "CommandFailed" } });
});

test("colors only where they are wanted", async () => {
  const { ormgen } = createProject({ FORCE_COLOR: "1" });
  expect((await ormgen()).stderr).toContain("\u001b[31m");
  expect((await ormgen("--no-color")).stderr).not.toContain("\u001b");
});

test.each([
  [
    "EACCES",
    "open",
    "/x/0002_a.json.1461108222",
    "/x/0002_a.json cannot be written: this user has no right to it",
  ],
  ["EACCES", "mkdir", "/x/generated", "/x/generated cannot be made: this user has no right to it"],
  [
    "EROFS",
    "open",
    "/x/a.sql.2701545008",
    "/x/a.sql cannot be written: it lies on a file system that is read only",
  ],
  ["ENOSPC", "write", undefined, "ENOSPC, write: the disk is full. Make room"],
  ["EISDIR", "read", "/x/a.sql", "/x/a.sql cannot be opened: it is a folder"],
])("%s at %s of %s says what, where, and what to do", (code, syscall, path, message) => {
  const failure = Object.assign(new Error(`${code}, ${syscall}`), { code, syscall, path });
  expect(fileFailure(failure)).toContain(message);
  expect(fileFailure(Object.assign(failure, { code: "ECONNREFUSED" }))).toBeNull();
});
