import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { sealPlace } from "../../generator/emit/seal.js";
import { loadSchema } from "../../generator/read/load-schema.js";
import { createProject, type Project } from "./command-line.js";

vi.mock("../../generator/read/load-schema.js", { spy: true });

const PAGES = `export const LONGEST = 100;\n`;
const BOOK = `import { Model, fields } from "ormgen";
import { LONGEST } from "../limits/index.js";

export class Book extends Model {
  title = fields.text({ maxLength: LONGEST });
}
`;

beforeEach(() => {
  vi.mocked(loadSchema).mockClear();
});

async function generated(): Promise<Project> {
  const project = createProject();
  mkdirSync(join(project.root, "node_modules"));
  project.write("models/book.ts", BOOK);
  project.write("limits/index.ts", PAGES);
  expect(await project.ormgen()).toMatchObject({ status: 0 });
  vi.mocked(loadSchema).mockClear();
  return project;
}

function sealOf(root: string): string {
  return sealPlace(root, join(root, "generated")) ?? "";
}

/** What a run wrote, and whether it parsed the models to find out. */
async function again(project: Project, build?: string): Promise<{ parsed: boolean; written: string[] }> {
  const ran = build === undefined ? project.ormgen("--json") : project.ormgenOf(build, "--json");
  const { written } = JSON.parse((await ran).stdout) as { written: string[] };
  return { parsed: vi.mocked(loadSchema).mock.calls.length > 0, written };
}

test("where nothing changed, no model is parsed, and the same is said", async () => {
  const project = await generated();
  expect(await project.ormgen()).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/generated is up to date \(1 model, \d+ files\)/) as string,
  });
  expect(await again(project)).toEqual({ parsed: false, written: [] });
});

test.each<[what: string, change: (project: Project) => void, written: readonly string[]]>([
  [
    "a model",
    (project) => project.write("models/book.ts", BOOK.replace("title", "name")),
    ["book.ts", "database.ts"],
  ],
  [
    "what a model imports",
    (project) => project.write("limits/index.ts", PAGES.replace("100", "50")),
    ["book.ts"],
  ],
  [
    "what an import finds first",
    (project) => project.write("limits/index.js.ts", PAGES.replace("100", "50")),
    ["book.ts"],
  ],
  [
    "the list of models",
    (project) => project.write("models/tag.ts", BOOK.replace("Book", "Tag")),
    ["database.ts", "index.ts", "tag.ts"],
  ],
  [
    "the config",
    (project) => project.write("ormgen.config.json", '{ "timeZone": "Europe/Vienna" }'),
    ["client.settings.ts"],
  ],
  ["how files are formatted", (project) => project.write(".prettierrc", '{ "printWidth": 30 }'), []],
  ["a file that was removed", ({ root }) => rmSync(join(root, "generated/book.ts")), ["book.ts"]],
  ["the manifest", ({ root }) => rmSync(join(root, "generated/.ormgen-manifest.json")), []],
  ["the seal", ({ root }) => rmSync(sealOf(root)), []],
])("another run sees %s", async (_, change, written) => {
  const project = await generated();
  change(project);
  const seen = await again(project);
  expect(seen.parsed).toBe(true);
  expect(seen.written).toEqual(expect.arrayContaining([...written]));
  vi.mocked(loadSchema).mockClear();
  expect(await again(project)).toEqual({ parsed: false, written: [] });
});

test("another build of ormgen, and one that does not know itself, takes nothing for unchanged", async () => {
  const project = await generated();
  expect(await again(project, "another build")).toEqual({ parsed: true, written: [] });
  await project.ormgenOf(undefined);
  expect(loadSchema).toHaveBeenCalledTimes(2);
});

test("a generated file that was edited is reported, and --force replaces it", async () => {
  const project = await generated();
  const file = join(project.root, "generated/book.ts");
  const before = readFileSync(file, "utf8");
  project.write("generated/book.ts", `${before}// mine\n`);
  expect(await project.ormgen()).toMatchObject({ status: 1 });
  expect(await project.ormgen("--force")).toMatchObject({ status: 0 });
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("--check parses the models, and keeps nothing", async () => {
  const project = await generated();
  const seal = sealOf(project.root);
  rmSync(seal);
  expect(await project.ormgen("--check")).toMatchObject({ status: 0 });
  expect(loadSchema).toHaveBeenCalledTimes(1);
  expect(() => readFileSync(seal)).toThrow("ENOENT");
});
