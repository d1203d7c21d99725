import { beforeAll, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  concat,
  count,
  lower,
  prefetch,
  sum,
  upper,
  value,
} from "../../fixtures/library/generated/index.js";
import { InvalidLookup, InvalidQuery, InvalidValue } from "../../runtime/index.js";
import { styles } from "../library/style.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

describe.each(styles)("$name", (style) => {
  const rows = (queryset: object) => style.call(queryset, "toArray");

  test("values() with expressions by name", async () => {
    const books = Book.objects.values("title", { upper: upper(Book.f.title) }).orderBy("title");
    expect(await rows(books)).toEqual([
      { title: "Atlas", upper: "ATLAS" },
      { title: "Django", upper: "DJANGO" },
      { title: "Flask", upper: "FLASK" },
    ]);
    expect(await style.collect(books.limit(1))).toEqual([{ title: "Atlas", upper: "ATLAS" }]);
  });

  test("names of expressions stay in scope", async () => {
    const tagged = Book.objects
      .values("title", { n: count(Book.f.tags) })
      .filter({ n__gte: 1 })
      .orderBy("-n");
    expect(await rows(tagged)).toEqual([
      { title: "Django", n: 2 },
      { title: "Flask", n: 1 },
    ]);
    const low = Book.objects.values((f) => ({ low: lower(f.title) })).filter((f) => f.low.startswith("d"));
    expect(await rows(low)).toEqual([{ low: "django" }]);
    expect(await rows(tagged.values({ low: lower(Book.f.title) }))).toEqual([
      { low: "django" },
      { low: "flask" },
    ]);
    const keyed = Book.objects.annotate({ key: lower(Book.f.title) });
    expect(await rows(keyed.values("key", (f) => ({ loud: upper(f.key) })).filter({ id: 1 }))).toEqual([
      { key: "django", loud: "DJANGO" },
    ]);
  });

  test("values() of values() groups by what was named before", async () => {
    const pages = Book.objects
      .values("author__name")
      .values("author__name", { pages: sum(Book.f.pages) })
      .orderBy("author__name");
    expect(await rows(pages)).toEqual([
      { author__name: "Ann", pages: 400 },
      { author__name: "Bob", pages: 500 },
    ]);
  });

  test("a name of before is said anew", async () => {
    const again = Book.objects
      .annotate({ key: lower(Book.f.title) })
      .values("id", { key: upper(Book.f.title) })
      .filter({ id: 1 });
    expect(await rows(again)).toEqual([{ id: 1, key: "DJANGO" }]);
  });

  test("valuesList() with expressions", async () => {
    const list = Book.objects
      .filter({ author__name: "Ann" })
      .orderBy("title")
      .valuesList("title", lower(Book.f.title), (f) => f.pages.add(1));
    expect(await rows(list)).toEqual([
      ["Django", "django", 301],
      ["Flask", "flask", 101],
    ]);
    expect(await rows(list.valuesList(lower(Book.f.title), { flat: true }))).toEqual(["django", "flask"]);
    expect(await rows(list.valuesList((f) => f.pages.mul(2), { flat: true }))).toEqual([600, 200]);
    const names = Author.objects
      .orderBy("id")
      .valuesList(concat(value("Dr "), Author.f.name), { flat: true });
    expect(await style.call(names, "first")).toBe("Dr Ann");
    const tags = Book.objects.valuesList("title", count(Book.f.tags)).orderBy("title");
    expect(await rows(tags)).toEqual([
      ["Atlas", 0],
      ["Django", 2],
      ["Flask", 1],
    ]);
  });

  test("null clears what selectRelated() and prefetchRelated() said", async () => {
    const books = Book.objects.selectRelated("author").selectRelated(null);
    expect(books.filter({ id: 1 }).toSQL().sql).not.toContain("join");
    const authors = Author.objects
      .prefetchRelated("books", prefetch("books", Book.objects.all(), { as: "recent" }))
      .prefetchRelated(null);
    const author = (await style.call(authors, "first")) as Author;
    expect("recent" in author).toBe(false);
    expect(() => author.books.loaded).toThrow("Author.books is not loaded");
  });
});

describe("refused", () => {
  const untyped = Book.objects as unknown as Record<"values" | "valuesList", (...of: unknown[]) => unknown>;

  test("a name that the model has", () => {
    expect(() => untyped.values({ title: lower(Book.f.title) })).toThrow(InvalidLookup);
    expect(() => untyped.values("id", { n: count(), author: count() })).toThrow(
      /annotation 'author' conflicts/,
    );
  });
  test("what is no expression", () => {
    expect(() => untyped.values({ n: 1 })).toThrow(InvalidValue);
    expect(() => untyped.values(lower(Book.f.title))).toThrow(InvalidValue);
    expect(() => untyped.valuesList(3)).toThrow(InvalidValue);
    expect(() => untyped.valuesList(undefined, "id")).toThrow(InvalidValue);
    expect(() => untyped.valuesList("id", lower(Book.f.title), { flat: true })).toThrow(InvalidQuery);
  });
});
