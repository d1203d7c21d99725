import {
  Author,
  Book,
  Tag,
  atomic,
  atomicSync,
  avg,
  count,
  prefetch,
} from "../fixtures/library/generated/index.js";

/** One kind of query: by the client in both styles, and the same by hand with `pg` and named statements. */
export interface Workload {
  readonly name: string;
  /** How often in a round. */
  readonly times: number;
  readonly async: (at: number) => Promise<unknown>;
  readonly sync: (at: number) => unknown;
  readonly raw: (run: Raw, at: number) => Promise<unknown>;
  /** What of an answer the others have to answer too, before anything is measured; null: it writes. */
  readonly alike: ((answer: never) => unknown) | null;
}

type Rows = readonly Record<string, unknown>[];
/** A named statement of `pg`'s. */
export type Raw = (name: string, text: string, values?: readonly unknown[]) => Promise<Rows>;

export const ROWS = 2_000;
export const AUTHORS = 100;
export const key = (at: number) => (at % ROWS) + 1;
export const authorOf = (at: number) => (at % AUTHORS) + 1;

let made = 0;
/** A name that nobody had yet. */
export const unique = () => `${process.pid.toString(36)}-${(made += 1).toString(36)}`;
export const uniques = () => Array.from({ length: 1_000 }, () => ({ name: unique() }));

const volumes = () =>
  Array.from({ length: 1_000 }, (_, at) => ({
    ...{ title: unique(), author: AUTHORS, price: "12.50", pages: at, rating: at % 5 },
    ...{ details: { isbn: String(at) }, published: "2020-01-02" },
  }));

const columns = (table: string, names: readonly string[]) =>
  names.map((name) => `"${table}"."${name}"`).join(", ");
const BOOK = columns(
  "library_book",
  Book.meta.columns.map(({ column }) => column),
);
const AUTHOR = columns(
  "library_author",
  Author.meta.columns.map(({ column }) => column),
);

const some = (at: number) =>
  Book.objects
    .filter({ pages__gte: at % 300, status: "published" })
    .orderBy("title")
    .limit(20);
const many = Book.objects.orderBy("id").limit(1_000);
const few = many.only("id", "title", "author", "price", "pages", "rating", "status", "published");
const detail = Book.objects.selectRelated("author", "publisher").prefetchRelated("tags", "reviews");
const person = Author.objects.prefetchRelated(
  prefetch("books", Book.objects.annotate({ stars: avg(Book.f.reviews.stars) })),
);
const latest = Author.objects.prefetchRelated(prefetch("books", Book.objects.orderBy("-id").limit(10)));
const groups = Book.objects.values("status").annotate({ n: count() }).orderBy("status");

const ids = (rows: readonly { readonly id: number | string }[]) => rows.map(({ id }) => Number(id));

