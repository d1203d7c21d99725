import { beforeAll, describe, expect, inject, test } from "vitest";
import {
  Author,
  Book,
  Review,
  Tag,
  atomic,
  count,
  onQuery,
  prefetch,
  prefetchRelatedObjects,
  rowNumber,
  sql,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

/** After a call that blocks, what was left out is fetched when it is read. */
const lazy = inject("blocking");

describe("union, intersection, difference", () => {
  const thick = Book.objects.filter({ pages__gte: 300 });
  const ann = Book.objects.filter({ author__name: "Ann" });
  const titles = async (books: { toArray(): Promise<Book[]> }) =>
    (await books.toArray()).map((book) => book.title);

  test("rows", async () => {
    expect(await titles(thick.union(ann).orderBy("title"))).toEqual(["Atlas", "Django", "Flask"]);
    expect(await titles(thick.union(ann, { all: true }).orderBy("-title"))).toEqual([
      "Flask",
      "Django",
      "Django",
      "Atlas",
    ]);
    expect(await titles(thick.intersection(ann))).toEqual(["Django"]);
    expect(await titles(thick.difference(ann))).toEqual(["Atlas"]);
    expect(await titles(thick.union(ann).orderBy("title").limit(2).offset(1))).toEqual(["Django", "Flask"]);
  });
  test("counts, first, exists and values", async () => {
    expect(await thick.union(ann).count()).toBe(3);
    expect(await thick.union(ann).exists()).toBe(true);
    expect((await thick.union(ann).orderBy("pages").first())?.title).toBe("Flask");
    expect(thick.union(ann).orderBy("title").valuesList("title", { flat: true }).toArraySync()).toEqual([
      "Atlas",
      "Django",
      "Flask",
    ]);
    const names = Author.objects.values("name").union(Tag.objects.values("name")).orderBy("name");
    expect((await names.toArray()).map(({ name }) => name)).toEqual([
      "Ann",
      "Bob",
      "Cy",
      "old",
      "orm",
      "web",
    ]);
    expect(await Review.objects.filter({ book__in: thick.intersection(ann) }).count()).toBe(2);
  });
  test("what may not follow is refused by name", () => {
    const both = thick.union(ann);
    expect(() => both.filter({ id: 1 })).toThrow(
      "Book: filter() cannot follow union(): say it before, on each of its querysets",
    );
    expect(() => both.exclude({ id: 1 })).toThrow(/exclude\(\) cannot follow union/);
    expect(() => both.annotate({ x: Book.f.pages })).toThrow(/annotate\(\) cannot follow union/);
    expect(() => both.selectRelated("author")).toThrow(/selectRelated\(\) cannot follow union/);
    expect(() => thick.difference(ann).distinct()).toThrow(/distinct\(\) cannot follow difference/);
  });
  test("other numbers of columns are refused", async () => {
    await expect(
      Book.objects.values("title").union(Book.objects.values("title", "pages")).toArray(),
    ).rejects.toThrow(/1 and 2 columns/);
  });
});

test("distinct on fields takes the first row of each", async () => {
  const books = await Book.objects.orderBy("authorId", "-pages").distinct("authorId").toArray();
  expect(books.map((book) => book.title)).toEqual(["Django", "Atlas"]);
  expect(await Book.objects.orderBy("authorId").distinct("authorId").count()).toBe(2);
});

test("parts of columns are values", async () => {
  const rows = await Book.objects
    .filter({ published__isnull: false })
    .orderBy("title")
    .values("title", "published__year", "details__languages__0")
    .toArray();
  expect(rows).toEqual([
    { title: "Django", published__year: 2020, details__languages__0: "en" },
    { title: "Flask", published__year: 2021, details__languages__0: null },
  ]);
  const byYear = await Book.objects
    .values("published__year")
    .annotate({ n: count() })
    .orderBy("published__year")
    .toArray();
  expect(byYear).toEqual([
    { published__year: 2020, n: 1 },
    { published__year: 2021, n: 1 },
    { published__year: null, n: 1 },
  ]);
  expect(
    await Book.objects
      .orderBy("-published__year", "details__isbn")
      .valuesList("title", { flat: true })
      .first(),
  ).toBe("Atlas");
});

test("dates and datetimes", async () => {
  expect(await Book.objects.dates("published", "year").toArray()).toEqual(["2020-01-01", "2021-01-01"]);
  expect(Book.objects.dates("published", "month", { order: "desc" }).toArraySync()).toEqual([
    "2021-01-01",
    "2020-05-01",
  ]);
  const today = new Date().toISOString().slice(0, 10);
  expect(await Book.objects.dates("createdAt", "day").toArray()).toEqual([today]);
  const named = Book.objects.annotate({ made: Book.f.createdAt });
  expect(await named.dates("made", "year").toArray()).toEqual([`${today.slice(0, 4)}-01-01`]);
  const [day] = await Book.objects.datetimes("createdAt", "day").toArray();
  expect(day?.toISOString()).toBe(`${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`);
});

test("bulkUpdate writes many rows with one statement", async () => {
  await atomic(
    async () => {
      const books = await Book.objects.orderBy("title").toArray();
      for (const book of books) {
        book.pages += 1;
        book.details = { isbn: book.title };
        book.publisher = null;
      }
      expect(await Book.objects.bulkUpdate(books, ["pages", "details", "publisherId"])).toBe(3);
      const again = await Book.objects.orderBy("title").toArray();
      expect(again.map(({ pages, details, publisherId }) => [pages, details.isbn, publisherId])).toEqual([
        [501, "Atlas", null],
        [301, "Django", null],
        [101, "Flask", null],
      ]);
      throw new Error("undo");
    },
    { sync: true },
  ).catch((error: unknown) => {
    expect((error as Error).message).toBe("undo");
  });
  await expect(Book.objects.bulkUpdate([], ["id"])).rejects.toThrow(/cannot be updated/);
});

test("explain in every format", async () => {
  expect(await Book.objects.filter({ id: 1 }).explain()).toMatch(/Index Scan|Seq Scan/);
  const plan = JSON.parse(Book.objects.explainSync({ format: "json", analyze: true })) as [
    { Plan: { "Actual Rows": number } },
  ];
  expect(plan[0].Plan["Actual Rows"]).toBe(3);
  expect(await Book.objects.explain({ format: "xml" })).toContain("<explain");
  expect(await Book.objects.explain({ format: "yaml", costs: false })).toContain("Plan:");
  await expect(Book.objects.explain({ format: "text; drop table" as never })).rejects.toThrow(
    /knows text, json, yaml, xml/,
  );
});

test.skipIf(lazy)(
  "raw SQL gives instances: matched by name, extra columns added, missing ones deferred",
  async () => {
    const pages = 200;
    const books = await Book.objects.raw(
      sql`select title, id, pages * 2 as twice from library_book where pages > ${pages} order by title`,
    );
    expect(books.map((book) => [book.title, (book as unknown as { twice: number }).twice])).toEqual([
      ["Atlas", 1000],
      ["Django", 600],
    ]);
    expect(() => books[0]?.pages).toThrow(/Book.pages is deferred/);
    await expect(Book.objects.raw(sql`select title from library_book`)).rejects.toThrow(
      /must select the primary key "id"/,
    );
  },
);

test("save({ changed }) writes what changed, and asks nothing where nothing did", async () => {
  const log: string[] = [];
  const stop = onQuery((event) => log.push(event.sql));
  const tag = await Tag.objects.get({ name: "old" });
  await tag.save({ changed: true });
  tag.name = "older";
  await tag.save({ changed: true });
  tag.saveSync({ changed: true });
  tag.name = "old";
  tag.saveSync({ changed: true });
  stop();
  expect(log.slice(1)).toEqual([
    'update "library_tag" set "name" = $1 where "id" = $2',
    'update "library_tag" set "name" = $1 where "id" = $2',
  ]);
});

test("selectForUpdate outside of a transaction is refused", async () => {
  const locked = Book.objects.selectForUpdate();
  const refused = /^Book: selectForUpdate\(\) .+ would lock nothing: call it in atomic\(\)/u;
  await expect(locked.toArray()).rejects.toThrow(refused);
  await expect(async () => {
    for await (const book of locked.iterate()) expect(book).toBeNull();
  }).rejects.toThrow(refused);
  const authors = Author.objects.prefetchRelated(prefetch("books", locked));
  await expect(authors.toArray()).rejects.toThrow(refused);
  const [author] = await Author.objects.toArray();
  await expect(prefetchRelatedObjects([author as Author], prefetch("books", locked))).rejects.toThrow(
    refused,
  );
  const book = await Book.objects.get({ title: "Flask" });
  await expect(book.refresh({ from: locked })).rejects.toThrow(refused);
  await atomic(
    async () => {
      await book.refresh({ from: locked });
      const found = await authors.toArray();
      expect(found.flatMap(({ books }) => books.loaded)).toHaveLength(await Book.objects.count());
    },
    { sync: true },
  );
});

test("what PostgreSQL cannot lock is refused before it is asked", async () => {
  await atomic(
    async () => {
      const books = Book.objects.all();
      for (const made of [
        books.distinct(),
        books.distinct("title"),
        books.annotate({ n: count(Book.f.tags) }),
      ])
        await expect(async () => made.selectForUpdate().toArray()).rejects.toThrow(
          /^Book: PostgreSQL cannot lock rows of .+: select their keys first/u,
        );
      const numbered = books.annotate({ n: rowNumber().over({ orderBy: [Book.f.id] }) });
      await expect(async () => numbered.selectForUpdate().toArray()).rejects.toThrow(
        "that a window is asked of",
      );
      expect(await books.selectForUpdate().count()).toBe(3);
    },
    { sync: true },
  );
});

test("selectForUpdate locks", async () => {
  await atomic(
    async () => {
      expect(await Book.objects.selectForUpdate({ skipLocked: true }).count()).toBe(3);
      expect(
        (
          await Book.objects
            .selectRelated("author")
            .selectForUpdate({ of: ["self", "author"], noWait: true })
            .filter({ title: "Flask" })
            .get()
        ).author.name,
      ).toBe("Ann");
    },
    { sync: true },
  );
  expect(() => Book.objects.selectForUpdate({ of: ["author"] })).toThrow(
    'names "author", which selectRelated() does not fetch: it may be "self"',
  );
  expect(() =>
    Book.objects.selectRelated("author", "publisher").selectForUpdate({ of: ["tags" as "self"] }),
  ).toThrow('it may be "self", "author", "publisher"');
  expect(Book.objects.selectForUpdate({ key: true }).toSQL().sql).toMatch(
    /for no key update of "library_book"$/,
  );
});

test.skipIf(lazy)("only and defer across relations", async () => {
  const [book] = await Book.objects
    .selectRelated("author")
    .only("title", "author__name")
    .orderBy("title")
    .toArray();
  expect([book?.title, book?.author.name]).toEqual(["Atlas", "Bob"]);
  expect(() => book?.pages).toThrow("Book.pages is deferred");
  expect(() => book?.author.email).toThrow("Author.email is deferred");
  const [deferred] = await Book.objects
    .selectRelated("author")
    .defer("details", "author__born")
    .orderBy("title")
    .toArray();
  expect([deferred?.pages, deferred?.author.name]).toEqual([500, "Bob"]);
  expect(() => deferred?.author.born).toThrow("Author.born is deferred");
  expect(Book.objects.only("title").orderBy("title").toArraySync()[0]?.pages).toBe(500);
});

test("selectRelated without a path follows required relations; null clears", async () => {
  const [book] = await Book.objects.selectRelated().filter({ title: "Flask" }).toArray();
  expect(book?.author.name).toBe("Ann");
  expect(
    Book.objects
      .selectRelated("author")
      .selectRelated(null as never)
      .toSQL().sql,
  ).not.toContain("library_author");
});

test("rows made through a relation", async () => {
  await atomic(
    async () => {
      const ann = await Author.objects.get({ name: "Ann" });
      const made = await ann.books.createMany([
        { title: "A", price: "1.00", pages: 1 },
        { title: "B", price: "2.00", pages: 2 },
      ]);
      expect(made.map((book) => book.authorId)).toEqual([ann.id, ann.id]);
      const [found, created] = await ann.books.getOrCreate(
        { title: "A" },
        { defaults: { price: "9.00", pages: 9 } },
      );
      expect([found.id, created]).toEqual([made[0]?.id, false]);
      const [tag, fresh] = await made[0]!.tags.getOrCreate({ name: "new" });
      expect(fresh).toBe(true);
      expect((await made[0]!.tags.toArray()).map(({ name }) => name)).toEqual([tag.name]);
      const [updated] = await ann.books.updateOrCreate({ title: "B" }, { defaults: { pages: 20 } });
      expect(updated.pages).toBe(20);
      throw new Error("undo");
    },
    { sync: true },
  ).catch((error: unknown) => {
    expect((error as Error).message).toBe("undo");
  });
});

test("prefetchRelatedObjects", async () => {
  const authors = await Author.objects.orderBy("name").toArray();
  await prefetchRelatedObjects(authors, "books__tags");
  expect(authors.map((author) => (author.books.loaded as unknown as Book[]).length)).toEqual([2, 1, 0]);
  await expect(prefetchRelatedObjects(authors, "boks")).rejects.toThrow("Author has no relation 'boks'");
});
