import { beforeAll, expect, test } from "vitest";
import {
  Author,
  Book,
  Review,
  prefetch,
  prefetchRelatedObjects,
} from "../../fixtures/library/generated/index.js";
import { expectQueries } from "../../runtime/testing/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

const thick = prefetch("books", Book.objects.filter({ pages__gte: 300 }), { as: "thick" });

test("a path goes on from rows under a name of their own", async () => {
  const authors = Author.objects.orderBy("name").prefetchRelated(thick, "thick__tags");
  const rows = await expectQueries(3, () => authors.toArray());
  const tags = rows.map((row) => row.thick.map((book) => book.tags.loaded.map(({ name }) => name).sort()));
  expect(tags).toEqual([[["orm", "web"]], [[]], []]);
  const [first] = rows as unknown as { books: { loaded: unknown[] } }[];
  expect(() => first?.books.loaded.length).toThrow("not loaded");
});

test("so do rows that are chosen, under names of their own in turn", async () => {
  const best = prefetch("thick__reviews", Review.objects.filter({ stars__gte: 4 }), { as: "best" });
  const rows = await Author.objects.orderBy("name").prefetchRelated(thick, best, "thick__tags").toArray();
  const stars = rows.map(({ thick: books }) => books.map((book) => book.best.map((each) => each.stars)));
  const right = await Review.objects
    .filter({ book__title: "Django", stars__gte: 4 })
    .valuesList("stars", { flat: true })
    .toArray();
  expect(right.length).toBeGreaterThan(0);
  expect(stars[0]?.[0]?.sort()).toEqual(right.sort());
  expect(rows[0]?.thick[0]?.tags.loaded.length).toBe(2);
});

test("a relation to one row under a name, one row by its key, and instances that are there", async () => {
  const by = prefetch("author", Author.objects.filter({ name: "Ann" }), { as: "by" });
  const books = await Book.objects.orderBy("title").prefetchRelated(by, "by__books").toArray();
  expect(books.map((book) => [book.title, book.by?.books.loaded.length ?? null])).toEqual([
    ["Atlas", null],
    ["Django", 2],
    ["Flask", 2],
  ]);
  const { id } = await Author.objects.get({ name: "Ann" });
  const ann = await Author.objects.prefetchRelated(thick, "thick__tags").get({ id });
  expect(ann.thick[0]?.tags.loaded.length).toBe(2);
  const authors = await Author.objects.orderBy("name").toArray();
  await prefetchRelatedObjects(authors, thick, "thick__tags");
  const [first] = authors as unknown as (typeof ann)[];
  expect(first?.thick[0]?.tags.loaded.length).toBe(2);
  const deep = prefetch("books__reviews", Review.objects.all(), { as: "said" });
  const loose = Author.objects.orderBy("name") as unknown as {
    prefetchRelated(...items: readonly unknown[]): { toArray(): Promise<unknown[]> };
  };
  const [most] = (await loose.prefetchRelated(deep, "books__said__book").toArray()) as {
    books: { loaded: { said: { book: Book }[] }[] };
  }[];
  expect(most?.books.loaded.flatMap(({ said }) => said.map(({ book }) => book.title)).length).toBeGreaterThan(
    0,
  );
});

test("a name that no prefetch before it has made is refused", () => {
  const loose = Author.objects as unknown as { prefetchRelated(...items: readonly unknown[]): unknown };
  expect(() => loose.prefetchRelated("thick__tags", thick)).toThrow("Author has no relation 'thick'");
  expect(() => loose.prefetchRelated(thick, "thick__nope")).toThrow("Book has no relation 'nope'");
  expect(() => loose.prefetchRelated(thick, "thick")).toThrow("Author has no relation 'thick'");
  expect(() => loose.prefetchRelated(thick, prefetch("thick__tags", Author.objects.all()))).toThrow(
    "leads to Tag, the queryset is of Author",
  );
});
