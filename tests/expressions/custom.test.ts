import { beforeAll, expect, test } from "vitest";
import {
  Author,
  Book,
  collate,
  jsonArray,
  jsonObject,
  registerLookup,
  sha256,
  sql,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

declare module "../../runtime/types/lookups.js" {
  interface CustomLookups {
    readonly not_equal: unknown;
    readonly within_fifty: number;
  }
}

beforeAll(async () => {
  const end = await smallLibrary();
  registerLookup("not_equal", { condition: (left, right) => sql`${left} <> ${right}` });
  registerLookup("within_fifty", {
    on: ["number"],
    condition: (left, right) => sql`abs(${left} - ${right}) <= ${50}`,
  });
  return end;
});

test("lookups of one's own stand in conditions of any depth", async () => {
  const titles = async (where: { toArray(): Promise<Book[]> }) =>
    (await where.toArray()).map((book) => book.title);
  expect(await titles(Book.objects.filter({ title__not_equal: "Django" }).orderBy("title"))).toEqual([
    "Atlas",
    "Flask",
  ]);
  expect(await titles(Book.objects.filter({ pages__within_fifty: 320 }))).toEqual(["Django"]);
  expect(await titles(Book.objects.filter({ pages__within_fifty: 470 }))).toEqual(["Atlas"]);
  expect(await titles(Book.objects.exclude({ author__name__not_equal: "Ann" }).orderBy("title"))).toEqual([
    "Django",
    "Flask",
  ]);
  expect(await Author.objects.exclude({ books__pages__within_fifty: 100 }).count()).toBe(2);
});

test("names that are taken, or no words, are refused", () => {
  const condition = () => sql`true`;
  expect(() => registerLookup("icontains", { condition })).toThrow("there is a lookup 'icontains' already");
  expect(() => registerLookup("a__b", { condition })).toThrow(/cannot name a lookup/);
});

test("hashes, collations and json", async () => {
  const [book] = await Book.objects
    .annotate({
      hash: sha256(Book.f.title),
      object: jsonObject({ title: Book.f.title, pages: Book.f.pages, n: 1, none: null }),
      list: jsonArray(Book.f.title, 2),
    })
    .orderBy(collate(Book.f.title, "C"))
    .toArray();
  expect(book?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(book?.object).toEqual({ title: "Atlas", pages: 500, n: 1, none: null });
  expect(book?.list).toEqual(["Atlas", 2]);
  expect(() => collate(Book.f.title, 'C" ; drop')).toThrow(/name of a collation/);
});
