import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../generate/render.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { emptyFolder, pack } from "./installation.js";
import { blocksOf, fileOf, linksOf } from "./markdown.js";

const README = fileURLToPath(new URL("../../README.md", import.meta.url));
const start = blocksOf(readFileSync(README, "utf8"), "Five minutes");
/** What waits for an idle connection or a timer takes longer than this; a loaded machine does not. */
const SHORTEST_WAIT_MS = 8_000;
const folder = emptyFolder();
let tarball: string;

beforeAll(async () => {
  tarball = await pack(folder);
});
afterAll(() => folder.remove());

async function succeeds(command: string, env?: Record<string, string>): Promise<string> {
  const { status, stdout, stderr } = await folder.run(command, env);
  expect({ command, status, stdout, stderr }).toMatchObject({ command, status: 0 });
  return stdout;
}

describe("the README's five minutes", () => {
  test("the page opens with the two commands", () => {
    const [first] = blocksOf(readFileSync(README, "utf8"));
    expect(first?.text).toBe("npm ci && npm run demo\nnpm ci && npm test\n");
  });

  test.each(start.map((block) => [block.text.split("\n")[0] ?? "", block] as const))(
    "%s …",
    async (_, block) => {
      const file = fileOf(block);
      if (file !== null) return folder.write(file, block.text);
      const commands = block.text.replace("npm install ormgen", `npm install ${JSON.stringify(tarball)}`);
      for (const command of commands.trim().split("\n")) {
        const { status, stdout, stderr } = await folder.run(command);
        expect({ command, status, stdout, stderr }).toMatchObject({ status: 0 });
        if (command.startsWith("npm install") && command.includes("ormgen"))
          expect(stderr).not.toContain("EBADENGINE");
      }
    },
  );

  test("did what it says", async () => {
    expect(start.length).toBeGreaterThan(4);
    expect(await succeeds("npx tsx first.ts")).toMatch(/^(?:Emma by Jane Austen\n)+\d+ books\n$/);
  });

  test("its mistake is told in its words", async () => {
    folder.write(
      "wrong.ts",
      'import { Book } from "./generated/index.js";\nBook.objects.filter({ reviews__star: 4 });\n',
    );
    const { status, stdout } = await folder.run("npx tsc; status=$?; rm wrong.ts; exit $status");
    expect(status).not.toBe(0);
    expect(stdout).toContain("Review has no field or lookup 'star'");
  });
});

describe("the installed package", () => {
  test("holds what it needs and nothing else", async () => {
    const listed = await succeeds(`tar -tzf ${JSON.stringify(tarball)}`);
    const outside = listed
      .split("\n")
      .filter((path) => path !== "" && !/^package\/(?:dist|docs|fixtures\/library\/models)\//.test(path));
    expect(outside.sort()).toEqual(
      ["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "package.json"].map(
        (name) => `package/${name}`,
      ),
    );
  });

  test("holds what its pages link to", async () => {
    const listed = (await succeeds(`tar -tzf ${JSON.stringify(tarball)}`))
      .split("\n")
      .map((path) => path.slice(8));
    const pages = listed.filter((path) => path.endsWith(".md"));
    expect(pages).toContain("docs/web-server.md");
    const broken = pages.flatMap((page) =>
      linksOf(readFileSync(join(ROOT, page), "utf8"))
        .map((link) => join(dirname(page), link))
        .filter((link) => !listed.some((path) => path === link || path.startsWith(`${link}/`)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test("the second run says that nothing changed", async () => {
    expect(await succeeds("npx ormgen")).toContain("up to date");
    expect(await succeeds("npx ormgen generate --check")).toContain("up to date");
  });

  test("a program that is done ends by itself at once", async () => {
    folder.write(
      "done.ts",
      `import { Book } from "./generated/index.js";
await Book.objects.count();
Book.objects.countSync();
console.log("done " + String(Date.now()));
`,
    );
    const stdout = await succeeds("npx tsx done.ts; echo ended $(date +%s%3N)");
    const [, done, ended] = /^done (\d+)\nended (\d+)\n$/.exec(stdout) ?? [];
    expect(Number(ended) - Number(done)).toBeLessThan(SHORTEST_WAIT_MS);
  });

  test("migrations are applied from a program, in either style, without the generator's tools", async () => {
    folder.write(
      "apply.ts",
      `import { migrate, migrateSync } from "ormgen/migrations";
const own = { embedded: ".own" };
console.log(JSON.stringify([await migrate(own), await migrate(own)]));
console.log(JSON.stringify([migrateSync({ embedded: ".sync" }), migrateSync({ embedded: ".sync" })]));
`,
    );
    const names = (await succeeds("ls migrations")).match(/\d{4}_\w+(?=\.sql)/g);
    const both = JSON.stringify([
      { applied: names, reversed: [] },
      { applied: [], reversed: [] },
    ]);
    expect(await succeeds("npx tsx apply.ts")).toBe(`${both}\n${both}\n`);
    folder.write("watch.mjs", WATCH);
    const { stderr } = await folder.run(
      `node --import ./watch.mjs -e 'await import("ormgen/migrations")' --input-type=module`,
    );
    expect(stderr.split("\n").filter((line) => FORBIDDEN.test(line))).toEqual([]);
  });

  test("the runtime loads nothing of the generator", async () => {
    folder.write("watch.mjs", WATCH);
    const stderr = (
      await folder.run(`node --import ./watch.mjs -e 'await import("ormgen/runtime")' --input-type=module`)
    ).stderr;
    const loaded = stderr.split("\n").filter((line) => line.startsWith("loads "));
    expect(loaded.join("\n")).toContain("pg-protocol");
    expect(loaded.filter((line) => FORBIDDEN.test(line))).toEqual([]);
  });
});

describe("on a server", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  test("DATABASE_URL is all that changes", async () => {
    const env = { DATABASE_URL: database.url };
    await succeeds("npx ormgen migrate", env);
    expect(await succeeds("npx tsx first.ts", env)).toBe("Emma by Jane Austen\n1 books\n");
    expect(await database.query("SELECT title FROM book")).toEqual([{ title: "Emma" }]);
    expect(existsSync(join(folder.root, ".ormgen"))).toBe(true);
  });
});

const FORBIDDEN = /node_modules\/(?:ts-morph|@ts-morph|prettier|commander|typescript|chokidar|jiti|@babel)\//;

/** Tells every module that is resolved, by import or by require. */
const WATCH = `import { register } from "node:module";
import { createRequire } from "node:module";
const hooks = \`
import { writeSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  writeSync(2, "loads " + found.url + "\\\\n");
  return found;
}\`;
register("data:text/javascript," + encodeURIComponent(hooks));
process.on("exit", () => {
  for (const path of Object.keys(createRequire(import.meta.url).cache)) console.error("loads " + path);
});
`;
