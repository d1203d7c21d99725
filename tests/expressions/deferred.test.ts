import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Author, Book, Category, Publisher, Tag } from "../../fixtures/library/generated/index.js";
import { InvalidValue, UndefinedValue } from "../../runtime/errors/index.js";
import { onQuery, prefetch, prefetchRelatedObjects } from "../../runtime/index.js";
import { clientWith, ran, type Answers, type Loose } from "./answers.js";
import { smallLibrary } from "./library.js";

const log: string[] = [];
const stop = onQuery(({ sql }) => log.push(sql));
afterAll(stop);

describe("columns that were not fetched", () => {
  beforeAll(smallLibrary);
  beforeEach(() => {
    log.length = 0;
  });
  const django = async () => (await Book.objects.only("title").get({ title: "Django" })) as unknown as Book;

  test("are never written as null by bulkUpdate", async () => {
    const book = await django();
    await expect(Book.objects.bulkUpdate([book], ["rating"])).rejects.toThrow(
      'Book.rating is deferred: bulkUpdate() does not know what to write; set it, or await refresh("rating") first',
    );
    expect((await Book.objects.get({ title: "Django" })).rating).toBe(4.5);
    Object.assign(book, { rating: 5 });
    expect(await Book.objects.bulkUpdate([book], ["rating"])).toBe(1);
    expect((await Book.objects.get({ title: "Django" })).rating).toBe(5);
    await Book.objects.filter({ title: "Django" }).update({ rating: 4.5 });
  });

  test("nor is undefined, and save() refuses to write by name what it does not know", async () => {
    const book = await Book.objects.get({ title: "Django" });
    Object.assign(book, { rating: undefined });
    await expect(Book.objects.bulkUpdate([book], ["rating"])).rejects.toThrow(UndefinedValue);
    await expect(book.save({ only: ["rating"] })).rejects.toThrow("Book.rating is undefined");
    await expect((await django()).save({ only: ["rating"] })).rejects.toThrow("Book.rating is deferred");
    expect((await Book.objects.get({ title: "Django" })).rating).toBe(4.5);
  });

  test("are not left out of a copy", async () => {
    const [one, two] = [await django(), await django()];
    for (const copy of [one, two]) Object.assign(copy, { id: undefined, title: "Copy" });
    await expect(one.save()).rejects.toThrow(
      "Book: without a key, save() cannot make the row without its deferred columns author, publisher, price, pages, rating, status, details, published: await refresh() first",
    );
    await expect(Book.objects.bulkCreate([two])).rejects.toThrow(InvalidValue);
    const gone = await Tag.objects.create({ name: "gone" });
    const bare = await Tag.objects.only("id").get({ id: gone.id });
    await bare.delete();
    await expect(bare.save()).rejects.toThrow("deferred columns name");
    expect(await Book.objects.filter({ title: "Copy" }).exists()).toBe(false);
  });

  test("are fetched where a prefetch goes by them", async () => {
    const books = Book.objects.only("title").orderBy("title");
    const seen = async (rows: Promise<{ title: string; by?: unknown }[]>) =>
      (await rows).map(({ title, by }) => [title, (by as { name?: string } | null)?.name ?? null]);
    const bare = books.toArray();
    const [first] = await bare;
    expect(Object.keys(first ?? {})).toEqual(["id", "title"]);
    const authors = books.prefetchRelated(prefetch("author", Author.objects.all(), { as: "by" }));
    expect(await seen(authors.toArray())).toEqual([
      ["Atlas", "Bob"],
      ["Django", "Ann"],
      ["Flask", "Ann"],
    ]);
    const houses = books.prefetchRelated(prefetch("publisher", Publisher.objects.all(), { as: "by" }));
    expect(await seen(houses.toArray())).toEqual([
      ["Atlas", "Press"],
      ["Django", "Press"],
      ["Flask", null],
    ]);
    const nested = await Category.objects
      .only("name", "startingPoint__title")
      .selectRelated("startingPoint")
      .prefetchRelated("startingPoint__author__books")
      .get({ name: "computers" });
    const start = nested.startingPoint as unknown as Book.With<"author">;
    expect(start.author.name).toBe("Ann");
  });

  test("are read, for all rows at once, where rows have come without them", async () => {
    const books = await Book.objects.only("title").orderBy("title").toArray();
    log.length = 0;
    await prefetchRelatedObjects(books, "author");
    expect(books.map((book) => (book as unknown as Book.With<"author">).author.name)).toEqual([
      "Bob",
      "Ann",
      "Ann",
    ]);
    expect(log).toHaveLength(2);
    const one = await django();
    expect(((await one.fetchAuthor()) as Author | null)?.name).toBe("Ann");
    const peers = await Book.objects.only("title").orderBy("title").fetchPeers().toArray();
    log.length = 0;
    for (const peer of peers)
      expect((await peer.fetchPublisher())?.name ?? null).toBe(peer.title === "Flask" ? null : "Press");
    expect(log).toHaveLength(2);
  });
});

