import { beforeAll, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  Tag,
  and,
  count,
  lower,
  not,
  or,
  rowNumber,
  xor,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

const titles = async (rows: { toArray(): Promise<Book[]> }) =>
  (await rows.toArray()).map(({ title }) => title).sort();
const names = async (authors: { toArray(): Promise<Author[]> }) =>
  (await authors.toArray()).map(({ name }) => name).sort();

// Django 300 pages, rated 4.5, web and orm; Flask 100 pages, not rated, web; Atlas 500 pages, rated 2, no tags.
const all = ["Atlas", "Django", "Flask"];
const books = Book.objects;

describe("xor of conditions", () => {
  const thick = Book.q({ pages__gte: 300 });
  const rated = Book.q({ rating__gt: 3 });

  test("an odd number of them holds, and NULL does not", async () => {
    expect(await titles(books.filter(xor(thick, rated)))).toEqual(["Atlas"]);
    expect(await titles(books.filter(xor(thick, Book.q({ title: "Flask" }))))).toEqual(all);
    expect(await titles(books.filter(xor(thick, rated, Book.q({ title: "Django" }))))).toEqual([
      "Atlas",
      "Django",
    ]);
    expect(await titles(books.filter(xor(rated)))).toEqual(["Django"]);
    expect(await titles(books.filter(xor(Book.f.rating.gt(100), Book.f.pages.eq(100))))).toEqual(["Flask"]);
  });
  test("negated it is the complement, NULL included", async () => {
    expect(await titles(books.exclude(xor(thick, rated)))).toEqual(["Django", "Flask"]);
    expect(await titles(books.filter(not(xor(thick, rated))))).toEqual(["Django", "Flask"]);
    expect(await titles(books.filter(not(not(xor(thick, rated)))))).toEqual(["Atlas"]);
  });
  test("under and, or and itself, and as a value", async () => {
    expect(await titles(books.filter(and(xor(thick, rated), Book.q({ pages: 500 }))))).toEqual(["Atlas"]);
    expect(await titles(books.filter(or(xor(thick, rated), Book.q({ pages: 100 }))))).toEqual([
      "Atlas",
      "Flask",
    ]);
    expect(await titles(books.filter(xor(xor(thick, rated), Book.q({ title: "Atlas" }))))).toEqual([]);
    const odd = books.annotate({ odd: xor(thick, rated) }).orderBy("title");
    expect((await odd.toArray()).map((book) => book.odd)).toEqual([true, false, false]);
    expect(await titles(books.alias({ odd: xor(thick, rated) }).filter({ odd: true }))).toEqual(["Atlas"]);
  });
  test("over relations: who has no row stays in", async () => {
    const pressed = Book.q({ publisher__name: "Press" });
    expect(await titles(books.filter(xor(pressed, Book.q({ title: "Flask" }))))).toEqual(all);
    expect(await titles(books.exclude(xor(pressed, Book.q({ title: "Atlas" }))))).toEqual(["Atlas", "Flask"]);
    const web = Book.q({ tags__name: "web" });
    const orm = Book.q({ tags__name: "orm" });
    expect(await titles(books.filter(xor(web, orm)))).toEqual(["Django", "Django", "Flask"]);
    expect(await titles(books.exclude(xor(web, orm)))).toEqual(["Atlas", "Django"]);
    expect(
      await names(Author.objects.filter(xor(Author.q({ books__pages: 500 }), Author.q({ name: "Cy" })))),
    ).toEqual(["Bob", "Cy"]);
  });
  test("of groups", async () => {
    const counted = Author.objects.annotate({ n: count(Author.f.books) });
    expect(await names(counted.filter((f) => xor(f.n.gt(1), f.name.eq("Cy"))))).toEqual(["Ann", "Cy"]);
    expect(await names(counted.exclude((f) => xor(f.n.gt(1), f.name.eq("Cy"))))).toEqual(["Bob"]);
  });
  test("one shape, other values", async () => {
    for (const [pages, found] of [
      [100, ["Atlas", "Flask"]],
      [300, ["Atlas", "Django"]],
    ] as const)
      expect(await titles(books.filter(xor(Book.q({ pages }), Book.q({ title: "Atlas" }))))).toEqual(found);
  });
});

describe("querysets of one model put together", () => {
  const thick = books.filter({ pages__gte: 300 });
  const anns = books.filter({ author__name: "Ann" });

  test("and, or, xor", async () => {
    expect(await titles(thick.and(anns))).toEqual(["Django"]);
    expect(await titles(thick.or(anns))).toEqual(all);
    expect(await titles(thick.xor(anns))).toEqual(["Atlas", "Flask"]);
    expect(await titles(thick.or(anns).exclude({ title: "Atlas" }))).toEqual(["Django", "Flask"]);
    expect(await titles(books.filter({ pages: 100 }).or(thick.and(anns)))).toEqual(["Django", "Flask"]);
    expect(await titles(books.filter({ pages: 100 }).or(books.filter({ pages: 500 }).or(anns)))).toEqual(all);
    expect(await titles(books.exclude({ rating__gt: 3 }).and(books.exclude({ pages: 500 })))).toEqual([
      "Flask",
    ]);
    expect(await titles(books.exclude({ tags__name: "orm" }).or(books.filter({ pages: 300 })))).toEqual(all);
    expect(await titles(books.exclude({ tags__name: "orm" }).xor(books.filter({ pages: 100 })))).toEqual([
      "Atlas",
    ]);
  });
  test("a combination is counted, updated, deleted, sliced and asked of as its rows", async () => {
    const some = thick.or(anns);
    expect(await some.count()).toBe(3);
    expect(await some.filter({ pages: 1 }).exists()).toBe(false);
    expect((await some.orderBy("pages").first())?.title).toBe("Flask");
    expect(await some.aggregate({ n: count() })).toEqual({ n: 3 });
    expect(await names(Author.objects.filter({ books__in: thick.xor(anns) }))).toEqual(["Ann", "Bob"]);
    expect(
      await books
        .filter({ pages: 1 })
        .or(books.filter({ pages: 2 }))
        .update({ pages: 3 }),
    ).toBe(0);
    expect(
      (
        await books
          .filter({ pages: 1 })
          .or(books.filter({ pages: 2 }))
          .delete()
      )[0],
    ).toBe(0);
    expect(await thick.and(anns).update({ pages: 300 })).toBe(1);
    expect(await titles(some.selectRelated("author"))).toEqual(all);
  });
  test("and asks for related rows anew, or takes those that are joined, as in Django", async () => {
    const web = books.filter({ tags__name: "web" });
    const orm = books.filter({ tags__name: "orm" });
    expect(await titles(web.and(orm))).toEqual(["Django"]);
    expect(await titles(web.or(orm))).toEqual(["Django", "Django", "Flask"]);
    expect(
      web
        .or(orm)
        .toSQL()
        .sql.match(/join "library_tag"/g),
    ).toHaveLength(1);
    expect(
      web
        .and(orm)
        .toSQL()
        .sql.match(/join "library_tag"/g),
    ).toHaveLength(2);
    const both = web.filter({ tags__name: "orm" });
    expect(await titles(both.or(orm).distinct())).toEqual(["Django"]);
    expect(
      both
        .or(both)
        .toSQL()
        .sql.match(/join "library_tag"/g),
    ).toHaveLength(2);
    expect(await titles(both.or(both))).toEqual(["Django"]);
  });
  test("a join that one of them needs loses no row of the other", async () => {
    const oslo = books.filter({ publisher__city: "Oslo" });
    expect(await titles(oslo.or(books.filter({ pages: 100 })))).toEqual(all);
    expect(await titles(books.filter({ pages: 100 }).or(oslo))).toEqual(all);
    expect(await titles(oslo.xor(books.filter({ pages: 300 })))).toEqual(["Atlas"]);
    expect(oslo.or(books.filter({ publisher__name: "Press" })).toSQL().sql).toMatch(
      /inner join "library_publisher"/,
    );
  });
  test("names of the first are fetched, those of the second serve its conditions", async () => {
    const counted = Author.objects.annotate({ n: count(Author.f.books) });
    const low = Author.objects.annotate({ low: lower(Author.f.name) }).filter({ low: "cy" });
    const some = await counted.filter({ n__gt: 1 }).or(low).orderBy("name").toArray();
    expect(some.map(({ name, n }) => [name, n])).toEqual([
      ["Ann", 2],
      ["Cy", 0],
    ]);
    expect(Object.keys(some[0] ?? {})).not.toContain("low");
    expect(await names(low.or(counted.filter({ n: 1 })))).toEqual(["Bob", "Cy"]);
    expect(await names(counted.filter({ n: 1 }).or(counted.filter({ n: 2 })))).toEqual(["Ann", "Bob"]);
    expect(await names(counted.filter({ n__gt: 0 }).and(counted.filter({ n__lt: 2 })))).toEqual(["Bob"]);
    expect(await names(counted.filter({ n__gt: 0 }).xor(counted.filter({ n__lt: 2 })))).toEqual([
      "Ann",
      "Cy",
    ]);
  });
  test("what slices and windows leave stands by its key under or and xor", async () => {
    const thickest = books.orderBy("-pages").limit(1);
    expect(await titles(thickest.or(books.filter({ pages: 100 })))).toEqual(["Atlas", "Flask"]);
    expect(await titles(books.filter({ pages: 100 }).or(thickest))).toEqual(["Atlas", "Flask"]);
    expect(await titles(thickest.or(books.orderBy("pages").limit(1)))).toEqual(["Atlas", "Flask"]);
    expect(await titles(thickest.xor(books.filter({ pages__gt: 200 })))).toEqual(["Django"]);
    const ranked = books.annotate({ r: rowNumber().over({ orderBy: [Book.f.pages.asc()] }) });
    const second = await ranked
      .filter({ r: 2 })
      .or(books.filter({ pages: 500 }))
      .orderBy("pages")
      .toArray();
    expect(second.map(({ title, r }) => [title, r])).toEqual([
      ["Django", 1],
      ["Atlas", 2],
    ]);
    expect(await titles(ranked.filter({ r: 2 }).and(ranked.filter({ r__gt: 1 })))).toEqual(["Django"]);
  });
  test("nothing, everything and what a manager begins with", async () => {
    expect(await titles(books.none().or(thick))).toEqual(["Atlas", "Django"]);
    expect(await titles(thick.or(books.none()))).toEqual(["Atlas", "Django"]);
    expect(await titles(thick.xor(books.none()))).toEqual(["Atlas", "Django"]);
    expect(await titles(thick.and(books.none()))).toEqual([]);
    expect(await titles(thick.or(books))).toEqual(all);
    expect(await titles(thick.xor(books))).toEqual(["Flask"]);
    const ann = await Author.objects.get({ name: "Ann" });
    expect(await titles(ann.books.or(books.filter({ pages: 500 })))).toEqual(all);
    expect(await titles(ann.books.and(books.filter({ pages: 300 })))).toEqual(["Django"]);
    const django = await books.get({ title: "Django" });
    const flask = await books.get({ title: "Flask" });
    const shared = await django.tags.and(flask.tags).toArray();
    expect(shared.map(({ name }) => name)).toEqual(["web"]);
    const either = await django.tags
      .or(Tag.objects.filter({ name: "old" }))
      .orderBy("name")
      .distinct()
      .toArray();
    expect(either.map(({ name }) => name)).toEqual(["old", "orm", "web"]);
  });
  test("the order is the second's, or the first's where it has none", async () => {
    const order = async (rows: { toArray(): Promise<Book[]> }) =>
      (await rows.toArray()).map(({ title }) => title);
    expect(await order(thick.orderBy("pages").or(anns.orderBy("-pages")))).toEqual([
      "Atlas",
      "Django",
      "Flask",
    ]);
    expect(await order(thick.orderBy("pages").or(anns))).toEqual(["Flask", "Django", "Atlas"]);
  });
  test("values alike", async () => {
    const rows = thick.values("title").or(anns.values("title")).orderBy("title");
    expect(await rows.toArray()).toEqual(all.map((title) => ({ title })));
    const groups = thick.values("status").annotate({ n: count() });
    expect(
      await groups
        .or(anns.values("status").annotate({ n: count() }))
        .orderBy("status")
        .toArray(),
    ).toEqual([
      { status: "draft", n: 1 },
      { status: "published", n: 2 },
    ]);
  });
  test("what does not fit is refused by name", async () => {
    expect(() => thick.and(Author.objects.all() as never)).toThrow(
      "Book: and() takes a queryset of Book, not of Author",
    );
    expect(() => thick.or({} as never)).toThrow("Book: or() takes a queryset of Book");
    expect(() => thick.limit(1).and(anns)).toThrow(/and\(\) cannot take a queryset after limit\(\)/);
    expect(() => thick.and(anns.offset(1))).toThrow(/slice the combination/);
    expect(() => thick.distinct().or(anns)).toThrow(/takes querysets that are distinct alike/);
    expect(() => thick.distinct("pages").or(anns.distinct("title"))).toThrow(/distinct alike/);
    expect(() => thick.values("title").or(anns.values("pages"))).toThrow(/the same values/);
    expect(() => thick.or(anns.values("title"))).toThrow(/the same values/);
    expect(() => thick.union(anns).or(anns)).toThrow(/or\(\) cannot take what union\(\)/);
    expect(() => thick.or(thick.union(anns))).toThrow(/or\(\) cannot take what union\(\)/);
    const named = books.annotate({ x: lower(Book.f.title) });
    expect(() => named.or(books.annotate({ x: Book.f.pages }))).toThrow(/mean the same by 'x'/);
    expect(() => thick.using("other").xor(anns)).toThrow(
      'Book: xor() takes querysets of one connection, not of "other" and "default"',
    );
    await expect(thick.or(books).update({ pages: 1 })).rejects.toThrow(/on an unfiltered queryset/);
    await expect(books.and(books).delete()).rejects.toThrow(/on an unfiltered queryset/);
  });
});
