import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import {
  Author,
  Book,
  Category,
  FieldDeferred,
  RelationNotLoaded,
} from "../../fixtures/library/generated/index.js";
import { counted } from "../library/counted.js";
import { openLibrary, type Library } from "../library/library.js";

let library: Library;
beforeAll(async () => {
  library = await openLibrary(inject("driver"));
});
beforeEach(() => library.reset());
afterAll(() => library.close());

function errorOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error;
  }
  throw new TypeError("nothing was thrown");
}

describe("an instance from a sync call", () => {
  test("follows a relation when it is used, once", async () => {
    const book = Book.objects.getSync({ id: 2 });
    const { value, log } = await counted(() => [book.author.name, book.author.born]);
    expect([value, log.length]).toEqual([["STRASSE", "1988-12-31"], 1]);
    expect(book.author).toBe(book.author);
  });

  test("follows any number of relations, and NULL without a query", async () => {
    const algebra = Category.objects.getSync({ name: "Algebra" });
    expect(algebra.parent?.parent?.name).toBe("Science");
    expect(algebra.startingPoint?.author.initials).toBe("S");
    const { value, log } = await counted(() => algebra.parent?.parent?.parent);
    expect([value, log]).toEqual([null, []]);
  });

  test("a loop follows them too, and a reverse one-to-one knows the way back", () => {
    const names = [...Book.objects.filter({ id__lte: 3 }).orderBy("id")].map((book) => book.author.name);
    expect(names).toEqual(["100% Cotton", "STRASSE", "Cleo Low"]);
    const author = Author.objects.getSync({ id: 1 });
    expect(author.profile?.author).toBe(author);
    expect(Author.objects.getSync({ id: 2 }).profile).toBeNull();
  });

  test("a changed key leads to another row, an assigned instance stands for its key", async () => {
    const book = Book.objects.getSync({ id: 2 });
    const first = book.author;
    book.authorId = 1;
    expect(book.author.name).toBe("100% Cotton");
    book.author = 3;
    expect(book.author.name).toBe("snake_case");
    const own = Author.objects.getSync({ id: 8 });
    book.author = own;
    const { value, log } = await counted(() => book.author);
    expect([value === own, book.authorId, log]).toEqual([true, 8, []]);
    expect(first).not.toBe(own);
  });

  test("reads a deferred column when it is used, once", async () => {
    const book = Book.objects.only("title").getSync({ id: 2 }) as unknown as Book;
    const { value, log } = await counted(() => [book.pages, book.pages]);
    expect([value, log]).toEqual([
      [53, 53],
      [
        'select "library_book"."id", "library_book"."pages" from "library_book" where "library_book"."id" = $1',
      ],
    ]);
  });

  test("rows from iterateSync(), createSync() and getOrCreateSync() are lazy as well", () => {
    for (const book of Book.objects.filter({ id: 2 }).iterateSync()) expect(book.author.id).toBe(8);
    const made = Book.objects.createSync({ title: "x", author: 8, price: "1.00", pages: 1 });
    expect(made.author.name).toBe("STRASSE");
    expect(Book.objects.getOrCreateSync({ title: "x" })[0].author.name).toBe("STRASSE");
  });
});

describe("an instance from an async call", () => {
  const message = "Book.author is not loaded: add .selectRelated('author') or await book.fetchAuthor()";

  test("throws what its type says", async () => {
    const book = await Book.objects.get({ id: 2 });
    const { value, log } = await counted(() => errorOf(() => book.author));
    expect(value).toBeInstanceOf(RelationNotLoaded);
    expect((value as Error).message).toBe(message);
    expect(log).toEqual([]);
    for await (const each of Book.objects.filter({ id: 2 })) expect(() => each.author).toThrow(message);
    for await (const each of Book.objects.filter({ id: 2 }).iterate())
      expect(() => each.author).toThrow(message);
    const made = await Book.objects.create({ title: "x", author: 8, price: "1.00", pages: 1 });
    expect(() => made.author).toThrow(message);
    const author = await Author.objects.get({ id: 1 });
    expect(() => author.profile).toThrow(
      "Author.profile is not loaded: add .selectRelated('profile') or await author.fetchProfile()",
    );
  });

  test("NULL needs no query", async () => {
    expect((await Book.objects.get({ id: 1 })).publisher).toBeNull();
  });

  test("what was fetched, selected or assigned is there", async () => {
    const book = (await Book.objects.get({ id: 2 })) as Book.With<"author">;
    const author = await book.fetchAuthor();
    expect(book.author).toBe(author);
    const selected = await Book.objects.selectRelated("author__profile", "publisher").get({ id: 1 });
    expect([selected.author.profile?.id, selected.publisher]).toEqual([1, null]);
    expect(selected.author.profile?.author).toBe(selected.author);
    book.author = selected.author;
    expect([book.author, book.authorId]).toEqual([selected.author, 1]);
    book.authorId = 5;
    expect(() => book.author).toThrow(message);
  });

  test("a deferred column throws, and refresh() reads it", async () => {
    const book = (await Book.objects.defer("pages", "details").get({ id: 2 })) as unknown as Book;
    const error = errorOf(() => book.pages);
    expect(error).toBeInstanceOf(FieldDeferred);
    expect((error as Error).message).toContain("Book.pages is deferred: add it to .only()");
    await book.refresh("pages");
    expect(book.pages).toBe(53);
    expect(() => book.details).toThrow("Book.details is deferred");
    Object.assign(book, { details: { isbn: "own" } });
    expect(book.details).toEqual({ isbn: "own" });
    expect(Object.keys(book)).not.toContain("author");
  });

  test("only() and defer() add up as in Django", async () => {
    const columns = async (rows: { toArray(): Promise<object[]> }) =>
      Object.keys((await rows.toArray())[0] ?? {});
    const books = Book.objects.filter({ id: 2 });
    expect(await columns(books.only("title"))).toEqual(["id", "title"]);
    expect(await columns(books.only("title", "pages").only("price"))).toEqual(["id", "price"]);
    expect(await columns(books.only("title", "pages").defer("title"))).toEqual(["id", "pages"]);
    expect(await columns(books.only("pages").selectRelated("author"))).toEqual(["id", "authorId", "pages"]);
    const rest = ["id", "title", "authorId", "publisherId", "price", "pages", "rating", "status"];
    expect(await columns(books.defer("details").defer("published", "createdAt"))).toEqual(rest);
  });

  test("JSON of an instance is what is loaded of it", async () => {
    const columns = { id: 1, name: "100% Cotton", email: null, born: null };
    const plain = await Author.objects.get({ id: 1 });
    expect(JSON.parse(JSON.stringify(plain))).toEqual(columns);
    const author = await Author.objects.selectRelated("profile").get({ id: 1 });
    const profile = { id: 1, authorId: 1, biography: "", website: null };
    expect(JSON.parse(JSON.stringify(author))).toEqual({ ...columns, profile });
  });
});