describe("what a row is known to hold", () => {
  beforeAll(smallLibrary);
  beforeEach(() => {
    log.length = 0;
  });

  test("bulkUpdate and bulkCreate note it: save({ changed }) writes what came after", async () => {
    const plain = await Tag.objects.get({ name: "web" });
    plain.name = "www";
    await Tag.objects.bulkUpdate([plain], ["name"]);
    const [made] = await Tag.objects.bulkCreate([{ name: "made" }]);
    log.length = 0;
    await plain.save({ changed: true });
    await made?.save({ changed: true });
    expect(log).toEqual([]);
    plain.name = "web";
    await plain.save({ changed: true });
    expect(log).toHaveLength(1);
    expect((await Tag.objects.get({ id: plain.id })).name).toBe("web");
  });

  test("refresh() forgets what was assigned and what a prefetch left out", async () => {
    const book = await Book.objects.get({ title: "Flask" });
    (book as { author: unknown }).author = new Author({ name: "unsaved" });
    await book.refresh();
    await book.save();
    expect((await Book.objects.selectRelated("author").get({ title: "Flask" })).author.name).toBe("Ann");
    const atlas = await Book.objects
      .prefetchRelated(prefetch("publisher", Publisher.objects.filter({ name: "none" })))
      .get({ title: "Atlas" });
    expect(atlas.publisher).toBeNull();
    await atlas.refresh();
    expect((await atlas.fetchPublisher())?.name).toBe("Press");
  });

  test("refresh() of a foreign key forgets the row that was loaded", async () => {
    const atlas = await Book.objects.selectRelated("publisher").get({ title: "Atlas" });
    await Publisher.objects.filter({ name: "Press" }).update({ city: "Bergen" });
    await atlas.refresh("publisher");
    expect((await atlas.fetchPublisher())?.city).toBe("Bergen");
    await atlas.refresh("pages");
    log.length = 0;
    expect((await atlas.fetchPublisher())?.city).toBe("Bergen");
    expect(log).toEqual([]);
  });
});

describe("a relation to another column than the key", () => {
  const MODELS = `
import { Model, fields } from "ormgen";
export class Author extends Model {
  name = fields.text({ unique: true });
  note = fields.text({ default: "" });
}
export class Book extends Model {
  title = fields.text();
  author = fields.foreignKey(() => Author, { onDelete: "cascade", relatedName: "books", to: "name" });
}
`;
  let client: Answers;
  beforeAll(async () => {
    const made = await clientWith(MODELS);
    client = made.client;
    await ran(client.Author.objects.bulkCreate([{ name: "a" }, { name: "b" }]));
    await ran(
      client.Book.objects.bulkCreate([
        { title: "x", author: "a" },
        { title: "y", author: "b" },
      ]),
    );
    return made.end;
  });

  test("is prefetched where only() leaves the column out", async () => {
    const rows = client.Author.objects.only("note").prefetchRelated("books").orderBy("id");
    const found = await ran<{ books: { loaded: { title: string }[] } }[]>(rows.toArray());
    expect(found.map(({ books }) => books.loaded.map(({ title }) => title))).toEqual([["x"], ["y"]]);
    const [bare] = await ran<[Loose]>(client.Author.objects.only("note").orderBy("id").toArray());
    expect(Object.keys(bare)).toEqual(["id", "note"]);
  });
});
