import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { fn, ran, shelf, type Loose } from "./answers.js";

let Book: Loose;
let Author: Loose;
let numbered: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book, Author } = client);
  const r = fn.rowNumber().over({ partitionBy: [Book.f.pages], orderBy: [Book.f.id] });
  numbered = Book.objects.annotate({ r });
  await executeScript("create table kept as table book");
  return end;
});
beforeEach(() => executeScript("truncate book; insert into book overriding system value select * from kept"));

const titles = async (rows: Loose): Promise<string> =>
  (await ran<string[]>(rows.orderBy("title").valuesList("title", { flat: true }).toArray())).join("");

describe("a condition on a window", () => {
  const second = () => numbered.filter({ r: 2 });

  test("narrows what is updated and deleted", async () => {
    expect(await ran(second().update({ title: "W" }))).toBe(1);
    expect(await titles(Book.objects.all())).toBe("Wxyz");
    expect(await ran(second().delete())).toEqual([1, { Book: 1 }]);
    expect(await titles(Book.objects.all())).toBe("xyz");
  });

  test("narrows what every operation sees", async () => {
    const rows = second();
    expect(await ran(rows.count())).toBe(1);
    expect(await ran(rows.exists())).toBe(true);
    expect(await ran(numbered.filter({ r: 3 }).exists())).toBe(false);
    expect((await ran<{ title: string }>(rows.get())).title).toBe("w");
    expect((await ran<{ title: string }>(rows.first())).title).toBe("w");
    expect((await ran<{ title: string }>(rows.last())).title).toBe("w");
    expect((await ran<{ title: string }>(rows.latest("pages"))).title).toBe("w");
    expect(await ran(rows.aggregate({ n: fn.count(), s: fn.sum(Book.f.pages) }))).toEqual({ n: 1, s: 12 });
    expect(
      [...(await ran<Map<number, { title: string }>>(rows.inBulk())).values()].map((b) => b.title),
    ).toEqual(["w"]);
    expect(await ran(rows.contains(await ran(Book.objects.get({ title: "x" }))))).toBe(false);
    expect(await titles(Book.objects.filter({ id__in: rows.values("id") }))).toBe("w");
    expect(await titles(Book.objects.exclude({ id__in: rows.values("id") }))).toBe("xyz");
    expect(
      await ran(
        rows
          .values("id")
          .union(Book.objects.filter({ title: "x" }))
          .count(),
      ),
    ).toBe(2);
    const [author] = await ran<{ books: { loaded: { title: string }[] } }[]>(
      Author.objects.filter({ name: "b" }).prefetchRelated(fn.prefetch("books", rows)).toArray(),
    );
    expect(author?.books.loaded.map((book) => book.title)).toEqual(["w"]);
  });

  test("stands beside distinct()", async () => {
    const pages = numbered.filter({ r__lt: 3 }).values("pages").distinct();
    expect(await ran(pages.count())).toBe(3);
    expect(await ran(pages.orderBy("-pages").toArray())).toEqual([{ pages: 12 }, { pages: 8 }, { pages: 4 }]);
    const on = numbered.filter({ r__lt: 3 }).distinct("pages").orderBy("pages", "-id");
    expect(await ran(on.valuesList("title", { flat: true }).toArray())).toEqual(["x", "y", "w"]);
    expect(await ran(on.count())).toBe(3);
    expect(await titles(Book.objects.filter({ id__in: on }))).toBe("wxy");
  });

  test("needs no annotation", async () => {
    const ranked = (value: number) =>
      fn
        .rank()
        .over({ orderBy: [Book.f.pages.desc()] })
        .eq(value);
    expect(await titles(Book.objects.filter(ranked(1)))).toBe("wz");
    expect(await titles(Book.objects.exclude(ranked(1)))).toBe("xy");
    expect(await titles(Book.objects.filter(fn.or(ranked(3), Book.q({ title: "w" }))))).toBe("wy");
    expect(await ran(Book.objects.filter(ranked(1)).update({ pages: 13 }))).toBe(2);
  });

  test("stands beside a condition on an aggregate", async () => {
    const groups = Book.objects
      .values("pages")
      .annotate({ n: fn.count() })
      .annotate({ r: fn.rowNumber().over({ orderBy: [Book.f.pages] }) });
    expect(await ran(groups.filter({ n__gt: 1, r: 3 }).toArray())).toEqual([]);
    expect(await ran(groups.filter({ n: 1, r__lte: 2 }).orderBy("pages").toArray())).toEqual([
      { pages: 4, n: 1, r: 1 },
      { pages: 8, n: 1, r: 2 },
    ]);
    const list = Book.objects.valuesList("pages").annotate({ n: fn.count() });
    const first = fn.rowNumber().over({ orderBy: [Book.f.pages] });
    expect(
      await ran(
        list.annotate({ r: first }).filter({ n: 1 }).filter({ r__lte: 2 }).orderBy("pages").toArray(),
      ),
    ).toEqual([
      [4, 1, 1],
      [8, 1, 2],
    ]);
    const many = Author.objects
      .annotate({ n: fn.count(Author.f.books) })
      .annotate({ r: fn.rowNumber().over({ orderBy: [Author.f.name] }) })
      .filter({ n__gt: 1, r: 2 });
    expect(await ran(many.valuesList("name", { flat: true }).toArray())).toEqual(["b"]);
    expect(await ran(many.update({ age: 21 }))).toBe(1);
    expect(await ran(Author.objects.filter({ age: 21 }).count())).toBe(1);
  });

  test("and a lock exclude each other by name", async () => {
    await expect(
      ran(fn.atomic(() => numbered.filter({ r: 2 }).selectForUpdate().toArray(), { sync: true })),
    ).rejects.toThrow(/cannot lock rows that a window is asked of/);
  });
});

test("a condition on a group narrows what is updated and deleted", async () => {
  const busy = Author.objects.annotate({ n: fn.count(Author.f.books) }).filter({ n__gt: 2 });
  expect(await ran(busy.update({ age: 1 }))).toBe(0);
  expect(await ran(busy.delete())).toEqual([0, {}]);
  await expect(
    ran(Book.objects.values("pages").annotate({ n: fn.count() }).filter({ n: 2 }).update({ title: "" })),
  ).rejects.toThrow(/groups cannot be updated/);
});
