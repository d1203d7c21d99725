import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { loadSchema } from "../../generator/read/index.js";
import { CODES, type DiagnosticCode } from "../../generator/schema/codes.js";
import { render } from "./render.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const root = path.join(project, "fixtures/diagnostics");
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Files that a folder cannot hold everywhere: one that is not there, one whose name differs by capital letters. */
const EXTRA: ReadonlyMap<string, { readonly file: string; readonly text: string | null }> = new Map([
  ["ORM1016-unreadable", { file: "models/gone.ts", text: null }],
  ["ORM1019-alike-files", { file: "models/BOOK.ts", text: "export const nothing = 1;\n" }],
]);

describe.each(folders)("%s", (folder) => {
  const cwd = path.join(root, folder);
  const extra = EXTRA.get(folder);
  const files = globSync(["models/**/*.ts"], { cwd, absolute: true });
  if (extra) files.push(path.join(cwd, extra.file));
  const read = (file: string): string =>
    extra?.text != null && file.endsWith(extra.file) ? extra.text : readFileSync(file, "utf8");
  const { schema, diagnostics } = loadSchema({ root: cwd, files, read });

  test("finds what is expected", () => {
    const found = render(cwd, diagnostics);
    const expected = path.join(cwd, "expected.txt");
    if (process.env["ORMGEN_UPDATE"] === "1") writeFileSync(expected, found);
    expect(found).toBe(readFileSync(expected, "utf8"));
  });

  test("finds the mistake that it is named after, and gives no schema", () => {
    expect(diagnostics.map(({ code }) => code)).toContain(folder.slice(0, "ORM0000".length));
    expect(schema).toBeNull();
  });

  test("says the same in any order of files", () => {
    expect(loadSchema({ root: cwd, files: files.toReversed(), read }).diagnostics).toEqual(diagnostics);
  });

  test("keeps to the form of messages", () => {
    for (const { code, message, position, end } of diagnostics) {
      expect(CODES).toHaveProperty(code);
      expect(message).not.toMatch(/\n|\.$/);
      expect(path.isAbsolute(position.file)).toBe(false);
      if (end)
        expect(end.line * 1000 + end.column).toBeGreaterThanOrEqual(position.line * 1000 + position.column);
    }
  });
});

describe("the registry", () => {
  const documentation = path.join(project, "docs/reference/diagnostics.md");
  const documented = existsSync(documentation) ? readFileSync(documentation, "utf8") : "";

  test.each(Object.keys(CODES) as DiagnosticCode[])("%s has a folder and is documented", (code) => {
    expect(folders.filter((folder) => folder.startsWith(`${code}-`))).not.toEqual([]);
    expect(documented).toContain(`## ${code}: ${CODES[code]}\n`);
  });

  test("nothing is documented that does not exist", () => {
    const headings = [...documented.matchAll(/^## (ORM\d+)/gm)].map(([, code]) => code);
    expect(headings).toEqual(Object.keys(CODES).sort());
  });
});
