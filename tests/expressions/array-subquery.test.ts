import { beforeAll, expect, test } from "vitest";
import { Author, Book, arraySubquery, count, outerRef } from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

const own = Book.objects.filter({ author: outerRef(Author.f.id) });

test("the values of a queryset as one array, in its order; empty over no rows", async () => {
  const rows = Author.objects
    .annotate({
      titles: arraySubquery(own.orderBy("-title").values("title")),
      pages: arraySubquery(own.orderBy("pages").valuesList("pages", { flat: true })),
      keys: arraySubquery(own),
      ratings: arraySubquery(own.orderBy("title").values("rating")),
    })
    .orderBy("name");
  const found = await rows.toArray();
  expect(found.map(({ titles }) => titles)).toEqual([["Flask", "Django"], ["Atlas"], []]);
  expect(found.map(({ pages }) => pages)).toEqual([[100, 300], [500], []]);
  expect(found.map(({ keys }) => keys.length)).toEqual([2, 1, 0]);
  expect(found.map(({ ratings }) => ratings)).toEqual([[4.5, null], [2], []]);
});

test("limited, distinct, filtered by, and of a union", async () => {
  const first = Author.objects.annotate({ t: arraySubquery(own.orderBy("title").limit(1).values("title")) });
  expect((await first.orderBy("name").toArray()).map(({ t }) => t)).toEqual([["Django"], ["Atlas"], []]);
  expect(await first.filter({ t__len: 1 }).count()).toBe(2);
  expect(await first.filter({ t__contains: ["Django"] }).count()).toBe(1);
  expect(await first.filter({ t__0: "Atlas" }).count()).toBe(1);
  const states = arraySubquery(own.orderBy("status").distinct().values("status"));
  const distinct = await Author.objects.annotate({ s: states }).orderBy("name").toArray();
  expect(distinct.map(({ s }) => s)).toEqual([["published"], ["draft"], []]);
  expect(await Author.objects.annotate({ s: states }).aggregate({ n: count() })).toEqual({ n: 3 });
  expect(() => arraySubquery(3 as never)).toThrow("arraySubquery() takes a queryset");
});

test("refresh reads the row as a queryset has it", async () => {
  const book = await Book.objects.get({ title: "Django" });
  await Book.objects.filter({ title: "Django" }).update({ pages: 301, rating: 5 });
  await book.refresh("pages", { from: Book.objects.filter({ pages__gt: 300 }) });
  expect([book.pages, book.rating]).toEqual([301, 4.5]);
  await book.refresh({ from: Book.objects.selectRelated("author") });
  expect([book.pages, book.rating]).toEqual([301, 5]);
  await Book.objects.filter({ title: "Django" }).update({ pages: 302 });
  await book.refresh({ from: Book.objects.defer("pages") });
  expect(book.pages).toBe(301);
  await expect(book.refresh({ from: Book.objects.filter({ pages: 1 }) })).rejects.toBeInstanceOf(
    Book.DoesNotExist,
  );
  await expect(book.refresh({ from: Author.objects.all() } as never)).rejects.toThrow(/a queryset of Book/);
  await expect(book.refresh({ from: Book.objects.limit(1) })).rejects.toThrow(
    /cannot be filtered after limit/,
  );
  await expect(book.refresh({} as never)).rejects.toThrow(/takes names of fields, and/);
});
