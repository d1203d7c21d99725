import { executeRaw } from "../../../runtime/executor/index.js";

export type Row = Readonly<Record<string, unknown>>;
export type Kind = "number" | "decimal" | "text" | "date" | "json";

export interface Relation {
  readonly target: string;
  readonly many: boolean;
  readonly follow: (row: Row) => readonly Row[];
}

/** A model as the oracle sees it: plain rows, what its columns hold, where its relations lead. */
export interface Table {
  readonly rows: readonly Row[];
  readonly columns: Readonly<Record<string, Kind>>;
  readonly relations: Readonly<Record<string, Relation>>;
}

export type Tables = Readonly<Record<string, Table>>;

/** Reads every row of the library, by plain SQL, and ties them together in memory. */
export async function readTables(): Promise<Tables> {
  const read = (name: string) => executeRaw(`select * from library_${name} order by id`);
  const [author, book, publisher, tag, review, profile, category, pairs] = await Promise.all([
    ...["author", "book", "publisher", "tag", "review", "profile", "category"].map(read),
    executeRaw("select book_id, tag_id from library_book_tags"),
  ] as Promise<Row[]>[]);
  const [authors = [], books = [], publishers = [], tags = []] = [author, book, publisher, tag];
  const [reviews = [], profiles = [], categories = [], links = []] = [review, profile, category, pairs];
  const one = (target: string, rows: readonly Row[], key: string): Relation => ({
    ...{ target, many: false },
    follow: (row) => rows.filter(({ id }) => id === row[key]),
  });
  const back = (target: string, rows: readonly Row[], key: string, many = true): Relation => ({
    ...{ target, many },
    follow: (row) => rows.filter((other) => other[key] === row["id"]),
  });
  const through = (target: string, rows: readonly Row[], own: string, other: string): Relation => ({
    ...{ target, many: true },
    follow: (row) =>
      links
        .filter((link) => link[own] === row["id"])
        .flatMap((link) => rows.filter(({ id }) => id === link[other])),
  });
  return {
    Author: {
      rows: authors,
      columns: { id: "number", name: "text", email: "text", born: "date" },
      relations: {
        books: back("Book", books, "author_id"),
        profile: back("Profile", profiles, "author_id", false),
      },
    },
    Book: {
      rows: books,
      columns: {
        ...{ id: "number", title: "text", pages: "number", rating: "number" },
        ...{ price: "decimal", status: "text", published: "date", details: "json" },
      },
      relations: {
        author: one("Author", authors, "author_id"),
        publisher: one("Publisher", publishers, "publisher_id"),
        tags: through("Tag", tags, "book_id", "tag_id"),
        reviews: back("Review", reviews, "book_id"),
      },
    },
    Publisher: {
      rows: publishers,
      columns: { id: "number", name: "text", city: "text" },
      relations: { books: back("Book", books, "publisher_id") },
    },
    Tag: {
      rows: tags,
      columns: { id: "number", name: "text" },
      relations: { books: through("Book", books, "tag_id", "book_id") },
    },
    Review: {
      rows: reviews,
      columns: { id: "number", reviewer: "text", stars: "number", body: "text" },
      relations: { book: one("Book", books, "book_id") },
    },
    Profile: {
      rows: profiles,
      columns: { id: "number", website: "text" },
      relations: { author: one("Author", authors, "author_id") },
    },
    Category: {
      rows: categories,
      columns: { id: "number", name: "text" },
      relations: {
        parent: one("Category", categories, "parent_id"),
        children: back("Category", categories, "parent_id"),
        startingPoint: one("Book", books, "starting_point_id"),
      },
    },
  };
}
