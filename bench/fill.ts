import { Author, Book, Publisher, Review, Tag } from "../fixtures/library/generated/index.js";
import { executeRaw, executeScript } from "../runtime/executor/index.js";
import { AUTHORS, ROWS } from "./workloads.js";

/** Rows for what is measured: books with authors, tags and twenty reviews each. */
export async function fill(): Promise<void> {
  const authors = await Author.objects.bulkCreate(
    Array.from({ length: AUTHORS }, (_, at) => ({ name: `Author ${String(at)}` })),
  );
  const [publisher = null] = await Publisher.objects.bulkCreate([{ name: "House" }]);
  await Tag.objects.bulkCreate(Array.from({ length: 20 }, (_, at) => ({ name: `tag ${String(at)}` })));
  const states = ["draft", "published", "archived"] as const;
  const books = await Book.objects.bulkCreate(
    Array.from({ length: ROWS }, (_, at) => ({
      ...{
        title: `Book number ${String(at)}`,
        author: authors[at % AUTHORS] ?? 1,
        publisher,
        price: `${String(at % 90)}.50`,
      },
      ...{
        pages: at % 400,
        rating: (at % 10) / 2,
        status: states[at % 3] ?? "draft",
        published: "2020-05-17",
      },
      details: { isbn: `978-${String(at)}`, languages: ["en", "no"] },
    })),
  );
  await Review.objects.bulkCreate(
    books.flatMap((book) =>
      Array.from({ length: 20 }, (_, at) => ({
        book,
        reviewer: `Reader ${String(at)}`,
        stars: (at % 5) + 1,
        body: "A good read.",
      })),
    ),
  );
  await executeRaw(
    "insert into library_book_tags (book_id, tag_id) select b.id, t.id from library_book b, library_tag t where t.id % 5 = b.id % 5",
  );
  await executeScript("analyze");
}
