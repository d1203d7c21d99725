import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";
import { executeRaw, executeScript } from "../../runtime/executor/index.js";
import {
  Author,
  Book,
  Category,
  Profile,
  Publisher,
  Review,
  Tag,
} from "../../fixtures/library/generated/index.js";

export interface DocsLibrary {
  /** Puts the rows back as they were. */
  reset(): Promise<void>;
  /** Ends the connection, and the database with it. */
  end(): Promise<void>;
}

/** The rows that the pages speak of, on a database of their own. `more` makes further tables, which stay empty. */
export async function docsLibrary(more: readonly string[] = []): Promise<DocsLibrary> {
  const end = await connectOwn();
  for (const script of [tablesOf("fixtures/library"), ...more]) await executeScript(script);
  await fill();
  const tables = await executeRaw(
    `select tablename::text as name, exists (select from information_schema.columns c
       where c.table_schema = 'public' and c.table_name = tablename and c.column_name = 'id') as counted,
       exists (select from information_schema.columns c where c.table_schema = 'public'
         and c.table_name = tablename and c.is_generated = 'ALWAYS') as generated
     from pg_tables where schemaname = 'public'`,
  );
  const names = tables.map(({ name }) => `"${String(name)}"`);
  // A generated column takes no values; tables that have one are a page's own, and stay empty.
  const filled = tables.filter((each) => each["generated"] !== true).map(({ name }) => `"${String(name)}"`);
  const counted = tables.filter((each) => each["counted"] === true).map(({ name }) => `"${String(name)}"`);
  await executeScript(
    ["create schema kept", ...filled.map((name) => `create table kept.${name} as table ${name}`)].join(";"),
  );
  const reset = [
    "set constraints all deferred",
    `truncate ${names.join(", ")} restart identity`,
    ...filled.map((name) => `insert into ${name} overriding system value select * from kept.${name}`),
    ...counted.map(
      (name) =>
        `select setval(pg_get_serial_sequence('${name}', 'id'), coalesce(max(id), 0) + 1, false) from ${name}`,
    ),
  ].join(";");
  return { reset: () => executeScript(reset), end };
}

/** Books of three authors, small enough to count by hand. */
export async function fill(): Promise<void> {
  await Author.objects.bulkCreate([
    { name: "Jane Austen", email: "jane@example.org", born: "1775-12-16" },
    { name: "Mary Shelley", email: "mary@example.org", born: "1797-08-30" },
    { name: "Homer" },
  ]);
  await Profile.objects.create({ author: 1, biography: "Six novels.", website: "https://janeausten.org" });
  await Publisher.objects.bulkCreate([
    { name: "John Murray", city: "London" },
    { name: "Lackington", city: null },
  ]);
  await Tag.objects.bulkCreate([{ name: "classic" }, { name: "gothic" }, { name: "comedy" }]);
  const [emma, persuasion, frankenstein, sanditon] = await Book.objects.bulkCreate([
    {
      ...{ title: "Emma", author: 1, publisher: 1, price: "9.50", pages: 474, rating: 4.5 },
      ...{ status: "published" as const, published: "1815-12-23" },
      details: { isbn: "978-1", languages: ["en", "fr"] },
    },
    {
      ...{ title: "Persuasion", author: 1, publisher: 1, price: "8.00", pages: 249, rating: 4 },
      ...{ status: "published" as const, published: "1817-12-20" },
    },
    {
      ...{ title: "Frankenstein", author: 2, publisher: 2, price: "12.00", pages: 280 },
      ...{ status: "published" as const, published: "1818-01-01", details: { languages: ["en"] } },
    },
    { title: "Sanditon", author: 1, price: "5.00", pages: 120 },
  ]);
  if (!emma || !persuasion || !frankenstein || !sanditon) throw new Error("books are missing");
  await Book.objects.all().update({ createdAt: new Date("2026-01-31T13:30:05Z") });
  await emma.tags.add(1, 3);
  await persuasion.tags.add(1);
  await frankenstein.tags.add(1, 2);
  await Review.objects.bulkCreate([
    { book: emma, reviewer: "Walter", stars: 5, body: "That exquisite touch" },
    { book: emma, reviewer: "Charlotte", stars: 3 },
    { book: frankenstein, reviewer: "Walter", stars: 5 },
    { book: frankenstein, reviewer: "Percy", stars: 5 },
  ]);
  const fiction = await Category.objects.create({ name: "Fiction" });
  await Category.objects.create({ name: "Novels", parent: fiction, startingPoint: emma });
}
