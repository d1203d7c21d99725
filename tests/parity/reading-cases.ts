import { Author, Book, Profile, Publisher, Tag } from "../../fixtures/library/generated/index.js";
import { avg, count, max } from "../../runtime/index.js";
import { parity, type Case } from "./case.js";

const books = Book.objects;
const none = books.filter({ pages: -1 });

/** Methods of a queryset that only read. */
export const reading: readonly Case[] = [
  parity("queryset.toArray", "every row", (m) => m.call(books, "toArray")),
  parity("queryset.toArray", "filtered, ordered, sliced", (m) =>
    m.call(
      books.filter({ pages__gt: 100 }).exclude({ status: "draft" }).orderBy("-pages").limit(5).offset(2),
      "toArray",
    ),
  ),
  parity("queryset.toArray", "none() asks nothing", (m) => m.call(books.none(), "toArray")),
  parity("queryset.toArray", "limit(0) asks nothing", (m) => m.call(books.limit(0), "toArray")),
  parity("queryset.toArray", "values", (m) =>
    m.call(books.values("title", "author__name", "publisher__city").limit(7), "toArray"),
  ),
  parity("queryset.toArray", "valuesList", (m) =>
    m.call(books.orderBy("id").valuesList("pages", { flat: true }), "toArray"),
  ),
  parity("queryset.toArray", "a custom method", (m) => m.call(books.published(), "toArray")),
  parity("queryset.toArray", "of a connection that is not there", (m) =>
    m.call(books.using("nowhere"), "toArray"),
  ),
  parity("queryset.toArray", "selectRelated", async (m) => {
    const [book] = (await m.call(
      books.selectRelated("author", "publisher").orderBy("id"),
      "toArray",
    )) as Book.With<"author" | "publisher">[];
    return [book?.author, book?.publisher];
  }),
  parity("queryset.get", "one row", (m) => m.call(books, "get", { id: 3 })),
  parity("queryset.get", "by pk", (m) => m.call(books, "get", { pk: 3 })),
  parity("queryset.get", "of a filtered queryset", (m) => m.call(books.filter({ id: 4 }), "get")),
  parity("queryset.get", "DoesNotExist", (m) => m.call(books, "get", { id: -1 })),
  parity("queryset.get", "MultipleObjectsReturned", (m) => m.call(books, "get", { status: "draft" })),
  parity("queryset.get", "more than it counts", (m) => m.call(books, "get", { pages__gte: 0 })),
  parity("queryset.get", "an unknown name", (m) => m.call(books, "get", { titel: "x" })),
  parity("queryset.get", "a value of a wrong type", (m) => m.call(books, "get", { id: "3" })),
  parity("queryset.get", "undefined", (m) => m.call(books, "get", { id: undefined })),
  parity("queryset.get", "a number that no column holds", (m) => m.call(books, "get", { pages: 2 ** 40 })),
  parity("queryset.first", "by its order", (m) => m.call(books.orderBy("-pages", "id"), "first")),
  parity("queryset.first", "by the model's order", (m) => m.call(books, "first")),
  parity("queryset.first", "null", (m) => m.call(none, "first")),
  parity("queryset.last", "by its order", (m) => m.call(books.orderBy("-pages", "id"), "last")),
  parity("queryset.last", "by key where there is no order", (m) => m.call(Profile.objects, "last")),
  parity("queryset.last", "of a slice is refused", (m) => m.call(books.limit(3), "last")),
  parity("queryset.earliest", "by a field", (m) => m.call(books, "earliest", "published", "id")),
  parity("queryset.earliest", "DoesNotExist", (m) => m.call(none, "earliest", "published")),
  parity("queryset.earliest", "without a field", (m) => m.call(books, "earliest")),
  parity("queryset.latest", "by a field", (m) => m.call(books, "latest", "pages", "id")),
  parity("queryset.latest", "an unknown field", (m) => m.call(books, "latest", "page")),
  parity("queryset.count", "all", (m) => m.call(books, "count")),
  parity("queryset.count", "distinct over many rows", (m) =>
    m.call(books.filter({ tags__name__in: ["sql", "orm"] }).distinct(), "count"),
  ),
  parity("queryset.count", "of a slice", (m) => m.call(books.limit(10).offset(45), "count")),
  parity("queryset.exists", "true", (m) => m.call(books.filter({ reviews__stars: 5 }), "exists")),
  parity("queryset.exists", "false", (m) => m.call(none, "exists")),
  parity("queryset.contains", "a row", async (m) =>
    m.call(books.filter({ id: 3 }), "contains", await m.call(books, "get", { id: 3 })),
  ),
  parity("queryset.contains", "of another model", async (m) =>
    m.call(books, "contains", await m.call(Author.objects, "get", { id: 3 })),
  ),
  parity("queryset.contains", "not saved", (m) => m.call(Tag.objects, "contains", new Tag({ name: "new" }))),
  parity("queryset.contains", "no instance", (m) => m.call(books, "contains", 3)),
  parity("queryset.aggregate", "counts, averages, extremes", (m) =>
    m.call(books, "aggregate", { n: count(), mean: avg(Book.f.pages), most: max(Book.f.price) }),
  ),
  parity("queryset.aggregate", "no aggregate", (m) => m.call(books, "aggregate", { n: Book.f.pages })),
  parity("queryset.inBulk", "by key", (m) => m.call(books, "inBulk", [5, 3, 999, 3])),
  parity("queryset.inBulk", "every row", (m) => m.call(Publisher.objects, "inBulk")),
  parity("queryset.inBulk", "by another field", (m) =>
    m.call(Tag.objects, "inBulk", ["sql", "nothing"], { field: "name" }),
  ),
  parity("queryset.inBulk", "a field that is not unique", (m) =>
    m.call(books, "inBulk", ["x"], { field: "title" }),
  ),
  parity("queryset.inBulk", "no keys", (m) => m.call(books, "inBulk", [])),
  parity("queryset.iterate", "in chunks", (m) =>
    m.stream(books.filter({ pages__gt: 10 }).orderBy("id"), "iterate", { chunkSize: 7 }),
  ),
  parity("queryset.iterate", "values", (m) => m.stream(books.orderBy("id").values("id", "title"), "iterate")),
  parity("queryset.iterate", "a chunk of nothing", (m) => m.stream(books, "iterate", { chunkSize: 0 })),
  parity("queryset.iterate", "a failing row", (m) =>
    m.stream(books.filter({ title__regex: "(" }), "iterate"),
  ),
  parity("iteration", "rows", (m) => m.collect(books.filter({ author__name__contains: "%" }))),
  parity("iteration", "of related rows", async (m) =>
    m.collect(((await m.call(Author.objects, "get", { id: 1 })) as Author).books.orderBy("id")),
  ),
  parity("iteration", "a failing query", (m) => m.collect(books.filter({ title__regex: "(" }))),
];
