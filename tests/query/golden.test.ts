import { expect, test } from "vitest";
import { Author, Book, Category, Tag, and, not, or } from "../../fixtures/library/generated/index.js";

interface Shown {
  toSQL(): { sql: string; parameters: readonly (string | null)[] };
}

/** What stands behind FROM, which is what a condition decides, and the values. */
function tail(rows: Shown): string {
  const { sql, parameters } = rows.toSQL();
  return `${sql.slice(sql.indexOf(" from ") + 1)}  ${JSON.stringify(parameters)}`;
}

const books = Book.objects.orderBy();
const authors = Author.objects.orderBy();

/** A condition and its SQL: whoever changes the SQL sees here what becomes of it. */
const table: readonly (readonly [string, Shown])[] = [
  ["own column", books.filter({ title: "x" })],
  ["pk and the raw key", books.filter({ pk: 1, authorId: 2 })],
  ["null", books.filter({ published: null, rating__isnull: false })],
  ["case folded", books.filter({ title__icontains: "50%" })],
  ["in and range", books.filter({ id__in: [1, 2], pages__range: [1, 2] })],
  [
    "parts of dates",
    books.filter({ published__year__gte: 2020, createdAt__hour: 3, createdAt__date: "2024-01-01" }),
  ],
  ["json", books.filter({ details__isbn: "1", details__has_key: "isbn" })],
  ["foreign key without a join", books.filter({ author: 1, author__id__in: [1] })],
  ["forward", books.filter({ author__name: "x" })],
  ["forward, nullable", books.filter({ publisher__city: "x" })],
  ["forward, nullable, NULL", books.filter({ publisher__city: null })],
  ["exclude forward, nullable", books.exclude({ publisher__city: "x" })],
  ["or over a nullable relation", books.filter(or(Book.q({ publisher__city: "x" }), Book.q({ pages: 1 })))],
  ["reverse", authors.filter({ books__pages: 1 })],
  ["two conditions, one row", authors.filter({ books__pages: 1, books__status: "draft" })],
  ["two calls, two rows", authors.filter({ books__pages: 1 }).filter({ books__status: "draft" })],
  ["many-to-many by name", books.filter({ tags__name: "x" })],
  ["many-to-many by key", books.filter({ tags: 1 })],
  ["many-to-many, none", books.filter({ tags: null })],
  ["exclude many-to-many", books.exclude({ tags__name: "x" })],
  ["exclude reverse, two conditions", authors.exclude({ books__pages: 1, books__status: "draft" })],
  ["two levels", authors.filter({ books__tags__name: "x" })],
  ["exclude two levels", authors.exclude({ books__tags__name: "x" })],
  ["reverse one-to-one, none", authors.filter({ profile__isnull: true })],
  ["itself", Category.objects.filter({ parent__parent__name: "x", children__name: "y" })],
  [
    "not, and, or",
    books.filter(not(and(Book.q({ pages: 1 }), or(Book.f.rating.gt(2), Book.f.title.contains("x"))))),
  ],
  ["column against column", books.filter({ pages__gt: Book.f.rating })],
  ["exclude column against column", books.exclude({ pages__gt: Book.f.rating })],
  ["a queryset in a condition", books.filter({ author__in: authors.filter({ name: "x" }) })],
  [
    "ordered through relations",
    books.orderBy("author__name", "-publisher", Book.f.rating.desc({ nulls: "last" })),
  ],
  ["the model's order, reversed", Book.objects.reverse()],
  ["sliced", books.orderBy("id").limit(5).offset(10)],
  ["distinct", Tag.objects.orderBy("name").filter({ books__pages__gt: 1 }).distinct()],
  ["none", books.none()],
];

test("the SQL of conditions", async () => {
  const text = table.map(([name, rows]) => `${name}\n  ${tail(rows)}\n`).join("\n");
  await expect(text).toMatchFileSnapshot("golden.expected.txt");
});

test("a value never changes the SQL", () => {
  const sql = (title: string, ids: readonly number[]) =>
    Book.objects.filter({ title__contains: title, id__in: ids }).toSQL().sql;
  expect(
    new Set([
      sql("a", [1]),
      sql("'; drop table x --", [1, 2, 3]),
      sql(
        "",
        Array.from({ length: 500 }, (_, at) => at),
      ),
    ]).size,
  ).toBe(1);
});

test("a limit as code has it is written, any other is a parameter, as every offset is", () => {
  const sql = (limit: number, offset: number) => books.orderBy("id").limit(limit).offset(offset).toSQL().sql;
  expect(sql(20, 1)).toMatch(/ limit 20 offset \$1$/);
  expect(sql(20, 7)).toBe(sql(20, 1));
  expect(sql(150, 1)).toMatch(/ limit 150 offset \$1$/);
  expect(sql(101, 1)).toMatch(/ limit \$1 offset \$2$/);
  expect(sql(101, 1)).toBe(sql(987_654, 3));
});
