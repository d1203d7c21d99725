import { Author, Book, Category, type Profile, Tag } from "../../fixtures/library/generated/index.js";
import { parity, thrown, type Case } from "./case.js";

const books = Book.objects;

/** Methods of an instance. */
export const instances: readonly Case[] = [
  parity("instance.save", "inserts, then updates", async (m) => {
    const book = new Book({ title: "Mine", author: 2, price: "3.00", pages: 4 });
    await m.call(book, "save");
    book.pages = 5;
    await m.call(book, "save");
    return [book, await m.call(books, "get", { title: "Mine" })];
  }),
  parity("instance.save", "only some fields", async (m) => {
    const book = (await m.call(books, "get", { id: 2 })) as Book;
    Object.assign(book, { pages: 1, title: "not written" });
    await m.call(book, "save", { only: ["pages"] });
    return m.call(books, "get", { id: 2 });
  }),
  parity("instance.save", "an unknown field", async (m) =>
    m.call((await m.call(books, "get", { id: 2 })) as Book, "save", { only: ["page"] }),
  ),
  parity("instance.save", "an expression", async (m) => {
    const book = (await m.call(books, "get", { id: 2 })) as Book;
    Object.assign(book, { pages: Book.f.pages.add(100) });
    await m.call(book, "save");
    return book;
  }),
  parity("instance.save", "a relation that is not saved", (m) =>
    m.call(new Book({ title: "x", author: new Author({ name: "x" }), price: "1.00", pages: 1 }), "save"),
  ),
  parity("instance.save", "a relation saved meanwhile", async (m) => {
    const author = new Author({ name: "late" });
    const book = new Book({ title: "x", author, price: "1.00", pages: 1 });
    await m.call(author, "save");
    await m.call(book, "save");
    return [author, book];
  }),
  parity("instance.save", "UniqueViolation", (m) => m.call(new Tag({ name: "sql" }), "save")),
  parity("instance.delete", "with what depends on it", async (m) => {
    const author = (await m.call(Author.objects, "get", { id: 1 })) as Author;
    return [await m.call(author, "delete"), await m.call(books, "count")];
  }),
  parity("instance.delete", "not saved", (m) => m.call(new Tag({ name: "x" }), "delete")),
  parity("instance.delete", "twice", async (m) => {
    const tag = (await m.call(Tag.objects, "get", { name: "unused" })) as Tag;
    return [await m.call(tag, "delete"), await m.call(tag, "delete")];
  }),
  parity("instance.refresh", "every column", async (m) => {
    const book = (await m.call(books, "get", { id: 2 })) as Book;
    await m.call(books.filter({ id: 2 }), "update", { pages: 77, title: "other" });
    await m.call(book, "refresh");
    return book;
  }),
  parity("instance.refresh", "some columns", async (m) => {
    const book = (await m.call(books, "get", { id: 2 })) as Book;
    await m.call(books.filter({ id: 2 }), "update", { pages: 77, title: "other" });
    await m.call(book, "refresh", "pages");
    return book;
  }),
  parity("instance.refresh", "gone", async (m) => {
    const tag = (await m.call(Tag.objects, "get", { name: "unused" })) as Tag;
    await m.call(tag, "delete");
    return m.call(tag, "refresh");
  }),
  parity("instance.refresh", "an unknown field", async (m) =>
    m.call((await m.call(books, "get", { id: 2 })) as Book, "refresh", "page"),
  ),
  parity("instance.fetch", "a foreign key", async (m) => {
    const book = (await m.call(books, "get", { id: 2 })) as Book.With<"author">;
    const author = await m.call(book, "fetchAuthor");
    return [author, book.author === author];
  }),
  parity("instance.fetch", "NULL", async (m) =>
    m.call((await m.call(books, "get", { id: 1 })) as Book, "fetchPublisher"),
  ),
  parity("instance.fetch", "a reverse one-to-one", async (m) => {
    const author = (await m.call(Author.objects, "get", { id: 1 })) as Author.With<"profile">;
    const profile = (await m.call(author, "fetchProfile")) as Profile.With<"author">;
    return [profile, author.profile === profile, profile.author === author];
  }),
  parity("instance.fetch", "a reverse one-to-one that is not there", async (m) =>
    m.call((await m.call(Author.objects, "get", { id: 2 })) as Author, "fetchProfile"),
  ),
  parity("instance.fetch", "itself, a level up", async (m) =>
    m.call((await m.call(Category.objects, "get", { name: "Algebra" })) as Category, "fetchParent"),
  ),
  parity("instance.fetch", "the row is gone", async (m) => {
    const book = (await m.call(books, "get", { id: 2 })) as Book;
    book.authorId = 999;
    return thrown(() => m.call(book, "fetchAuthor"));
  }),
];
