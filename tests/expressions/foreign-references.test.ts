import { beforeAll, describe, expect, test } from "vitest";
import { fn, ran, raw, shelf, type Loose } from "./answers.js";

let Author: Loose;
let Book: Loose;
let Note: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Author, Book, Note } = client);
  return end;
});

const REFUSED = "Author.f.id stands in a query of Book: write outerRef(Author.f.id)";

describe("a reference of another model", () => {
  test("is refused wherever a queryset takes an expression", () => {
    const { id } = Author.f;
    const books = Book.objects;
    const taken: (() => unknown)[] = [
      () => books.filter({ author: id }),
      () => books.filter({ pages__gt: id }),
      () => books.filter({ pages__in: [1, id] }),
      () => books.filter({ pages__range: [1, id] }),
      () => books.filter(id.gt(3)),
      () => books.filter(Book.f.pages.gt(id)),
      () => books.filter(fn.or(Book.q({ pages: 1 }), Book.q({ pages: id }))),
      () => books.filter(() => id.gt(1)),
      () => books.exclude(fn.not(id.eq(1))),
      () => books.annotate({ n: id }),
      () => books.alias({ n: fn.lower(id) }),
      () => books.annotate({ n: fn.count(id) }),
      () => books.annotate({ n: fn.count(Book.f.id, { filter: id.gt(1) }) }),
      () => books.annotate({ n: fn.caseWhen(id.gt(1), 1).else(2) }),
      () => books.annotate({ n: fn.rowNumber().over({ orderBy: [id] }) }),
      () => books.annotate({ n: fn.rowNumber().over({ partitionBy: [id] }) }),
      () => books.annotate({ n: raw`${id} + 1` }),
      () => books.annotate({ n: fn.stringAgg(Book.f.title, ",", { orderBy: id.desc() }) }),
      () => books.orderBy(id),
      () => books.orderBy(id.desc()),
      () => books.distinct(id),
      () => books.values({ n: id }),
      () => books.valuesList(id),
      () => books.filter(fn.exists(books.filter({ pages: id }))),
    ];
    for (const take of taken) expect(take, take.toString()).toThrow(REFUSED);
    expect(() => books.filter(Author.q({ age: 3 }))).toThrow("Author.f.age stands in a query of Book");
    expect(() => books.filter(Author.f.books.title.eq("x"))).toThrow(
      "Author.f.books.title stands in a query of Book",
    );
  });

  test("is refused by what runs", async () => {
    const { id } = Author.f;
    const books = Book.objects.filter({ id__gt: 0 });
    const taken: (() => Promise<unknown>)[] = [
      () => ran(books.update({ pages: id })),
      () => ran(books.update(() => ({ pages: id.add(1) }))),
      () => ran(books.aggregate({ n: fn.count(id) })),
      () => ran(books.get({ author: id })),
      () => ran(books.earliest(id)),
      () => ran(books.raw(raw`select ${id} from book`)),
    ];
    for (const take of taken) await expect(take(), take.toString()).rejects.toThrow(REFUSED);
  });

  test("stands in a subquery as outerRef(), of the query around alone", async () => {
    const inner = Book.objects.filter({ author: fn.outerRef(Author.f.id), pages: 4 });
    expect(await ran(Author.objects.filter(fn.exists(inner)).count())).toBe(1);
    await expect(ran(Note.objects.filter(fn.exists(inner)).toArray())).rejects.toThrow(
      "outerRef(Author.f.id) stands inside a query of Note",
    );
    const twice = Book.objects.filter({
      author: fn.outerRef(Author.f.id),
      id__in: Book.objects.filter({ author: fn.outerRef(fn.outerRef(Author.f.id)) }).values("id"),
    });
    expect(await ran(Author.objects.filter(fn.exists(twice)).count())).toBe(2);
  });

  test("that is misspelt throws by itself", () => {
    const books = Book.f as unknown as Record<string, unknown> & { author: Record<string, unknown> };
    expect(() => books["pagse"]).toThrow("Book has no field 'pagse': did you mean 'pages'?");
    expect(() => books.author["nmae"]).toThrow("Author has no field 'nmae': did you mean 'name'?");
    expect(() => Book.objects.filter((f: Record<string, Loose>) => f["pagse"])).toThrow(
      "Book has no field 'pagse'",
    );
    expect(() => fn.count(undefined)).toThrow("count() got undefined");
    expect(() => fn.sum(undefined)).toThrow("sum() got undefined");
    expect(() => fn.count(Book.f.id, { filter: undefined })).toThrow("filter() got undefined");
    expect(books["then"]).toBeUndefined();
    expect(Book.f.author).toBeInstanceOf(
      Object.getPrototypeOf(Book.f.pages.constructor) === null ? Object : Book.f.pages.constructor,
    );
  });
});
