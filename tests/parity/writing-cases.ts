import { Author, Book, Review, Tag } from "../../fixtures/library/generated/index.js";
import { parity, thrown, type Case } from "./case.js";

const books = Book.objects;
const row = { title: "New", author: 1, price: "1.50", pages: 10 };
const rows = [
  row,
  { ...row, title: "Newer", rating: 2.5 },
  { ...row, title: "Newest", details: { isbn: "1" } },
];

/** Methods of a queryset that write. */
export const writing: readonly Case[] = [
  parity("queryset.create", "a row", async (m) => [
    await m.call(books, "create", row),
    await m.call(books, "get", { title: "New" }),
  ]),
  parity("queryset.create", "an instance for a key", async (m) => {
    const author = (await m.call(Author.objects, "first")) as Author;
    const made = (await m.call(books, "create", { ...row, author })) as Book.With<"author">;
    return [made, made.author === author];
  }),
  parity("queryset.create", "UniqueViolation", (m) => m.call(Tag.objects, "create", { name: "sql" })),
  parity("queryset.create", "CheckViolation", (m) => m.call(books, "create", { ...row, price: "-1.00" })),
  parity("queryset.create", "NotNullViolation", (m) => m.call(books, "create", { title: "x" })),
  parity("queryset.create", "ForeignKeyViolation", (m) => m.call(books, "create", { ...row, author: 999 })),
  parity("queryset.create", "an unknown field", (m) => m.call(books, "create", { ...row, size: 1 })),
  parity("queryset.create", "undefined", (m) => m.call(books, "create", { ...row, rating: undefined })),
  parity("queryset.create", "an unsaved relation", (m) =>
    m.call(books, "create", { ...row, author: new Author({ name: "x" }) }),
  ),
  parity("queryset.bulkCreate", "rows", async (m) => [
    await m.call(books, "bulkCreate", rows),
    await m.call(books.filter({ title__startswith: "New" }).orderBy("id"), "toArray"),
  ]),
  parity("queryset.bulkCreate", "in batches", (m) =>
    m.call(
      Tag.objects,
      "bulkCreate",
      ["a", "b", "c"].map((name) => new Tag({ name })),
      { batchSize: 2 },
    ),
  ),
  parity("queryset.bulkCreate", "nothing", (m) => m.call(books, "bulkCreate", [])),
  parity("queryset.bulkCreate", "ignoreConflicts", async (m) => {
    await m.call(Tag.objects, "bulkCreate", [{ name: "sql" }, { name: "x" }], { ignoreConflicts: true });
    return m.call(Tag.objects, "toArray");
  }),
  parity("queryset.bulkCreate", "updateConflicts", async (m) => {
    const options = { updateConflicts: true, uniqueFields: ["author", "title"], updateFields: ["pages"] };
    const first = (await m.call(books, "get", { id: 1 })) as Book;
    const given = { author: first.authorId, title: first.title, price: "1.00", pages: 12 };
    await m.call(books, "bulkCreate", [given], options);
    return m.call(books, "get", { id: 1 });
  }),
  parity("queryset.bulkCreate", "a violation leaves nothing", async (m) => [
    await thrown(() => m.call(Tag.objects, "bulkCreate", [{ name: "x" }, { name: "sql" }], { batchSize: 1 })),
    await m.call(Tag.objects, "toArray"),
  ]),
  parity("queryset.getOrCreate", "made", (m) =>
    m.call(Author.objects, "getOrCreate", { name: "Zoe" }, { defaults: { email: () => "z@e.org" } }),
  ),
  parity("queryset.getOrCreate", "found", (m) => m.call(Tag.objects, "getOrCreate", { name: "sql" })),
  parity("queryset.getOrCreate", "several", (m) => m.call(books, "getOrCreate", { status: "draft" })),
  parity("queryset.getOrCreate", "a violation of something else", (m) =>
    m.call(books, "getOrCreate", { title: "y" }, { defaults: { author: 1, price: "-1.00", pages: 1 } }),
  ),
  parity("queryset.updateOrCreate", "found", (m) =>
    m.call(books, "updateOrCreate", { id: 3 }, { defaults: { pages: 7, publisher: null } }),
  ),
  parity("queryset.updateOrCreate", "made, with other values", (m) =>
    m.call(
      Author.objects,
      "updateOrCreate",
      { name: "Zoe" },
      { defaults: { email: "a@b.org" }, createDefaults: { email: "c@d.org" } },
    ),
  ),
  parity("queryset.updateOrCreate", "an unknown field", (m) =>
    m.call(books, "updateOrCreate", { id: 3 }, { defaults: { page: 7 } }),
  ),
  parity("queryset.update", "values and expressions", async (m) => [
    await m.call(books.filter({ pages__lt: 50 }), "update", {
      pages: Book.f.pages.add(1),
      publisher: null,
      status: "archived",
    }),
    await m.call(books.orderBy("id"), "toArray"),
  ]),
  parity("queryset.update", "through a relation", (m) =>
    m.call(books.filter({ tags__name: "sql" }), "update", { rating: 1 }),
  ),
  parity("queryset.update", "unfiltered", (m) => m.call(books, "update", { pages: 1 })),
  parity("queryset.update", "all()", (m) => m.call(books.all(), "update", { pages: 1 })),
  parity("queryset.update", "a slice", (m) => m.call(books.limit(3), "update", { pages: 1 })),
  parity("queryset.update", "undefined", (m) =>
    m.call(books.filter({ id: 1 }), "update", { pages: undefined }),
  ),
  parity("queryset.update", "CheckViolation", (m) =>
    m.call(books.filter({ id: 1 }), "update", { price: "-1.00" }),
  ),
  parity("queryset.delete", "with what depends on it", async (m) => [
    await m.call(Author.objects.filter({ id__lte: 5 }), "delete"),
    await m.call(books, "count"),
    await m.call(Review.objects, "count"),
  ]),
  parity("queryset.delete", "unfiltered", (m) => m.call(books, "delete")),
  parity("queryset.delete", "all()", (m) => m.call(Review.objects.all(), "delete")),
  parity("queryset.delete", "a slice", (m) => m.call(books.limit(1), "delete")),
];
