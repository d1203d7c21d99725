import { Author, Book, Tag } from "../../fixtures/library/generated/index.js";
import { sql } from "../../runtime/index.js";
import { parity, type Case } from "./case.js";

const books = Book.objects;

/** Bulk updates, raw SQL, plans, validation, and rows made through relations. */
export const further: readonly Case[] = [
  parity("queryset.bulkUpdate", "values of several rows", async (m) => {
    const rows = (await m.call(books.filter({ id__lte: 3 }).orderBy("id"), "toArray")) as Book[];
    for (const row of rows)
      Object.assign(row, { pages: row.pages + 1, rating: null, title: `${row.title}'` });
    return [
      await m.call(books, "bulkUpdate", rows, ["pages", "rating"]),
      await m.call(books.filter({ id__lte: 4 }).orderBy("id"), "toArray"),
    ];
  }),
  parity("queryset.bulkUpdate", "an unknown field", async (m) =>
    m.call(books, "bulkUpdate", [await m.call(books, "get", { id: 1 })], ["page"]),
  ),
  parity("queryset.bulkUpdate", "not saved", (m) =>
    m.call(Tag.objects, "bulkUpdate", [new Tag({ name: "x" })], ["name"]),
  ),
  parity("queryset.bulkUpdate", "no fields", (m) => m.call(Tag.objects, "bulkUpdate", [], [])),
  parity("queryset.explain", "a plan", async (m) =>
    String(await m.call(books.filter({ id: 3 }), "explain", { costs: false })).includes("library_book"),
  ),
  parity("queryset.explain", "an option that is none", (m) =>
    m.call(books, "explain", { "analyze) select 1 --": true }),
  ),
  parity("queryset.raw", "instances", (m) =>
    m.call(
      Tag.objects,
      "raw",
      sql`select id, name, length(name) as n from library_tag where id < ${4} order by id`,
    ),
  ),
  parity("queryset.raw", "without the key", (m) =>
    m.call(Tag.objects, "raw", sql`select name from library_tag`),
  ),
  parity("queryset.raw", "text", (m) => m.call(Tag.objects, "raw", "select * from library_tag")),
  parity("queryset.raw", "wrong SQL", (m) => m.call(Tag.objects, "raw", sql`selct 1`)),
  parity("instance.validate", "valid", (m) => m.call(new Tag({ name: "new" }), "validate")),
  parity("instance.validate", "too long, and taken", async (m) => [
    await m.call(new Tag({ name: "x".repeat(60) }), "validate").catch((error: unknown) => error),
    await m.call(new Tag({ name: "sql" }), "validate").catch((error: unknown) => error),
  ]),
  parity("related.createMany", "with their foreign key", async (m) => {
    const of = (await m.call(Author.objects, "get", { id: 3 })) as Author;
    const rows = ["a", "b"].map((title) => ({ title, price: "1.00", pages: 1 }));
    return [await m.call(of.books, "createMany", rows), await m.call(of.books.orderBy("id"), "toArray")];
  }),
  parity("related.createMany", "of a many-to-many", async (m) => {
    const of = (await m.call(books, "get", { id: 3 })) as Book;
    await m.call(of.tags, "createMany", [{ name: "x" }, { name: "y" }]);
    return m.call(of.tags, "toArray");
  }),
  parity("related.getOrCreate", "found, and made", async (m) => {
    const of = (await m.call(Author.objects, "get", { id: 1 })) as Author;
    const defaults = { price: "1.00", pages: 1 };
    return [
      await m.call(of.books, "getOrCreate", { title: "100% Cotton" }),
      await m.call(of.books, "getOrCreate", { title: "New" }, { defaults }),
    ];
  }),
  parity("related.getOrCreate", "of a many-to-many", async (m) => {
    const of = (await m.call(books, "get", { id: 3 })) as Book;
    await m.call(of.tags, "getOrCreate", { name: "fresh" });
    return m.call(of.tags, "toArray");
  }),
  parity("related.updateOrCreate", "found, and made", async (m) => {
    const of = (await m.call(Author.objects, "get", { id: 1 })) as Author;
    const defaults = { price: "9.00", pages: 9 };
    return [
      await m.call(of.books, "updateOrCreate", { title: "100% Cotton" }, { defaults }),
      await m.call(of.books, "updateOrCreate", { title: "New" }, { defaults }),
    ];
  }),
  parity("related.updateOrCreate", "a violation", async (m) => {
    const of = (await m.call(Author.objects, "get", { id: 3 })) as Author;
    return m.call(of.books, "updateOrCreate", { title: "x" }, { defaults: { price: "-1.00", pages: 1 } });
  }),
];
