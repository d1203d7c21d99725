import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Format } from "esbuild";
import { rolldown } from "rolldown";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyFolder, pack } from "./installation.js";

const folder = emptyFolder();
afterAll(() => folder.remove());

/** What docs/bundlers.md says: the embedded database's files are read beside its code, so that package stays outside. */
const EXTERNAL = ["@electric-sql/pglite", "pg-native"];

const PROGRAM = `import { Author, atomic, connectSync } from "./generated/index.js";

async function main() {
  await atomic(async () => {
    await Author.objects.create({ name: "Jane Austen" });
  });
  const found = [await Author.objects.count(), Author.objects.countSync()];
  try {
    await Author.objects.get({ id: -1 });
  } catch (error) {
    console.log((error as Error).name, ...found);
  }
}
void main();
void connectSync;
`;

beforeAll(async () => {
  const tarball = await pack(folder);
  folder.write("package.json", '{ "type": "module" }');
  for (const command of [
    `npm install ${JSON.stringify(tarball)}`,
    "npx ormgen init",
    "npx ormgen",
    "npx ormgen makemigrations",
    "npx ormgen migrate",
  ]) {
    const { status, stdout, stderr } = await folder.run(command);
    expect({ command, status, stdout, stderr }).toMatchObject({ status: 0 });
  }
  folder.write("program.ts", PROGRAM);
});

/** Whatever the working directory is, the embedded database is that of the command line: it is found from the config. */
async function says(file: string): Promise<string> {
  const [here, elsewhere] = [`node ${file}`, `cd ${JSON.stringify(tmpdir())} && node ${file}`];
  const first = await folder.run(here);
  expect(first).toMatchObject({ status: 0, stderr: "" });
  const second = await folder.run(elsewhere);
  expect(second).toMatchObject({ status: 0, stderr: "" });
  const printed = /^Author\.DoesNotExist (\d+) \1\n$/;
  expect(first.stdout).toMatch(printed);
  const count = (stdout: string) => Number(printed.exec(stdout)?.[1]);
  expect(count(second.stdout)).toBe(count(first.stdout) + 1);
  return first.stdout;
}

test.each([
  ["esm", "mjs"],
  ["cjs", "cjs"],
] as const)("esbuild, %s", async (format: Format, ending) => {
  const outfile = join(folder.root, "out", `esbuild.${ending}`);
  // Packages of CommonJS in it ask for a require(), which a module of ES has not by itself.
  const banner =
    format === "esm"
      ? { js: 'import { createRequire as from } from "node:module"; const require = from(import.meta.url);' }
      : {};
  const options = { bundle: true, platform: "node", target: "node20", external: EXTERNAL, banner } as const;
  await build({
    ...options,
    format,
    outfile,
    entryPoints: [join(folder.root, "program.ts")],
    logLevel: "silent",
  });
  expect(await says(outfile)).toMatch(/^Author\.DoesNotExist \d+ \d+\n$/);
});

test.each(["esm", "cjs"] as const)("rolldown, %s", async (format) => {
  const file = join(folder.root, "out", `rolldown.${format === "esm" ? "mjs" : "cjs"}`);
  const bundle = await rolldown({
    input: join(folder.root, "program.ts"),
    platform: "node",
    external: EXTERNAL,
  });
  await bundle.write({ file, format, inlineDynamicImports: true });
  expect(await says(file)).toMatch(/^Author\.DoesNotExist \d+ \d+\n$/);
});

test("nothing in the package has a bundler look for a file beside it that is not there", () => {
  const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
  const files = globSync(["**/*.js", "!bin/**"], { cwd: dist, absolute: true });
  expect(files.length).toBeGreaterThan(10);
  // What Turbopack, webpack and Vite take for a file to be copied.
  const asset = /new URL\([^()]*,\s*import\.meta\.url\s*\)/u;
  expect(asset.test('new URL("..", import.meta.url)')).toBe(true);
  expect(files.filter((file) => asset.test(readFileSync(file, "utf8")))).toEqual([]);
});
