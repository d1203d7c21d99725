import { beforeAll, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  count,
  left,
  max,
  registerTransform,
  sql,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

declare module "../../runtime/types/lookups.js" {
  interface CustomTransforms {
    readonly initial: string;
    readonly doubled: number;
    readonly vowels: number;
  }
}

beforeAll(async () => {
  const end = await smallLibrary();
  registerTransform("initial", { on: ["text"], expression: (of) => left(of, 1) });
  registerTransform("doubled", { on: ["number"], expression: (of) => sql`${of} + ${of}` });
  registerTransform("vowels", {
    on: ["text"],
    output: "integer",
    expression: (of) => sql`length(regexp_replace(lower(${of}), ${"[^aeiou]"}, '', 'g'))`,
  });
  return end;
});

const titles = async (rows: { toArray(): Promise<Book[]> }) =>
  (await rows.toArray()).map(({ title }) => title).sort();
const books = Book.objects;

describe("transforms of texts", () => {
  test.each([
    [{ title__lower: "django" }, ["Django"]],
    [{ title__upper__in: ["FLASK", "ATLAS"] }, ["Atlas", "Flask"]],
    [{ title__length: 6 }, ["Django"]],
    [{ title__length__gt: 5 }, ["Django"]],
    [{ title__lower__startswith: "d" }, ["Django"]],
    [{ title__lower__length__range: [5, 5] as const }, ["Atlas", "Flask"]],
    [{ title__trim__reverse: "ognajD" }, ["Django"]],
    [{ title__ord: 65 }, ["Atlas"]],
    [{ title__md5__startswith: "zz" }, []],
    [{ title__sha256__length: 64 }, ["Atlas", "Django", "Flask"]],
    [{ status__upper: "DRAFT" }, ["Atlas"]],
    [{ author__name__lower: "bob" }, ["Atlas"]],
    [{ tags__name__upper: "ORM" }, ["Django"]],
    [{ publisher__city__lower: null }, ["Flask"]],
    [{ publisher__city__lower__isnull: false }, ["Atlas", "Django"]],
  ])("%j", async (where, found) => {
    expect(await titles(books.filter(where as never))).toEqual(found);
    // The other half is the rest, who has no such row included.
    const rest = ["Atlas", "Django", "Flask"].filter((title) => !(found as string[]).includes(title));
    expect(await titles(books.exclude(where as never))).toEqual(rest);
  });
});

describe("transforms of numbers", () => {
  test.each([
    [{ rating__round: 5 }, ["Django"]],
    [{ rating__floor: 4 }, ["Django"]],
    [{ rating__ceil__gt: 4 }, ["Django"]],
    [{ rating__abs: 2 }, ["Atlas"]],
    [{ price__floor: "99" }, ["Atlas"]],
    [{ price__ceil: "21" }, ["Flask"]],
    [{ price__round: "100" }, ["Atlas"]],
    [{ pages__abs: 100 }, ["Flask"]],
    [{ pages__ceil: 100 }, ["Flask"]],
    [{ pages__sqrt: 10 }, ["Flask"]],
    [{ pages__sqrt__round__lt: 18 }, ["Django", "Flask"]],
    [{ rating__sign: 1 }, ["Atlas", "Django"]],
    [{ published__month__abs: 5 }, ["Django"]],
  ])("%j", async (where, found) => {
    expect(await titles(books.filter(where as never))).toEqual(found);
    const rest = ["Atlas", "Django", "Flask"].filter((title) => !found.includes(title));
    expect(await titles(books.exclude(where as never))).toEqual(rest);
  });
});

test("on a column that is of the other kind, they are refused by name", () => {
  expect(() => books.filter({ pages__lower: "x" } as never)).toThrow(/Book.pages has no lookup 'lower'/);
  expect(() => books.filter({ title__abs: 1 } as never)).toThrow(/Book.title has no lookup 'abs'/);
  expect(() => books.orderBy("author__lower" as never)).toThrow(/Author has no field 'lower'/);
});

test("in orderBy, values, distinct and annotations, and as methods", async () => {
  expect(await books.orderBy("-title__lower").valuesList("title__lower", { flat: true }).toArray()).toEqual([
    "flask",
    "django",
    "atlas",
  ]);
  expect(
    await books.orderBy("title__length", "title").values("title__length", "author__name__upper").toArray(),
  ).toEqual([
    { title__length: 5, author__name__upper: "BOB" },
    { title__length: 5, author__name__upper: "ANN" },
    { title__length: 6, author__name__upper: "ANN" },
  ]);
  expect(
    await books.values("title__length").annotate({ n: count() }).orderBy("title__length").toArray(),
  ).toEqual([
    { title__length: 5, n: 2 },
    { title__length: 6, n: 1 },
  ]);
  expect(
    (await books.orderBy("title__length", "-title").distinct("title__length").toArray()).map(
      ({ title }) => title,
    ),
  ).toEqual(["Flask", "Django"]);
  const named = books.annotate({ low: Book.f.title.lower(), n: Book.f.author.name.upper().length() });
  expect(await titles(named.filter({ low__length__gt: 5, n__abs: 3 }))).toEqual(["Django"]);
  expect(await titles(books.filter(Book.f.rating.round().eq(5)))).toEqual(["Django"]);
  expect(await titles(books.filter({ title__lower: Book.f.title.lower() }))).toHaveLength(3);
  expect(await Author.objects.aggregate({ longest: max(Author.f.books.title.length()) })).toEqual({
    longest: 6,
  });
  const grouped = Author.objects.annotate({ n: count(Author.f.books) });
  expect(await grouped.filter({ n__abs__gt: 1 }).count()).toBe(1);
});

test("of one's own: chained, over relations, negated, with values of their own", async () => {
  expect(await titles(books.filter({ title__initial__in: ["D", "A"] }))).toEqual(["Atlas", "Django"]);
  expect(await titles(books.filter({ title__initial__lower: "f" }))).toEqual(["Flask"]);
  expect(await titles(books.filter({ title__lower__initial: "f" }))).toEqual(["Flask"]);
  expect(await titles(books.filter({ pages__doubled__lte: 600 }))).toEqual(["Django", "Flask"]);
  expect(await titles(books.filter({ pages__doubled__abs: 1000 }))).toEqual(["Atlas"]);
  expect(await titles(books.filter({ title__vowels: 2 }))).toEqual(["Atlas", "Django"]);
  expect(await titles(books.exclude({ author__name__vowels: 1 }))).toEqual([]);
  expect(await Author.objects.exclude({ books__title__initial: "A" }).count()).toBe(2);
  expect(
    await books.orderBy("title__vowels", "title").valuesList("title__vowels", { flat: true }).toArray(),
  ).toEqual([1, 2, 2]);
  expect(() => books.filter({ pages__initial: "x" } as never)).toThrow(/Book.pages has no lookup 'initial'/);
});

test("names that are taken, or no words, are refused", () => {
  const expression = () => sql`1`;
  expect(() => registerTransform("lower", { expression })).toThrow("there is a transform 'lower' already");
  expect(() => registerTransform("icontains", { expression })).toThrow(
    "there is a lookup 'icontains' already",
  );
  expect(() => registerTransform("a__b", { expression })).toThrow(/cannot name a transform/);
  expect(() => registerTransform("nothing", { expression, output: "money" as never })).toThrow(
    /knows the types/,
  );
});
