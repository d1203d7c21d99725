import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { Programs } from "./program.js";

let programs: Programs;
let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  programs = await Programs.build();
  database = await createDatabase();
  directory = mkdtempSync(join(tmpdir(), "ormgen-exit-"));
});
afterAll(async () => {
  programs.remove();
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** Nothing that waits is shorter than this: a loaded machine takes its time, an open handle keeps the program for longer. */
const SHORTEST_WAIT_MS = 8_000;
const LAST =
  "const end = Date.now(); process.once('beforeExit', () => console.log('idle', Date.now() - end));";

const CALLS = {
  async: "console.log(await ormgen.executeRaw('SELECT 1 AS one'));",
  sync: "console.log(ormgen.executeRawSync('SELECT 1 AS one'));",
  "async, then sync":
    "await ormgen.executeRaw('SELECT 1'); console.log(ormgen.executeRawSync('SELECT 1 AS one'));",
  "sync, then async":
    "ormgen.executeRawSync('SELECT 1'); console.log(await ormgen.executeRaw('SELECT 1 AS one'));",
  "after writing to a table":
    "await ormgen.executeScript('CREATE TABLE IF NOT EXISTS t (id int); DELETE FROM t; INSERT INTO t VALUES (1)'); console.log(await ormgen.executeRaw('SELECT id AS one FROM t'));",
  "an atomic for both":
    "await ormgen.atomic(async () => { console.log(ormgen.executeRawSync('SELECT 1 AS one')); }, { sync: true });",
} as const;

const cases = (["server", "embedded", "memory"] as const).flatMap((driver) =>
  Object.entries(CALLS).map(([name, text]) => ({ driver, name, text })),
);

test.each(cases)("a program ends by itself: $driver, $name", async ({ driver, text }) => {
  const url = { server: database.url, embedded: `embedded:${directory}`, memory: "memory://" }[driver];
  const { code, output } = await programs.run(`${text}\n${LAST}`, { DATABASE_URL: url });
  expect(output).toContain("[ { one: 1 } ]");
  expect(code).toBe(0);
  expect(Number(/idle (\d+)/u.exec(output)?.[1])).toBeLessThan(SHORTEST_WAIT_MS);
});

test("a bundle that was copied elsewhere works in both styles", async () => {
  const alone = await Programs.build({ alone: true });
  const { code, output } = await alone.run(CALLS["sync, then async"], { DATABASE_URL: database.url });
  alone.remove();
  expect(output).toContain("[ { one: 1 } ]");
  expect(code).toBe(0);
});