export const workloads: readonly Workload[] = [
  {
    ...{ name: "get pk", times: 1_500 },
    async: (at) => Book.objects.get({ id: key(at) }),
    sync: (at) => Book.objects.getSync({ id: key(at) }),
    raw: async (run, at) =>
      (await run("get", `select ${BOOK} from library_book where id = $1`, [key(at)]))[0],
    alike: ({ id, title, price, pages }: Book) => [Number(id), title, price, pages],
  },
  {
    ...{ name: "filter 20", times: 600 },
    async: (at) => some(at).toArray(),
    sync: (at) => some(at).toArraySync(),
    raw: (run, at) =>
      run(
        "some",
        `select ${BOOK} from library_book where pages >= $1 and status = $2 order by title limit 20`,
        [at % 300, "published"],
      ),
    alike: (rows: readonly Book[]) => rows.map(({ id, title }) => [Number(id), title]),
  },
  {
    ...{ name: "movie", times: 250 },
    async: (at) => detail.get({ id: key(at) }),
    sync: (at) => detail.getSync({ id: key(at) }),
    raw: async (run, at) => {
      const [book] = await run(
        "detail",
        `select ${BOOK}, ${AUTHOR.replaceAll(/"(\w+)"(?=,|$)/gu, '"$1" as "a_$1"')}, p.id as p_id, p.name as p_name, p.city as p_city
         from library_book join library_author on library_author.id = author_id left join library_publisher p on p.id = publisher_id
         where library_book.id = $1`,
        [key(at)],
      );
      const tags = await run(
        "tags",
        "select t.id, t.name from library_tag t join library_book_tags bt on bt.tag_id = t.id where bt.book_id = $1 order by t.name",
        [key(at)],
      );
      const reviews = await run(
        "reviews",
        "select id, book_id, reviewer, stars, body from library_review where book_id = $1",
        [key(at)],
      );
      return { ...book, tags: { loaded: tags }, reviews: { loaded: reviews } };
    },
    alike: (book: {
      id: number;
      tags: { loaded: readonly Tag[] };
      reviews: { loaded: readonly { id: number }[] };
    }) => [Number(book.id), ids(book.tags.loaded), ids(book.reviews.loaded).sort((a, b) => a - b)],
  },
  {
    ...{ name: "person", times: 250 },
    async: (at) => person.get({ id: authorOf(at) }),
    sync: (at) => person.getSync({ id: authorOf(at) }),
    raw: async (run, at) => {
      const [author] = await run("author", `select ${AUTHOR} from library_author where id = $1`, [
        authorOf(at),
      ]);
      const books = await run(
        "authored",
        `select ${BOOK}, (select avg(stars) from library_review r where r.book_id = library_book.id) as stars
         from library_book where author_id = $1`,
        [authorOf(at)],
      );
      return { ...author, books: { loaded: books } };
    },
    alike: (author: { id: number; books: { loaded: readonly { id: number; stars: unknown }[] } }) => [
      Number(author.id),
      author.books.loaded
        .map(({ id, stars }) => [Number(id), Number(stars)])
        .sort((a, b) => Number(a[0]) - Number(b[0])),
    ],
  },
  {
    ...{ name: "user", times: 400 },
    async: (at) => latest.get({ id: authorOf(at) }),
    sync: (at) => latest.getSync({ id: authorOf(at) }),
    raw: async (run, at) => {
      const [author] = await run("author", `select ${AUTHOR} from library_author where id = $1`, [
        authorOf(at),
      ]);
      const books = await run(
        "latest",
        `select ${BOOK} from library_book where author_id = $1 order by id desc limit 10`,
        [authorOf(at)],
      );
      return { ...author, books: { loaded: books } };
    },
    alike: (author: { id: number; books: { loaded: readonly Book[] } }) => [
      Number(author.id),
      ids(author.books.loaded),
    ],
  },
  {
    ...{ name: "1,000 rows", times: 25 },
    async: () => many.toArray(),
    sync: () => many.toArraySync(),
    raw: (run) => run("many", `select ${BOOK} from library_book order by id limit 1000`),
    alike: (rows: readonly Book[]) => rows.map(({ id, title, price }) => [Number(id), title, price]),
  },
  {
    ...{ name: "1,000 rows, only() 8 columns", times: 25 },
    async: () => few.toArray(),
    sync: () => few.toArraySync(),
    raw: (run) =>
      run(
        "few",
        "select id, title, author_id, price, pages, rating, status, published from library_book order by id limit 1000",
      ),
    alike: (rows: readonly Book[]) => rows.map(({ id, title, price }) => [Number(id), title, price]),
  },
  {
    ...{ name: "group by", times: 200 },
    async: () => groups.toArray(),
    sync: () => groups.toArraySync(),
    raw: (run) =>
      run("group", "select status, count(*)::int as n from library_book group by status order by status"),
    alike: (rows: readonly { status: string }[]) => rows,
  },
  {
    ...{ name: "insert", times: 500 },
    async: () => Tag.objects.create({ name: unique() }),
    sync: () => Tag.objects.createSync({ name: unique() }),
    raw: (run) => run("insert", "insert into library_tag (name) values ($1) returning id", [unique()]),
    alike: null,
  },
  {
    ...{ name: "bulk", times: 10 },
    async: () => Tag.objects.bulkCreate(uniques()),
    sync: () => Tag.objects.bulkCreateSync(uniques()),
    raw: (run) =>
      run("bulk", "insert into library_tag (name) select unnest($1::text[]) returning id", [
        uniques().map(({ name }) => name),
      ]),
    alike: null,
  },
  {
    ...{ name: "update", times: 500 },
    async: (at) => Book.objects.filter({ id: key(at) }).update({ pages: at % 400 }),
    sync: (at) => Book.objects.filter({ id: key(at) }).updateSync({ pages: at % 400 }),
    raw: (run, at) => run("update", "update library_book set pages = $1 where id = $2", [at % 400, key(at)]),
    alike: null,
  },
  {
    ...{ name: "nested tx", times: 200 },
    async: () =>
      atomic(async () => {
        const author = await Author.objects.create({ name: unique() });
        await Tag.objects.bulkCreate([{ name: unique() }, { name: unique() }]);
        await Book.objects.create({ title: unique(), author, price: "1.00", pages: 0 });
      }),
    sync: () =>
      atomicSync(() => {
        const author = Author.objects.createSync({ name: unique() });
        Tag.objects.bulkCreateSync([{ name: unique() }, { name: unique() }]);
        Book.objects.createSync({ title: unique(), author, price: "1.00", pages: 0 });
      }),
    raw: async (run) => {
      await run("begin", "begin");
      const [author] = await run("author+", "insert into library_author (name) values ($1) returning id", [
        unique(),
      ]);
      await run("bulk", "insert into library_tag (name) select unnest($1::text[]) returning id", [
        [unique(), unique()],
      ]);
      await run(
        "book+",
        "insert into library_book (title, author_id, price, pages, status, details, created_at) values ($1, $2, $3, $4, 'draft', '{}', now()) returning id",
        [unique(), author?.["id"], "1.00", 0],
      );
      return run("commit", "commit");
    },
    alike: null,
  },
  // Last, since the rows that it makes are read by the others.
  {
    ...{ name: "bulk, wide", times: 4 },
    async: () => Book.objects.bulkCreate(volumes()),
    sync: () => Book.objects.bulkCreateSync(volumes()),
    raw: (run) => {
      const rows = volumes();
      const names = ["title", "author", "price", "pages", "rating", "details", "published"] as const;
      return run(
        "bulk, wide",
        `insert into library_book (title, author_id, price, pages, rating, details, published, status, created_at)
         select *, 'draft', now() from unnest($1::text[], $2::int8[], $3::numeric[], $4::int4[], $5::float8[], $6::jsonb[], $7::date[])
         returning id`,
        names.map((name) => rows.map((row) => row[name])),
      );
    },
    alike: null,
  },
];
