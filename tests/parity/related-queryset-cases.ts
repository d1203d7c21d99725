import { Author, Book } from "../../fixtures/library/generated/index.js";
import { count, sql } from "../../runtime/index.js";
import type { Style } from "../library/style.js";
import { parity, type Case } from "./case.js";

const values = { price: "1.00", pages: 1 };
const defaults = { defaults: values };
const one = (m: Style, of: Author) => m.call(of.books.orderBy("id"), "first");

/** What each method of a queryset is called with where a related manager has it. */
const calls: Readonly<Record<string, readonly unknown[] | ((m: Style, of: Author) => Promise<unknown[]>)>> = {
  toArray: [],
  get: [{ title: "100% Cotton" }],
  first: [],
  last: [],
  earliest: ["pages", "id"],
  latest: ["pages", "id"],
  count: [],
  exists: [],
  contains: async (m, of) => [await one(m, of)],
  aggregate: [{ n: count() }],
  inBulk: async (m, of) => [[((await one(m, of)) as Book).id, 2, 3, 999]],
  bulkCreate: [[{ title: "New", author: 2, ...values }]],
  bulkUpdate: async (m, of) => [[Object.assign((await one(m, of)) as Book, { pages: 7 })], ["pages"]],
  getOrCreate: [{ title: "New" }, defaults],
  updateOrCreate: [{ title: "New" }, defaults],
  update: [{ pages: 7 }],
  delete: [],
  raw: [sql`select id, title from library_book where id < ${4} order by id`],
};

async function outcome(m: Style, name: string): Promise<unknown> {
  const of = (await m.call(Author.objects, "get", { id: 1 })) as Author;
  const given = calls[name];
  const args = typeof given === "function" ? await given(m, of) : (given ?? []);
  return [
    await m.call(of.books, name, ...args).catch((error: unknown) => error),
    await m.call(Book.objects.orderBy("id"), "toArray"),
  ];
}

/** A related manager has the methods of a queryset too: they speak of the related rows alone. */
export const relatedQuerysets: readonly Case[] = [
  ...Object.keys(calls).map((name) =>
    parity(`related.${name}`, "of the related rows", (m) => outcome(m, name)),
  ),
  parity("related.iterate", "of the related rows", async (m) =>
    m.stream(((await m.call(Author.objects, "get", { id: 1 })) as Author).books.orderBy("id"), "iterate", {
      chunkSize: 1,
    }),
  ),
  parity("related.explain", "of the related rows", async (m) => {
    const of = (await m.call(Author.objects, "get", { id: 1 })) as Author;
    return String(await m.call(of.books, "explain", { costs: false })).includes("author_id");
  }),
];
