import { beforeAll, describe, expect, test } from "vitest";
import { Author, Book, Publisher, Review, Tag } from "../../fixtures/library/generated/index.js";
import {
  avg,
  caseWhen,
  coalesce,
  concat,
  count,
  exists,
  extract,
  lower,
  max,
  min,
  or,
  outerRef,
  rowNumber,
  sql,
  stringAgg,
  subquery,
  sum,
  trunc,
  value,
} from "../../runtime/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

describe("aggregate", () => {
  test("over all rows", async () => {
    const result = await Book.objects.aggregate({
      n: count(),
      pages: sum(Book.f.pages),
      price: sum(Book.f.price),
      mean: avg(Book.f.pages),
      first: min(Book.f.published),
      last: max(Book.f.published),
    });
    expect(result).toEqual({
      n: 3,
      pages: 900,
      price: "150.49",
      mean: 300,
      first: "2020-05-17",
      last: "2021-01-02",
    });
    expect(Book.objects.aggregateSync({ mean: avg(Book.f.price) })).toEqual({ mean: "50.1633333333333333" });
  });
  test("rows that fulfil a condition are counted without naming a column", async () => {
    const long = count("*", { filter: Book.q({ pages__gte: 300 }) });
    const [n, all] = [await Book.objects.filter({ pages__gte: 300 }).count(), await Book.objects.count()];
    expect(n).toBeLessThan(all);
    expect(await Book.objects.aggregate({ long, all: count("*") })).toEqual({ long: n, all });
    expect(() => count("*", { distinct: true })).toThrow("count() of rows takes no distinct");
  });
  test("over no rows gives null, or the default", async () => {
    const none = Book.objects.filter({ pages__gt: 10_000 });
    expect(
      await none.aggregate({ s: sum(Book.f.pages), d: sum(Book.f.pages, { default: 0 }), n: count() }),
    ).toEqual({ s: null, d: 0, n: 0 });
    expect(await Book.objects.none().aggregate({ s: sum(Book.f.pages), n: count() })).toEqual({
      s: null,
      n: 0,
    });
  });
  test("filter, distinct and relations", async () => {
    expect(
      await Book.objects.aggregate({
        tags: count(Book.f.tags),
        kinds: count(Book.f.tags, { distinct: true }),
        long: count(Book.f.id, { filter: Book.q({ pages__gte: 300 }), distinct: true }),
      }),
    ).toEqual({ tags: 3, kinds: 2, long: 2 });
  });
  test("of a slice, a distinct queryset and annotated rows", async () => {
    expect(
      await Book.objects
        .orderBy("-pages")
        .limit(2)
        .aggregate({ pages: sum(Book.f.pages) }),
    ).toEqual({ pages: 800 });
    expect(
      await Book.objects
        .values("author")
        .distinct()
        .aggregate({ n: count(Book.f.author) }),
    ).toEqual({ n: 2 });
    const counted = Author.objects.annotate({ n: count(Author.f.books) });
    expect(await counted.aggregate((f) => ({ mean: avg(f.n), most: max(f.n) }))).toEqual({
      mean: 1,
      most: 2,
    });
  });
  test("of nothing is refused", async () => {
    await expect(Book.objects.aggregate({ x: Book.f.pages })).rejects.toThrow(
      /aggregate\(\) takes aggregates/,
    );
  });
});

