import { Author, Book, Publisher, Tag } from "../../fixtures/library/generated/index.js";
import type { Style } from "../library/style.js";
import { parity, thrown, type Case } from "./case.js";

const book = async (m: Style, id = 2) => (await m.call(Book.objects, "get", { id })) as Book;
const house = async (m: Style, id = 2) => (await m.call(Publisher.objects, "get", { id })) as Publisher;
const tagsOf = (m: Style, of: Book) => m.call(of.tags, "toArray");
const idsOf = (m: Style, of: Publisher) =>
  m.call(of.books.orderBy("id").valuesList("id", { flat: true }), "toArray");

/** Related managers: a foreign key's other end, and both ends of a many-to-many. */
export const related: readonly Case[] = [
  parity("related.create", "a row with its foreign key", async (m) => {
    const author = (await m.call(Author.objects, "get", { id: 3 })) as Author;
    const made = (await m.call(author.books, "create", {
      title: "His",
      price: "1.00",
      pages: 1,
    })) as Book.With<"author">;
    return [made, made.author === author];
  }),
  parity("related.create", "a row of a many-to-many", async (m) => {
    const of = await book(m);
    return [await m.call(of.tags, "create", { name: "fresh" }), await tagsOf(m, of)];
  }),
  parity("related.create", "a violation leaves nothing", async (m) => {
    const of = await book(m);
    return [await thrown(() => m.call(of.tags, "create", { name: "sql" })), await tagsOf(m, of)];
  }),
  parity("related.add", "instances and keys, once", async (m) => {
    const of = await book(m);
    const tag = (await m.call(Tag.objects, "get", { name: "unused" })) as Tag;
    await m.call(of.tags, "add", tag, 1, tag.id, 1);
    await m.call(of.tags, "add", tag);
    return tagsOf(m, of);
  }),
  parity("related.add", "nothing", async (m) => m.call((await book(m)).tags, "add")),
  parity("related.add", "of another model", async (m) => {
    const of = await book(m);
    return m.call(of.tags, "add", of);
  }),
  parity("related.add", "a key of a wrong type", async (m) => m.call((await book(m)).tags, "add", "1")),
  parity("related.add", "a key of nothing", async (m) => m.call((await book(m)).tags, "add", 999)),
  parity("related.add", "to a foreign key's other end", async (m) => {
    const of = await house(m);
    const other = await book(m, 1);
    await m.call(of.books, "add", other, 6);
    return [other.publisherId, await idsOf(m, of)];
  }),
  parity("related.remove", "from a many-to-many", async (m) => {
    const of = await book(m, 3);
    const tags = (await tagsOf(m, of)) as Tag[];
    await m.call(of.tags, "remove", ...tags.slice(0, 1));
    return [tags, await tagsOf(m, of)];
  }),
  parity("related.remove", "from a foreign key's other end", async (m) => {
    const of = await house(m);
    const before = (await idsOf(m, of)) as number[];
    await m.call(of.books, "remove", before[0]);
    return [before, await idsOf(m, of)];
  }),
  parity("related.remove", "a required foreign key", async (m) =>
    m.call(((await m.call(Author.objects, "get", { id: 1 })) as Author).books, "remove", 1),
  ),
  parity("related.set", "many-to-many", async (m) => {
    const of = await book(m, 3);
    await m.call(of.tags, "set", [1, 6]);
    await m.call(of.tags, "set", [6, 2, 6]);
    return tagsOf(m, of);
  }),
  parity("related.set", "to nothing", async (m) => {
    const of = await book(m, 3);
    await m.call(of.tags, "set", []);
    return tagsOf(m, of);
  }),
  parity("related.set", "a foreign key's other end", async (m) => {
    const of = await house(m);
    await m.call(of.books, "set", [1, 2, 3]);
    return idsOf(m, of);
  }),
  parity("related.clear", "many-to-many", async (m) => {
    const of = await book(m, 3);
    await m.call(of.tags, "clear");
    return tagsOf(m, of);
  }),
  parity("related.clear", "a foreign key's other end", async (m) => {
    const of = await house(m);
    await m.call(of.books, "clear");
    return idsOf(m, of);
  }),
  parity("related.clear", "a required foreign key", async (m) =>
    m.call(((await m.call(Author.objects, "get", { id: 1 })) as Author).books, "clear"),
  ),
  parity("related.set", "the other end of a many-to-many", async (m) => {
    const tag = (await m.call(Tag.objects, "get", { name: "unused" })) as Tag;
    await m.call(tag.books, "set", [3, 1]);
    return m.call(tag.books.orderBy("id"), "toArray");
  }),
];
