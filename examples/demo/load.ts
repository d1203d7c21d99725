import { readFileSync } from "node:fs";
import { Author, Book, Publisher, Review, Tag, atomic } from "../../fixtures/library/generated/index.js";

function rows(file: string): string[][] {
  const lines = readFileSync(`data/${file}.csv`, "utf8").trim().split("\n");
  return lines.map((line) => line.split("|"));
}

/** Some hundred rows, in one transaction and a statement for each table. */
export async function load(): Promise<void> {
  const books = rows("books");
  await atomic(async () => {
    const authors = await Author.objects.bulkCreate(
      rows("authors").map(([name = "", born = null]) => ({ name, born })),
    );
    const houses = [...new Set(books.map(([, , publisher = ""]) => publisher))].filter((name) => name !== "");
    const publishers = await Publisher.objects.bulkCreate(houses.map((name) => ({ name })));
    const words = [...new Set(books.flatMap(([, , , , , , tags = ""]) => tags.split(",")))].sort();
    const tags = await Tag.objects.bulkCreate(words.map((name) => ({ name })));
    const made = await Book.objects.bulkCreate(
      books.map(([title = "", author = "", publisher = "", published = "", pages = "", price = ""]) => ({
        ...{ title, published, price, pages: Number(pages), status: "published" as const },
        author: find(authors, author),
        publisher: publisher === "" ? null : find(publishers, publisher),
      })),
    );
    for (const [index, book] of made.entries()) {
      const own = (books[index]?.[6] ?? "").split(",");
      await book.tags.add(...own.map((name) => find(tags, name)));
    }
    const titles = new Map(made.map((book) => [book.title, book]));
    await Review.objects.bulkCreate(
      rows("reviews").flatMap(([title = "", reviewer = "", stars = "", body = ""]) => {
        const book = titles.get(title);
        return book ? [{ book, reviewer, stars: Number(stars), body }] : [];
      }),
    );
  });
}

function find<T extends { name: string }>(rows: readonly T[], name: string): T {
  const found = rows.find((row) => row.name === name);
  if (!found) throw new Error(`The data has no ${name}`);
  return found;
}
