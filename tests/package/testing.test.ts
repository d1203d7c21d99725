import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { emptyFolder, pack } from "./installation.js";

const folder = emptyFolder();
const env = { ORMGEN_CACHE_DIR: `${folder.root}/cache` };
let server: TestDatabase | undefined;
afterAll(async () => {
  folder.remove();
  for (const { datname } of await templates()) await server?.query(`DROP DATABASE "${String(datname)}"`);
  await server?.drop();
});

/** The same tests for every runner: what a test writes is seen by none after it, nor by another file. */
const TESTS = `
let database;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const count = () => Author.objects.count();
for (const name of ["first", "second"]) {
  test(name, () =>
    withRollback(async () => {
      const author = await Author.objects.create({ name: "Jane Austen" });
      await assert.rejects(Author.objects.create({ id: author.id, name: "again" }), { name: "UniqueViolation" });
      assert.equal(await expectQueries(1, count), 1);
      assert.equal(Author.objects.countSync(), 1);
    }));
}
test("sync", () => withRollbackSync(() => assert.equal(Author.objects.createSync({ name: "x" }).name, "x")));
test("its queries are counted", async () => {
  await assert.rejects(expectQueries(2, count), /2 queries were expected, and 1 ran[^]*\\.test\\.ts:\\d+/);
  assert.throws(() => expectNoRepeats(() => [1, 2].map(() => Author.objects.countSync())), /2 calls at/);
});
test("what stays is this file's alone", async () => {
  await Author.objects.create({ name: "Mary Shelley" });
  assert.equal(await count(), 1);
});
`;

const COMMON = `import assert from "node:assert/strict";
import { expectNoRepeats, expectQueries, testDatabase, withRollback, withRollbackSync } from "ormgen/testing";
import { Author } from "../generated/index.js";
`;

beforeAll(async () => {
  const tarball = await pack(folder);
  folder.write("package.json", '{ "type": "module" }');
  for (const command of [
    `npm install ${JSON.stringify(tarball)} tsx vitest@4`,
    "npx ormgen init",
    "npx ormgen",
    "npx ormgen makemigrations",
  ]) {
    const { status, stdout, stderr } = await folder.run(command);
    expect({ command, status, stdout, stderr }).toMatchObject({ status: 0 });
  }
  const node = `import { after, before, test } from "node:test";\n${COMMON}${TESTS}`;
  const vitest = `import { afterAll as after, beforeAll as before, test } from "vitest";\n${COMMON}${TESTS}`;
  for (const name of ["one", "two"]) {
    folder.write(`node/${name}.test.ts`, node);
    folder.write(`vitest/${name}.test.ts`, vitest);
  }
  server = await createDatabase();
}, 180_000);

const RUNNERS: readonly (readonly [string, string, RegExp])[] = [
  ["node:test", "node --import tsx --test --test-reporter tap node/*.test.ts", /^# pass 10$/mu],
  ["vitest", "npx vitest run --dir vitest --reporter json", /"numPassedTests":10,/u],
];

/** What is left on the server beside its own database. */
async function templates(): Promise<Record<string, unknown>[]> {
  const others = "starts_with(datname, left(current_database(), 24) || '_test_')";
  return (await server?.query(`SELECT datname FROM pg_database WHERE ${others}`)) ?? [];
}

test.each(RUNNERS)("%s", async (_, command, passed) => {
  for (const url of [undefined, server?.url]) {
    const more: Record<string, string> = url === undefined ? env : { ...env, DATABASE_URL: url };
    const { status, stdout, stderr } = await folder.run(command, more);
    expect({ url, status, stdout, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(passed);
  }
  expect(await server?.query("SELECT to_regclass('author') AS author")).toEqual([{ author: null }]);
  expect(await templates()).toHaveLength(1);
});

test("the generator's tools are not loaded", async () => {
  const { stdout } = await folder.run(
    `node --input-type=module -e 'import { createRequire } from "node:module"; await import("ormgen/testing"); console.log(Object.keys(createRequire(import.meta.url).cache).join("\\n"))'`,
  );
  expect(stdout).toContain("node_modules/pg-protocol/");
  expect(stdout).not.toMatch(/node_modules\/(?:ts-morph|prettier|typescript|commander)\//u);
});
