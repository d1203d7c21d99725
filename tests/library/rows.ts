import {
  Author,
  Book,
  Category,
  Profile,
  Publisher,
  Review,
  Tag,
} from "../../fixtures/library/generated/index.js";

/** Texts that patterns, quotes and folding trip over. */
export const hostile: readonly string[] = [
  "100% Cotton",
  "100 Cotton",
  "snake_case",
  "snakeXcase",
  "back\\slash",
  'it\'s "quoted"',
  "Ærøskøbing – 東京 🚲",
  "STRASSE",
  "straße",
  "new\nline\ttab",
  "$1 ?::text --",
  "",
];

const names = ["Ada", "Ben", "Cleo", "Dag", "Eva", "Finn"] as const;
const pick = <T>(items: readonly T[], at: number): T => items[at % items.length] as T;

/** Fills the empty library: the same rows at every call, with NULLs and duplicates, made by the client. */
export async function fill(): Promise<void> {
  const authors = await Author.objects.bulkCreate([
    ...hostile.map((name, at) => ({
      name,
      email: at % 3 === 0 ? null : `${String(at)}@example.org`,
      born: pick([null, "1955-01-31", "1970-02-28", "1988-12-31"], at),
    })),
    ...Array.from({ length: 12 }, (_, at) => ({ name: `${pick(names, at)} ${pick(["Low", "High"], at)}` })),
  ]);
  await Profile.objects.bulkCreate(
    authors
      .filter((_, at) => at % 4 === 0)
      .map((author, at) => ({ author, website: at % 2 === 0 ? null : "https://example.org/%_" })),
  );
  const publishers = await Publisher.objects.bulkCreate(
    Array.from({ length: 6 }, (_, at) => ({
      name: `House ${String(at)}`,
      city: pick([null, "Oslo", "100%", "oslo"], at),
    })),
  );
  const tags = await Tag.objects.bulkCreate(
    ["sql", "SQL", "orm", "100%", "a_b", "unused", "naïve"].map((name) => ({ name })),
  );
  const books = await Book.objects.bulkCreate(
    Array.from({ length: 48 }, (_, at) => ({
      title: `${pick(hostile, at)}${at < hostile.length ? "" : ` ${String(Math.floor(at / hostile.length))}`}`,
      author: pick(authors, at * 7),
      publisher: at % 5 === 0 ? null : pick(publishers.slice(0, 5), at),
      price: `${String((at * 37) % 90)}.${pick(["00", "50", "99"], at)}`,
      pages: (at * 53) % 400,
      rating: at % 4 === 0 ? null : (at % 10) / 2,
      status: pick(["draft", "published", "archived"] as const, at),
      details: pick([{}, { isbn: `978-${String(at)}` }, { languages: ["en", "no"] }], at),
      published: at % 6 === 0 ? null : `${String(2000 + (at % 20))}-0${String((at % 9) + 1)}-15`,
    })),
  );
  for (const [at, book] of books.entries()) {
    if (at % 3 === 0) continue;
    await book.tags.add(...tags.slice(0, 5).filter((_, tag) => (at + tag) % (2 + (at % 3)) === 0));
  }
  await Review.objects.bulkCreate(
    books.flatMap((book, at) =>
      Array.from({ length: at % 4 }, (_, of) => ({
        book,
        reviewer: pick(names, at + of),
        stars: ((at + of) % 5) + 1,
        body: pick(hostile, at + of),
      })),
    ),
  );
  const roots = await Category.objects.bulkCreate([
    { name: "Science", startingPoint: books[0] ?? null },
    { name: "Fiction" },
  ]);
  const inner = await Category.objects.bulkCreate(
    ["Maths", "Physics", "Crime"].map((name, at) => ({ name, parent: pick(roots, at) })),
  );
  await Category.objects.bulkCreate([
    { name: "Algebra", parent: pick(inner, 0), startingPoint: books[1] ?? null },
  ]);
}
