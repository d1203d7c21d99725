import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Author, Book, Category, Profile, prefetch } from "../../fixtures/library/generated/index.js";
import { counted } from "../library/counted.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { styles, type Style } from "../library/style.js";

interface Loading {
  readonly title: string;
  /** So many rows, with what is loaded beside them. */
  readonly rows: (count: number) => object;
  /** How many statements load them, whatever the number of rows. */
  readonly queries: number;
  /** Reads what was loaded: it costs no further statement. */
  readonly read: (row: never) => unknown;
  /** Reads in an async client what a sync one would read from the row. */
  readonly fetch?: readonly string[];
}

const books = Book.objects.orderBy("id");
const authors = Author.objects.orderBy("id");
const read = <T>(use: (row: T) => unknown): Loading["read"] => use;
const loaded = (rows: { readonly loaded: unknown }) => rows.loaded as readonly Book[];

const table: readonly Loading[] = [
  {
    title: "selectRelated, of several relations",
    rows: (count) => books.selectRelated("author", "publisher").limit(count),
    queries: 1,
    read: read((book: Book.With<"author" | "publisher">) => [book.author.name, book.publisher?.name]),
  },
  {
    title: "selectRelated, of whatever is required",
    rows: (count) => books.selectRelated().limit(count),
    queries: 1,
    read: read((book: Book.With<"author">) => book.author.name),
  },
  {
    title: "selectRelated, nested, to a reverse one-to-one",
    rows: (count) => books.selectRelated("author__profile").limit(count),
    queries: 1,
    read: read((book: Book.With<"author__profile">) => book.author.profile?.website),
  },
  {
    title: "selectRelated, of a reverse one-to-one and its way back",
    rows: (count) => authors.selectRelated("profile").limit(count),
    queries: 1,
    read: read((author: Author.With<"profile">) => author.profile?.author),
  },
  {
    title: "selectRelated, of itself two levels up",
    rows: (count) =>
      Category.objects.selectRelated("parent__parent", "startingPoint__author").orderBy("-id").limit(count),
    queries: 1,
    read: read((category: Category.With<"parent__parent" | "startingPoint__author">) => [
      category.parent?.parent?.name,
      category.startingPoint?.author.name,
    ]),
  },
  {
    title: "prefetchRelated, of many rows",
    rows: (count) => authors.prefetchRelated("books").limit(count),
    queries: 2,
    read: read((author: Author) => [...loaded(author.books as never)].length),
  },
  {
    title: "prefetchRelated, nested, one query a relation",
    rows: (count) => authors.prefetchRelated("books__tags", "books__reviews", "profile").limit(count),
    queries: 5,
    read: read((author: Author.With<"profile">) => [
      author.profile?.website,
      loaded(author.books as never).map((book) => [book.tags.loaded, book.reviews.loaded]),
    ]),
  },
  {
    title: "prefetchRelated, of relations to one row",
    rows: (count) => books.prefetchRelated("author__profile", "publisher").limit(count).offset(1),
    queries: 4,
    read: read((book: Book.With<"author__profile" | "publisher">) => [
      book.author.profile,
      book.publisher?.name,
    ]),
  },
  {
    title: "prefetchRelated beside selectRelated",
    rows: (count) => books.selectRelated("author").prefetchRelated("author__books").limit(count),
    queries: 2,
    read: read((book: Book.With<"author">) => loaded(book.author.books as never)),
  },
  {
    title: "prefetch() of rows of one's choice, under a name of one's choice",
    rows: (count) =>
      authors
        .prefetchRelated(
          prefetch("books", books.filter({ pages__gte: 0 }).selectRelated("publisher"), { as: "mine" }),
        )
        .limit(count),
    queries: 2,
    read: read((author: { mine: Book.With<"publisher">[] }) =>
      author.mine.map((book) => book.publisher?.name),
    ),
  },
  {
    title: "prefetch() of a slice for each, and of what hangs on it",
    rows: (count) =>
      authors
        .prefetchRelated(
          prefetch("books", books.orderBy("-pages", "id").limit(1).prefetchRelated("tags"), { as: "mine" }),
        )
        .limit(count),
    queries: 3,
    read: read((author: { mine: Book[] }) => author.mine.map((book) => book.tags.loaded)),
  },
  {
    title: "fetchPeers, of a relation to one row",
    rows: (count) => books.fetchPeers().limit(count),
    queries: 2,
    fetch: ["fetchAuthor"],
    read: read((book: Book.With<"author">) => book.author.name),
  },
  {
    title: "fetchPeers, of a reverse one-to-one and what is behind it",
    rows: (count) => authors.fetchPeers().limit(count),
    queries: 2,
    fetch: ["fetchProfile"],
    read: read((author: Author.With<"profile">) => author.profile?.author),
  },
  {
    title: "fetchPeers, of two relations",
    rows: (count) => books.filter({ publisher__isnull: false }).fetchPeers().limit(count),
    queries: 3,
    fetch: ["fetchAuthor", "fetchPublisher"],
    read: read((book: Book.With<"author" | "publisher">) => [book.author.name, book.publisher?.name]),
  },
];

async function load({ rows, read: use, fetch = [] }: Loading, count: number, m: Style): Promise<number> {
  const found = (await m.call(rows(count), "toArray")) as never[];
  for (const method of fetch) await m.call(found[0] as unknown as object, method);
  for (const row of found) use(row);
  return found.length;
}

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
    const author = await Author.objects.get({ id: 2 });
    await Profile.objects.create({ author });
  });
  afterAll(() => library.close());

  describe.each(styles)("$name", (m) => {
    test.each(table)("$title: $queries queries, however many rows", async (loading) => {
      // As many rows as have something behind each of their relations, and all that there are.
      const few = await counted(() => load(loading, 2, m));
      const many = await counted(() => load(loading, 1000, m));
      expect(few.value).toBe(2);
      expect(many.value).toBeGreaterThan(5);
      expect(many.log).toHaveLength(loading.queries);
      expect(few.log).toHaveLength(loading.queries);
    });

    test("what is not loaded is seen: a count that grows with the rows", async () => {
      const one = async (count: number) => {
        const found = (await m.call(books.limit(count), "toArray")) as Book[];
        for (const book of found) await m.call(book, "fetchAuthor");
      };
      expect((await counted(() => one(2))).log).toHaveLength(3);
      expect((await counted(() => one(20))).log).toHaveLength(21);
    });
  });
});
