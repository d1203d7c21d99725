import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FILE = join(ROOT, "fixtures/types/completions.ts");

/** What an editor says at the `|` of a program that uses the library. */
function asked<T>(expression: string, ask: (service: ts.LanguageService, position: number) => T): T {
  const head = 'import { Author, Book } from "../library/generated/index.js";\nvoid ';
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
  const answer = ask(service, position);
  service.dispose();
  return answer;
}

function offered(expression: string): string[] {
  const found = asked(expression, (service, position) =>
    service.getCompletionsAtPosition(FILE, position, {}),
  );
  return (found?.entries ?? []).map(({ name }) => name);
}

/** The signature and the comment that an editor shows. */
function hover(expression: string): string {
  const found = asked(expression, (service, position) => service.getQuickInfoAtPosition(FILE, position));
  return ts.displayPartsToString(found?.displayParts) + "\n" + ts.displayPartsToString(found?.documentation);
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
  ["own fields in getOrCreate()", "Book.objects.getOrCreate({ | })", FIELDS],
  ["own fields in updateOrCreate()", "Book.objects.updateOrCreateSync({ | })", FIELDS],
  ["own fields in getOrCreate() of related rows", "({} as Author).books.getOrCreate({ | })", FIELDS],
  ["the defaults of getOrCreate()", 'Book.objects.getOrCreate({ title: "x" }, { defaults: { | } })', FIELDS],
  ["own fields in q()", "Book.q({ | })", FIELDS],
  ["own fields in a second condition of q()", 'Book.q({ title: "x", | })', ["pages", "author"]],
  ["annotations in filter()", "Book.objects.annotate({ n: Book.f.pages }).filter({ | })", ["n", "title"]],
  ["fields in bulkUpdate()", 'Book.objects.bulkUpdate([], ["|"])', ["title", "author"]],
  ["relations in With", 'null as unknown as Book.With<"|">', ["author", "publisher", "tags"]],
  ["references in f", "Book.f.|", ["title", "author", "pages"]],
])("%s", (_, expression, expected) => {
  expect(offered(expression)).toEqual(expect.arrayContaining(expected));
});

test.each(["Book.objects.filter({ | })", "Book.objects.exclude({ | })", "Book.q({ | })", "Book.f.author.|"])(
  "%s offers nothing that is no field, lookup or relation",
  (expression) => {
    const own = offered(expression);
    expect(own).not.toHaveLength(0);
    for (const name of ["type", "save", "delete", "refresh", "constructor"]) expect(own).not.toContain(name);
  },
);

test("relations to many rows are not offered in selectRelated()", () => {
  expect(offered('Book.objects.selectRelated("|")')).not.toContain("tags");
});

test("a hover shows what a call gives, an example, its SQL and what it throws", () => {
  const get = hover("Book.objects.ge|t({ id: 3 })");
  expect(get).toContain("Promise<Book>");
  expect(get).toContain("await Book.objects.get(");
  expect(get).toContain('// select … where "id" = $1');
  expect(get).toContain("Throws Book.DoesNotExist");
  const latest = hover('Book.objects.late|st("published")');
  expect(latest).toContain('latest<readonly ["published"]>(fields_0: "published"): Promise<Book>');
  expect(latest).toContain("await Book.objects.latest(");
  const values = hover('Book.objects.valu|es("title", { n: count() })');
  expect(values).toContain("expressions");
});
