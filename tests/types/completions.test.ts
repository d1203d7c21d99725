import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FILE = join(ROOT, "fixtures/types/completions.ts");

/** What an editor offers at the `|` of a program that uses the library. */
function offered(expression: string): string[] {
  const head = 'import { Book } from "../library/generated/index.js";\nvoid ';
  const text = `${head}${expression.replace("|", "")};\n`;
  const position = head.length + expression.indexOf("|");
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      paths: { "ormgen/runtime": [join(ROOT, "runtime/index.ts")] },
    }),
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const content = path === FILE ? text : ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => path === FILE || ts.sys.fileExists(path),
    readFile: (path) => (path === FILE ? text : readFileSync(path, "utf8")),
    directoryExists: (path) => ts.sys.directoryExists(path),
  });
  const found = service.getCompletionsAtPosition(FILE, position, {});
  service.dispose();
  return (found?.entries ?? []).map(({ name }) => name);
}

const FIELDS = ["title", "author", "publisher", "pages", "status", "published"];

test.each([
  ["own fields in filter()", "Book.objects.filter({ | })", FIELDS],
  ["own fields in get()", "Book.objects.get({ | })", FIELDS],
  ["the choices of a field", 'Book.objects.filter({ status: "|" })', ["draft", "published", "archived"]],
  ["relations in selectRelated()", 'Book.objects.selectRelated("|")', ["author", "publisher"]],
  ["fields in orderBy()", 'Book.objects.orderBy("|")', ["title", "author", "-published"]],
  ["relations in prefetchRelated()", 'Book.objects.prefetchRelated("|")', ["author", "tags", "reviews"]],
  ["fields in values()", 'Book.objects.values("|")', FIELDS],
  ["fields behind the first in values()", 'Book.objects.values("id", "|")', FIELDS],
  ["fields in valuesList()", 'Book.objects.valuesList("|")', FIELDS],
  ["fields in only()", 'Book.objects.only("|")', FIELDS],
  ["references in a function", "Book.objects.orderBy((f) => f.|)", ["title", "author", "pages"]],
  ["references in values()", "Book.objects.values((f) => ({ x: f.| }))", ["title", "author", "pages"]],
  ["fields in create()", "Book.objects.create({ | })", ["title", "author", "price", "pages"]],
  ["references in f", "Book.f.|", ["title", "author", "pages"]],
])("%s", (_, expression, expected) => {
  expect(offered(expression)).toEqual(expect.arrayContaining(expected));
});

test("relations to many rows are not offered in selectRelated()", () => {
  expect(offered('Book.objects.selectRelated("|")')).not.toContain("tags");
});
