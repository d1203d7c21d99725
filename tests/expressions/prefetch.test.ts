import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Author, Book, Category, Publisher } from "../../fixtures/library/generated/index.js";
import { onQuery, operations, prefetch, runAsync } from "../../runtime/index.js";
import { smallLibrary } from "./library.js";

const log: string[] = [];
const stop = onQuery((event) => log.push(event.sql));
afterAll(stop);

beforeAll(smallLibrary);
beforeEach(() => {
  log.length = 0;
});

describe("prefetchRelated", () => {
  test("loads many rows with one query a relation, and iterating costs none", async () => {
    const authors = await Author.objects
      .prefetchRelated("books__tags", "books__reviews", "profile")
      .orderBy("name")
      .toArray();
    expect(log).toHaveLength(5);
    const titles = authors.map((author) =>
      author.books.loaded.map((book) => [
        book.title,
        book.tags.loaded.map((tag) => tag.name),
        book.reviews.loaded.length,
      ]),
    );
    expect(titles).toEqual([
      [
        ["Flask", ["web"], 0],
        ["Django", ["orm", "web"], 2],
      ],
      [["Atlas", [], 1]],
      [],
    ]);
    for await (const book of authors[0]?.books ?? []) expect(book.tags.loaded.length).toBeGreaterThan(0);
    for (const author of authors) for (const book of author.books) expect(book.title).not.toBe("");
    expect(await authors[1]?.books.count()).toBe(1);
    expect(authors[2]?.profile).toBeNull();
    expect(log).toHaveLength(5);
    expect(await authors[0]?.books.filter({ pages__gt: 200 }).count()).toBe(1);
    expect(log).toHaveLength(6);
  });

  test("rows know the instance that they were reached from", async () => {
    const [ann] = await Author.objects.prefetchRelated("books").filter({ name: "Ann" }).toArray();
    const [book] = ann?.books.loaded ?? [];
    expect((book as unknown as Book.With<"author">).author).toBe(ann);
  });

  test("with rows of one's choice, under a name of one's choice", async () => {
    const authors = await Author.objects
      .prefetchRelated(
        prefetch("books", Book.objects.filter({ pages__gte: 300 }).selectRelated("publisher"), {
          as: "thick",
        }),
      )
      .orderBy("name")
      .toArray();
    expect(authors.map((author) => author.thick.map((book) => [book.title, book.publisher?.name]))).toEqual([
      [["Django", "Press"]],
      [["Atlas", "Press"]],
      [],
    ]);
    const sync = Author.objects
      .prefetchRelated(prefetch("books", Book.objects.published()))
      .orderBy("name")
      .toArraySync();
    expect(sync.map((author) => author.books.loaded.length)).toEqual([2, 0, 0]);
  });

  test("a row of a foreign key that the queryset leaves out is null, in types too", async () => {
    const anns = prefetch("author", Author.objects.filter({ name: "Ann" }));
    const books = await Book.objects.prefetchRelated(anns).orderBy("title").toArray();
    const names: (string | undefined)[] = books.map((book) => book.author?.name);
    expect(names).toEqual([undefined, "Ann", "Ann"]);
    expect(books[0]?.author).toBeNull();
    expect(books[0]?.authorId).toBeTypeOf("number");
    const sync = Book.objects.prefetchRelated(anns).orderBy("title").toArraySync();
    expect(sync[0]?.author).toBeNull();
  });

  test("relations to one row, nullable and nested", async () => {
    const books = await Book.objects
      .prefetchRelated("publisher", "author__profile")
      .orderBy("title")
      .toArray();
    expect(books.map((book) => [book.author.name, book.publisher?.name ?? null])).toEqual([
      ["Bob", "Press"],
      ["Ann", "Press"],
      ["Ann", null],
    ]);
    const categories = await Category.objects.prefetchRelated("children", "parent").orderBy("name").toArray();
    expect(
      categories.map((category) => [
        category.name,
        category.children.loaded.length,
        category.parent?.name ?? null,
      ]),
    ).toEqual([
      ["all", 1, null],
      ["computers", 0, "all"],
    ]);
  });

  test("a change of the relation forgets what was loaded", async () => {
    const [press] = await Publisher.objects.prefetchRelated("books").filter({ name: "Press" }).toArray();
    const flask = await Book.objects.get({ title: "Flask" });
    await press?.books.add(flask);
    expect(await press?.books.count()).toBe(3);
    await press?.books.remove(flask);
    expect(() => press?.books.loaded).toThrow("Publisher.books is not loaded: add .prefetchRelated('books')");
  });

  test("objects that are there already", async () => {
    const authors = await Author.objects.orderBy("name").toArray();
    await runAsync(operations.prefetchRelatedObjects(authors, [{ path: "books", state: null, as: null }]));
    expect(authors.map((author) => (author.books.loaded as unknown as Book[]).length)).toEqual([2, 1, 0]);
  });

  test("a slice takes so many rows of each", async () => {
    const thickest = Book.objects.orderBy("-pages").limit(1);
    const authors = await Author.objects
      .prefetchRelated(prefetch("books", thickest, { as: "thickest" }))
      .orderBy("name")
      .toArray();
    expect(authors.map((author) => author.thickest.map((book) => book.title))).toEqual([
      ["Django"],
      ["Atlas"],
      [],
    ]);
    const second = Author.objects
      .prefetchRelated(prefetch("books", Book.objects.orderBy("title").offset(1)))
      .orderBy("name")
      .toArraySync();
    expect(second.map((author) => author.books.loaded.map((book) => book.title))).toEqual([
      ["Flask"],
      [],
      [],
    ]);
    expect(log).toHaveLength(4);
  });

  test("peers load a relation together", async () => {
    const books = Book.objects.fetchPeers().orderBy("title").toArraySync();
    expect(books.map((book) => book.author.name)).toEqual(["Bob", "Ann", "Ann"]);
    expect(books.map((book) => book.publisher?.name ?? null)).toEqual(["Press", "Press", null]);
    expect(log).toHaveLength(3);
    const [first] = await Book.objects.fetchPeers().toArray();
    await first?.fetchAuthor();
    expect(log).toHaveLength(5);
  });

  test("wrong paths", () => {
    expect(() => Author.objects.prefetchRelated("boks" as never)).toThrow(
      "Author has no relation 'boks': did you mean 'books'?",
    );
    expect(() => Author.objects.prefetchRelated(prefetch("books", Author.objects.all()) as never)).toThrow(
      /leads to Book, the queryset is of Author/,
    );
  });
});
