import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import * as functions from "../../runtime/query/functions/index.js";
import { ROOT } from "../generate/render.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { tablesOf } from "../library/library.js";
import { docsLibrary, type DocsLibrary } from "./library.js";
import { moduleOf, ownModels, type PageModule } from "./module.js";
import { UPDATE, cellsFrom, compare, compareRow, outputsOf, type Cells } from "./compare.js";
import { fileOf, isMigration, parsePage, quoted, type Example, type Page, type TableRow } from "./page.js";
import { createProject, fieldOf, writeClient } from "./project.js";
import { runExample, type Outcome } from "./run-example.js";
import { messageOf, typeCheck, type Mistake } from "./type-check.js";
import { updatePage, type Change } from "./update.js";

/**
 * Every example of the pages is run, and its SQL and its result are compared with what the page says. `DOCS_PAGE` names
 * one page.
 */
const ONLY = process.env["DOCS_PAGE"];

const folder = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-docs-")));
const pages = globSync([`docs/${ONLY ?? "*"}.md`], { cwd: ROOT })
  .sort()
  .map((path) => {
    const markdown = readFileSync(join(ROOT, path), "utf8");
    const page = parsePage(markdown);
    const name = basename(path, ".md");
    const library = join(ROOT, "fixtures/library/generated/index.js");
    const module = moduleOf(page, { library, own: `./${name}/generated/index.js` });
    return { path, name, page, module, servers: markdown.includes('"postgres://') };
  })
  .filter(({ page }) => page.examples.length + page.project.length + page.tables.length > 0);

let mistakes: Mistake[] = [];
let library: DocsLibrary;
let server: TestDatabase | null = null;

beforeAll(async () => {
  const scripts: string[] = [];
  for (const { name, page } of pages) {
    if (ownModels(page).length > 0) scripts.push(await writeClient(join(folder, name), page));
  }
  library = await docsLibrary(scripts);
  if (pages.some(({ servers }) => servers)) {
    server = await createDatabase();
    await server.query(tablesOf("fixtures/library"));
  }
  for (const { name, module, page } of pages) {
    writeFileSync(join(folder, `${name}.ts`), withServer(module.text));
    mkdirSync(join(folder, name, "models"), { recursive: true });
    for (const { code } of page.project) {
      if (fileOf(code) !== null && !isMigration(code))
        writeFileSync(join(folder, name, "models", `${String(code.start)}.ts`), code.text);
    }
  }
  mistakes = await typeCheck(folder);
}, 240_000);

afterAll(async () => {
  await library.end();
  await server?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The servers that a page names are one real one. */
function withServer(code: string): string {
  return code.replace(/"postgres:\/\/[^"]*"/g, JSON.stringify(server?.url ?? ""));
}

/** What an example shows of the embedded database does not hold on a server. */
function isElsewhere(example: Example): boolean {
  return inject("driver") === "server" && JSON.stringify(example).includes("the embedded database");
}

describe.each(pages)("$path", ({ path, name, page, module }) => {
  const changes: Change[] = [];
  let examples: Readonly<Record<string, () => Promise<unknown>>>;

  beforeAll(async () => {
    const imported: unknown = await import(join(folder, `${name}.ts`));
    ({ examples } = imported as { examples: typeof examples });
  });
  afterAll(async () => {
    if (UPDATE && changes.length > 0) await updatePage(join(ROOT, path), changes);
  });

  const runAt = async (line: number): Promise<Outcome> => {
    const example = examples[String(line)];
    if (!example) throw new Error("the example was not written");
    const outcome = await runExample(example);
    if (outcome.sql.some((sql) => !/^(?:select|explain) /.test(sql))) await library.reset();
    return outcome;
  };

  for (const example of page.examples) {
    test.skipIf(isElsewhere(example))(`line ${String(example.code.start + 1)}`, async () => {
      const found = mistakesAt(name, module, example.code.start);
      const outcome = await runAt(example.code.start);
      if (example.code.info === "ts") {
        expect(found).toEqual([]);
        if (outcome.error !== undefined) throw outcome.error;
      } else expect([...found, outcome.error], "the example was to fail").not.toEqual([undefined]);
      compare(example, outputsOf(example, outcome, found), changes);
    });
  }
  for (const table of page.tables) {
    test.each(table.rows.map((row) => ({ row, code: row.code })))("$code", async ({ row }) => {
      expect(mistakesAt(name, module, row.line)).toEqual([]);
      const made = table.how === "field" ? await fieldCells(row) : cellsFrom(await runAt(row.line));
      compareRow(table, row, made, changes);
    });
  }
  test("imports and models type-check", () => {
    const inExamples = ({ line }: Mistake) => module.spans.some(({ from, to }) => line >= from && line <= to);
    const here = mistakes.filter(({ file }) => file === `${name}.ts` || file.startsWith(`${name}/`));
    expect(here.filter((mistake) => mistake.file.includes("/") || !inExamples(mistake))).toEqual([]);
  });
  if (page.project.length > 0) test("models and commands", () => runProject(page, changes), 240_000);
});

test.skipIf(ONLY !== undefined)("every function of the client is shown on a page", () => {
  const texts = pages.map(({ path }) => readFileSync(join(ROOT, path), "utf8")).join("\n");
  const isShown = (name: string) => new RegExp(`\\b${name}(?:<[^(]*>)?[(\`]`).test(texts);
  expect(Object.keys(functions).filter((name) => !isShown(name))).toEqual([]);
});

test.skipIf(ONLY !== undefined)("no page is left out", () => {
  const examples = pages.map(
    ({ page }) => page.examples.length + page.tables.flatMap(({ rows }) => rows).length,
  );
  expect(examples.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(300);
});

function mistakesAt(name: string, module: PageModule, line: number): string[] {
  const span = module.spans.find((each) => each.line === line);
  return mistakes
    .filter((each) => each.file === `${name}.ts` && span && each.line >= span.from && each.line <= span.to)
    .map(messageOf);
}

async function fieldCells({ code }: TableRow): Promise<Cells> {
  const { sql, type } = await fieldOf(folder, code);
  return { SQL: quoted(sql), TypeScript: quoted(type) };
}

async function runProject(page: Page, changes: Change[]): Promise<void> {
  const root = join(folder, "project");
  mkdirSync(root);
  try {
    const project = createProject(root);
    for (const example of page.project) {
      const { code } = example;
      const made = code.info === "sh" ? await project.run(code) : project.write(code);
      compare(
        example,
        example.outputs.map(() => made.trimEnd()),
        changes,
      );
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
