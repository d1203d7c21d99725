import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  count,
  max,
  prefetch,
  rowNumber,
  sum,
} from "../../fixtures/library/generated/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { styles, type Style } from "../library/style.js";
import { untyped } from "../library/untyped.js";

const books = Book.objects;
const both = Book.objects.filter({ id: 1 }).union(Book.objects.filter({ id: 2 }));
const narrowed = Book.objects.filter({ id__gt: 0 });

type Call = (style: Style) => unknown;
const call =
  (target: object, method: string, ...args: readonly unknown[]): Call =>
  (style) =>
    style.call(target, method, ...args);

/** What Django refuses is refused by name, and changes nothing. */
const refused: readonly (readonly [string, Call, string])[] = [
  ["update after a slice", call(books.limit(2), "update", { pages: 1 }), "cannot be updated after limit()"],
  ["delete after a slice", call(books.limit(2), "delete"), "cannot be deleted after limit()"],
  ["filter after a slice", () => books.limit(2).filter({ id: 1 }), "cannot be filtered after limit()"],
  ["exclude after a slice", () => books.offset(2).exclude({ id: 1 }), "cannot be filtered after limit()"],
  ["an order after a slice", () => books.limit(2).orderBy("id"), "cannot be ordered after limit()"],
  ["distinct after a slice", () => books.limit(2).distinct(), "cannot be made distinct after limit()"],
  ["reverse after a slice", () => books.limit(2).reverse(), "cannot be reversed after limit()"],
  ["last of a slice", call(books.limit(2), "last"), "last() cannot reverse a queryset after limit()"],
  ["inBulk of a slice", call(books.limit(2), "inBulk", [1]), "inBulk() cannot follow limit()"],
  [
    "delete of the first of each",
    call(narrowed.orderBy("title").distinct("title"), "delete"),
    "cannot be deleted after distinct() with fields",
  ],
  ["delete of values", call(narrowed.values("id"), "delete"), "delete() cannot follow values()"],
  ["contains of values", call(books.values("id"), "contains", null), "contains() cannot follow values()"],
  ["selectRelated of values", () => books.values("id").selectRelated("author"), "cannot follow values()"],
  ["only of values", () => books.values("id").only("id"), "only() is for instances"],
  ["update of a union", call(both.all(), "update", { pages: 1 }), "update() cannot follow union()"],
  ["delete of a union", call(both.all(), "delete"), "delete() cannot follow union()"],
  ["filter of a union", () => both.filter({ id: 1 }), "filter() cannot follow union()"],
  ["annotate of a union", () => both.annotate({ n: count() }), "annotate() cannot follow union()"],
  ["get of a union with conditions", call(both, "get", { id: 1 }), "filter() cannot follow union()"],
  [
    "an aggregate of an aggregate",
    () => Author.objects.annotate({ n: count(Author.f.books) }).annotate((f) => ({ m: sum(f.n) })),
    "'m' is an aggregate of an aggregate",
  ],
  [
    "a filter by an aggregate that has no name",
    () => Author.objects.filter(untyped(count(Author.f.books).gt(1))),
    "annotate() it, and filter by its name",
  ],
  [
    "aggregate of what is none",
    call(books, "aggregate", { n: Book.f.pages }),
    "aggregate() takes aggregates",
  ],
  [
    "an aggregate to store",
    call(books.all(), "update", { pages: max(Book.f.pages) }),
    "an aggregate cannot be stored",
  ],
  [
    "a window to store",
    call(books.all(), "update", { pages: rowNumber().over() }),
    "a window cannot be stored",
  ],
  ["rows to store", call(books.all(), "update", { tags: [1] }), "Book.tags leads to many rows"],
  ["dates by the hour", () => books.dates("published", untyped("hour")), "dates() knows the units year,"],
  ["dates of a text", () => books.dates(untyped("title"), "year"), "dates() takes a date field"],
  [
    "dates in no order",
    () => books.dates("published", "year", { order: untyped("up") }),
    'is "asc" or "desc"',
  ],
  [
    "keys of a field that is not unique",
    call(books, "inBulk", ["x"], { field: "title" }),
    "needs a unique field",
  ],
  [
    "one relation prefetched in two ways",
    () => Author.objects.prefetchRelated("books", prefetch("books", Book.objects.filter({ id: 1 }))),
    "'books' is prefetched already",
  ],
  ["no batches", call(books, "bulkCreate", [], { batchSize: 0 }), "batchSize is a whole number from 1"],
  ["a lock that locks nothing", call(books.selectForUpdate(), "toArray"), "outside of a transaction"],
];

describe.each(drivers)("on the %s database", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  afterAll(() => library.close());

  describe.each(styles)("the $name style refuses", (style) => {
    test.each(refused)("%s", async (_, run, message) => {
      await expect(Promise.resolve().then(() => run(style))).rejects.toThrow(message);
      expect(await Book.objects.count()).toBe(48);
    });
  });
});
