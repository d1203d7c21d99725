import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { Author, Book, Publisher, Tag } from "../../fixtures/library/generated/index.js";
import { UniqueViolation } from "../../runtime/errors/index.js";
import { counted } from "../library/counted.js";
import { openLibrary, type Library } from "../library/library.js";
import { styles } from "../library/style.js";

let library: Library;
beforeAll(async () => {
  library = await openLibrary(inject("driver"));
});
beforeEach(() => library.reset());
afterAll(() => library.close());

describe.each(styles)("$name", (m) => {
  const get = async (id = 2) => (await m.call(Book.objects, "get", { id })) as Book;

  test("a new instance is inserted with one statement, and then updated with one", async () => {
    const book = new Book({ title: "Mine", author: 1, price: "1.00", pages: 1 });
    expect(book.id).toBeUndefined();
    const first = await counted(() => m.call(book, "save"));
    expect(first.log.map((sql) => sql.split(" ")[0])).toEqual(["insert"]);
    expect(book.id).toBe(49);
    const second = await counted(() => m.call(book, "save"));
    expect(second.log.map((sql) => sql.split(" ")[0])).toEqual(["update"]);
  });

  test("an instance with a key that is not there is inserted, one that is there is updated", async () => {
    const tag = new Tag({ id: 70, name: "seventy" });
    const { log } = await counted(() => m.call(tag, "save"));
    expect(log.map((sql) => sql.split(" ")[0])).toEqual(["update", "insert"]);
    await m.call(new Tag({ id: 70, name: "again" }), "save");
    expect(
      await m.call(Tag.objects.filter({ id: 70 }).valuesList("name", { flat: true }), "toArray"),
    ).toEqual(["again"]);
  });

  test("`only` writes what it names", async () => {
    const book = await get();
    Object.assign(book, { pages: 1, title: "not this", authorId: 3 });
    const { log } = await counted(() => m.call(book, "save", { only: ["pages", "author"] }));
    expect(log).toEqual(['update "library_book" set "author_id" = $1, "pages" = $2 where "id" = $3']);
    expect(await get()).toMatchObject({ pages: 1, title: "100 Cotton", authorId: 3 });
    await m.call(Book.objects.filter({ id: 2 }), "delete");
    await expect(m.call(book, "save", { only: ["pages"] })).rejects.toThrow("found no row to update");
    await expect(m.call(new Tag({ name: "x" }), "save", { only: ["name"] })).rejects.toThrow(
      "save() it whole first",
    );
  });

  test("`insert` makes a row whatever is known of its key, `update` must find one", async () => {
    const tag = new Tag({ id: 71, name: "seventy-one" });
    const { log } = await counted(() => m.call(tag, "save", { insert: true }));
    expect(log.map((sql) => sql.split(" ")[0])).toEqual(["insert"]);
    await expect(m.call(tag, "save", { insert: true })).rejects.toThrow(UniqueViolation);
    tag.name = "again";
    const update = await counted(() => m.call(tag, "save", { update: true }));
    expect(update.log.map((sql) => sql.split(" ")[0])).toEqual(["update"]);
    await m.call(new Tag({ id: 71, name: "new" }), "save", { update: true });
    expect(await m.call(Tag.objects, "get", { id: 71 })).toMatchObject({ name: "new" });
    const gone = new Tag({ id: 72, name: "gone" });
    await expect(m.call(gone, "save", { update: true })).rejects.toThrow(Tag.DoesNotExist);
    await expect(m.call(gone, "save", { update: true })).rejects.toThrow(
      "Tag: save({ update: true }) found no row to update",
    );
    await expect(m.call(gone, "save", { update: true, only: ["name"] })).rejects.toThrow(Tag.DoesNotExist);
    expect(await m.call(Tag.objects.filter({ id: 72 }), "exists")).toBe(false);
    await m.call(gone, "save");
    expect(await m.call(Tag.objects.filter({ id: 72 }), "exists")).toBe(true);
  });

  test("`insert` and `update` refuse what contradicts them", async () => {
    const book = (await m.call(Book.objects.only("title"), "get", { id: 2 })) as Book;
    await expect(m.call(book, "save", { insert: true })).rejects.toThrow(
      /without its deferred columns author/,
    );
    const wrong: [object, string][] = [
      [{ insert: true, update: true }, "insert or update, not both"],
      [{ insert: true, only: ["title"] }, "inserts a row whole: take only away"],
      [{ insert: true, changed: true }, "inserts a row whole: take changed away"],
      [{ insert: 1 }, "insert of save() is true or false"],
      [{ only: "title" }, "save() takes a list of fields as only"],
      [{ force_insert: true }, 'save() has no option "force_insert"'],
    ];
    for (const [options, message] of wrong)
      await expect(m.call(book, "save", options)).rejects.toThrow(message);
    await expect(m.call(new Tag({ name: "x" }), "save", { update: true })).rejects.toThrow(
      "Tag has no key yet: save({ update: true }) knows no row to update",
    );
  });

  test("an expression is the database's to work out, and its value comes back", async () => {
    const book = await get();
    Object.assign(book, { pages: Book.f.pages.add(1), rating: Book.f.pages });
    await m.call(book, "save");
    expect(book).toMatchObject({ pages: 54, rating: 53 });
    Object.assign(book, { pages: Book.f.author.id });
    await expect(m.call(book, "save")).resolves.toBeUndefined();
    Object.assign(book, { title: Book.f.author.name });
    await expect(m.call(book, "save")).rejects.toThrow("cannot follow Book.f.author.name");
  });

  test("deferred columns are not written, and cannot be made up", async () => {
    const book = (await m.call(Book.objects.only("title"), "get", { id: 2 })) as Book;
    book.title = "short";
    const { log } = await counted(() => m.call(book, "save"));
    expect(log).toEqual(['update "library_book" set "title" = $1 where "id" = $2']);
    expect(await get()).toMatchObject({ title: "short", pages: 53 });
    await m.call(Book.objects.filter({ id: 2 }), "delete");
    await expect(m.call(book, "save")).rejects.toThrow("without its deferred columns");
    expect(await m.call(Book.objects.filter({ id: 2 }), "exists")).toBe(false);
  });

  test("times stand as the model says", async () => {
    const book = await get();
    const before = book.createdAt;
    await m.call(book, "save");
    expect(book.createdAt).toEqual(before);
    const { createdAt } = await get();
    expect(createdAt).toEqual(before);
    const made = (await m.call(Book.objects, "create", {
      ...{ title: "x", author: 1, price: "1.00", pages: 1 },
    })) as Book;
    expect(Math.abs(made.createdAt.getTime() - Date.now())).toBeLessThan(10_000);
  });

  test("refresh() reads everything, or what it is told, and forgets what was loaded", async () => {
    const book = (await m.call(Book.objects.selectRelated("author"), "get", {
      id: 2,
    })) as Book.With<"author">;
    const author = book.author;
    await m.call(Book.objects.filter({ id: 2 }), "update", { pages: 9, title: "new" });
    await m.call(book, "refresh", "pages");
    expect(book).toMatchObject({ pages: 9, title: "100 Cotton" });
    expect(book.author).toBe(author);
    await m.call(book, "refresh");
    expect(book).toMatchObject({ pages: 9, title: "new" });
    const now = m.name === "sync" ? book.author : await book.fetchAuthor();
    expect(now).not.toBe(author);
    expect(now).toEqual(author);
    await m.call(book, "refresh", "author", "pk", "authorId");
    for (const other of ["tags", "author__name", "title__lower"]) {
      await expect(m.call(book, "refresh", other)).rejects.toThrow(
        `refresh() reads fields of Book, and '${other}' is none`,
      );
    }
    await expect(m.call(book, "refresh", "tilte")).rejects.toThrow("Book has no field 'tilte'");
  });

  test("a deleted instance is gone from the database, and save() brings it back", async () => {
    const tag = (await m.call(Tag.objects, "get", { name: "unused" })) as Tag;
    expect(await m.call(tag, "delete")).toEqual([1, { Tag: 1 }]);
    expect(await m.call(Tag.objects, "count")).toBe(6);
    await m.call(tag, "save");
    expect(await m.call(Tag.objects, "get", { id: tag.id })).toEqual(tag);
  });

  test("values of a wrong type are refused before any SQL, by the field's name", async () => {
    const book = await get();
    for (const [name, value] of Object.entries({ pages: "3", title: 3, published: new Date(), price: {} })) {
      const { log } = await counted(async () => {
        Object.assign(book, { [name]: value });
        await expect(m.call(book, "save")).rejects.toThrow(new RegExp(`^Book.${name}: Expected`, "u"));
      });
      expect(log).toEqual([]);
      await m.call(book, "refresh");
    }
  });

  test("update() changes its rows, and no others", async () => {
    const changed = Book.objects.filter({ publisher__city: "Oslo", reviews__stars__gte: 1 });
    const ids = new Set((await m.call(changed.valuesList("id", { flat: true }), "toArray")) as number[]);
    expect(await m.call(changed, "update", { details: { isbn: "changed" }, publisher: null })).toBe(ids.size);
    const found = await m.call(
      Book.objects.filter({ details__isbn: "changed", publisher: null }).valuesList("id", { flat: true }),
      "toArray",
    );
    expect(new Set(found as number[])).toEqual(ids);
    const house = (await m.call(Publisher.objects, "get", { id: 4 })) as Publisher;
    expect(await m.call(Book.objects.filter({ id: 1 }), "update", { publisher: house })).toBe(1);
    expect((await get(1)).publisherId).toBe(4);
    expect(await m.call(Book.objects.none(), "update", { pages: 1 })).toBe(0);
    expect(await m.call(Book.objects.filter({ id: 1 }), "update", {})).toBe(0);
  });

  test("nothing touches every row by accident", async () => {
    const named = Author.objects.annotate({ n: Author.f.name });
    for (const rows of [Author.objects, Author.objects.filter({}), Author.objects.orderBy("id"), named]) {
      await expect(m.call(rows, "delete")).rejects.toThrow("on an unfiltered queryset");
      await expect(m.call(rows, "update", { born: null })).rejects.toThrow("on an unfiltered queryset");
    }
    expect(await m.call(Author.objects, "count")).toBe(24);
    expect(await m.call(Author.objects.all(), "update", { born: null })).toBe(24);
  });
});