describe("annotate", () => {
  test("counts per row, ordered and filtered by name", async () => {
    const authors = await Author.objects
      .annotate({ n: count(Author.f.books) })
      .orderBy("-n", "name")
      .toArray();
    expect(authors.map(({ name, n }) => [name, n])).toEqual([
      ["Ann", 2],
      ["Bob", 1],
      ["Cy", 0],
    ]);
    expect(
      await Author.objects
        .annotate({ n: count(Author.f.books) })
        .filter({ n__gte: 1 })
        .count(),
    ).toBe(2);
    expect(
      (
        await Author.objects
          .alias({ n: count(Author.f.books) })
          .filter({ n: 0 })
          .get()
      ).name,
    ).toBe("Cy");
    const again = await Author.objects
      .annotate({ n: count(Author.f.books) })
      .filter((f) => f.n.gt(1))
      .get();
    expect(again.n).toBe(2);
  });
  test("what is filtered before is counted, what is filtered after is a row of its own", async () => {
    const before = await Author.objects
      .filter({ books__pages__gt: 200 })
      .annotate({ n: count(Author.f.books) })
      .orderBy("name")
      .toArray();
    expect(before.map(({ name, n }) => [name, n])).toEqual([
      ["Ann", 1],
      ["Bob", 1],
    ]);
    const after = await Author.objects
      .annotate({ n: count(Author.f.books) })
      .filter({ books__pages__gt: 50 })
      .orderBy("name")
      .toArray();
    expect(after.map(({ name, n }) => [name, n])).toEqual([
      ["Ann", 4],
      ["Bob", 1],
    ]);
  });
  test("values before annotate groups", async () => {
    const rows = await Book.objects
      .values("status")
      .annotate({ n: count(), pages: sum(Book.f.pages) })
      .orderBy("status")
      .toArray();
    expect(rows).toEqual([
      { status: "draft", n: 1, pages: 500 },
      { status: "published", n: 2, pages: 400 },
    ]);
    const years = await Book.objects
      .filter({ published__isnull: false })
      .annotate({ year: extract("year", Book.f.published) })
      .values("year")
      .annotate({ n: count() })
      .orderBy("-year")
      .toArray();
    expect(years).toEqual([
      { year: 2021, n: 1 },
      { year: 2020, n: 1 },
    ]);
    expect(
      await Publisher.objects
        .annotate({ n: count(Publisher.f.books) })
        .values("name", "n")
        .orderBy("name")
        .toArray(),
    ).toEqual([
      { name: "Empty", n: 0 },
      { name: "Press", n: 2 },
    ]);
    expect(
      await Tag.objects
        .annotate({ n: count(Tag.f.books) })
        .orderBy("-n", "name")
        .valuesList("name", "n")
        .toArray(),
    ).toEqual([
      ["web", 2],
      ["orm", 1],
      ["old", 0],
    ]);
    expect(await Tag.objects.orderBy("name").valuesList("name", { flat: true }).toArray()).toEqual([
      "old",
      "orm",
      "web",
    ]);
  });
  test("what stands beside an aggregate is grouped by", async () => {
    const either = await Book.objects
      .annotate({ n: count(Book.f.reviews) })
      .filter((f) => or(f.n.gt(1), Book.q({ author__name: "Bob" })))
      .orderBy("title")
      .toArray();
    expect(either.map((book) => book.title)).toEqual(["Atlas", "Django"]);
    const rows = await Book.objects
      .annotate({ n: count(Book.f.reviews) })
      .values("author__name", "n")
      .orderBy("author__name", "n")
      .toArray();
    expect(rows).toEqual([
      { author__name: "Ann", n: 0 },
      { author__name: "Ann", n: 2 },
      { author__name: "Bob", n: 1 },
    ]);
    expect(
      await Book.objects
        .annotate({ n: count(Book.f.reviews) })
        .exclude({ n__gte: 1 })
        .count(),
    ).toBe(1);
    expect(
      await Book.objects
        .values("author")
        .annotate({ n: count() })
        .aggregate((f) => ({ most: max(f.n) })),
    ).toEqual({ most: 2 });
  });

  test("with relations fetched in the same query", async () => {
    const books = await Book.objects
      .selectRelated("author", "publisher")
      .annotate({ n: count(Book.f.reviews) })
      .orderBy("-n", "title")
      .toArray();
    expect(books.map((book) => [book.title, book.author.name, book.publisher?.name, book.n])).toEqual([
      ["Django", "Ann", "Press", 2],
      ["Atlas", "Bob", "Press", 1],
      ["Flask", "Ann", undefined, 0],
    ]);
  });
  test("expressions of rows", async () => {
    const books = await Book.objects
      .annotate({
        size: caseWhen(Book.f.pages.lt(200), "short")
          .when(Book.q({ pages__lt: 400 }), "middle")
          .else("long"),
        title2: concat(lower(Book.f.title), ": ", Book.f.author.name),
        score: coalesce(Book.f.rating, 0),
        month: trunc("month", Book.f.published),
        twice: sql<number>`${Book.f.pages} * ${2}`,
        one: value(1),
      })
      .orderBy("title")
      .toArray();
    expect(
      books.map(({ size, title2, score, month, twice, one }) => ({ size, title2, score, month, twice, one })),
    ).toEqual([
      { size: "long", title2: "atlas: Bob", score: 2, month: null, twice: 1000, one: 1 },
      { size: "middle", title2: "django: Ann", score: 4.5, month: "2020-05-01", twice: 600, one: 1 },
      { size: "short", title2: "flask: Ann", score: 0, month: "2021-01-01", twice: 200, one: 1 },
    ]);
  });
  test("subqueries", async () => {
    const good = Review.objects.filter({ book: outerRef(Book.f.id), stars__gte: 4 });
    expect((await Book.objects.filter(exists(good)).toArray()).map((book) => book.title)).toEqual(["Django"]);
    const best = Review.objects
      .filter({ book: outerRef(Book.f.id) })
      .orderBy("-stars")
      .values("stars");
    const books = await Book.objects
      .annotate({ best: subquery(best), liked: exists(good) })
      .orderBy("title")
      .toArray();
    expect(books.map(({ title, best: stars, liked }) => [title, stars, liked])).toEqual([
      ["Atlas", 1, false],
      ["Django", 5, true],
      ["Flask", null, false],
    ]);
    expect(await Book.objects.filter({ author__in: Author.objects.filter({ name: "Bob" }) }).count()).toBe(1);
    expect(
      await Book.objects
        .filter({ author__name__in: Author.objects.filter({ name: "Ann" }).values("name") })
        .count(),
    ).toBe(2);
  });
  test("windows", async () => {
    const books = await Book.objects
      .annotate({
        nth: rowNumber().over({ partitionBy: [Book.f.author], orderBy: [Book.f.pages.desc()] }),
        total: sum(Book.f.pages).over({ partitionBy: [Book.f.author] }),
      })
      .orderBy("title")
      .toArray();
    expect(books.map(({ title, nth, total }) => [title, nth, total])).toEqual([
      ["Atlas", 1, 500],
      ["Django", 1, 400],
      ["Flask", 2, 400],
    ]);
    const first = await Book.objects
      .annotate({ nth: rowNumber().over({ partitionBy: [Book.f.author], orderBy: [Book.f.pages.desc()] }) })
      .filter({ nth: 1 })
      .orderBy("title")
      .toArray();
    expect(first.map((book) => book.title)).toEqual(["Atlas", "Django"]);
  });
  test("lists", async () => {
    const [ann] = await Author.objects
      .annotate({ titles: stringAgg(Author.f.books.title, ", ", { orderBy: Author.f.books.title.asc() }) })
      .filter({ name: "Ann" })
      .toArray();
    expect(ann?.titles).toBe("Django, Flask");
  });
  test("json paths and parts of dates", async () => {
    expect(await Book.objects.filter({ details__isbn: "1" }).count()).toBe(1);
    expect(
      await Book.objects
        .filter({ details__languages__0: "en", published__year: 2020, published__month__gte: 5 })
        .count(),
    ).toBe(1);
    expect(await Book.objects.filter({ details__has_key: "isbn" }).count()).toBe(1);
    expect(await Book.objects.filter({ author__born__year__lt: 1960 }).count()).toBe(2);
    const [flask] = await Book.objects.filter({ title: "Flask" }).toArray();
    Object.assign(flask!, { details: { isbn: null } });
    await flask!.save();
    expect((await Book.objects.filter({ details__isbn: null }).get()).title).toBe("Flask");
    expect(await Book.objects.filter({ details__isbn__isnull: true }).count()).toBe(1);
  });
});
