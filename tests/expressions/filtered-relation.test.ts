import { beforeAll, expect, test } from "vitest";
import {
  Author,
  Book,
  Review,
  Tag,
  count,
  exists,
  filteredRelation,
  max,
  or,
  outerRef,
  sum,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

// Ann wrote Django (300 pages, out, web and orm) and Flask (100, out, web), Bob Atlas (500, a draft), Cy nothing.
const out = Author.objects.annotate({ out: filteredRelation("books", Book.q({ status: "published" })) });
const names = async (rows: { toArray(): Promise<{ name: string }[]> }) =>
  (await rows.toArray()).map(({ name }) => name).sort();
const titles = async (rows: { toArray(): Promise<{ title: string }[]> }) =>
  (await rows.toArray()).map(({ title }) => title).sort();

test("conditions by its name stand on the rows that it leads to", async () => {
  expect(await names(out.filter({ out__title: "Django" }))).toEqual(["Ann"]);
  expect(await names(out.filter({ out__title: "Atlas" }))).toEqual([]);
  expect(await names(out.filter({ out__pages__gt: 50 }))).toEqual(["Ann", "Ann"]);
  expect(await names(out.filter({ out__pages__gt: 50 }).distinct())).toEqual(["Ann"]);
  expect(await names(out.filter((f) => f.out.pages.gt(200)))).toEqual(["Ann"]);
  expect(await names(out.filter({ out__tags__name: "orm" }))).toEqual(["Ann"]);
  expect(await names(out.filter({ out__isnull: true }))).toEqual(["Bob", "Cy"]);
  expect(await names(out.filter({ out: null }))).toEqual(["Bob", "Cy"]);
  expect(await names(out.filter({ out__isnull: false }).distinct())).toEqual(["Ann"]);
  const django = await Book.objects.get({ title: "Django" });
  expect(await names(out.filter({ out: django }))).toEqual(["Ann"]);
  expect(await names(out.filter({ out__in: [django] }))).toEqual(["Ann"]);
  expect(
    await names(out.filter(or(Author.q({ name: "Cy" }), Author.q({ out__title: "Flask" } as never)))),
  ).toEqual(["Ann", "Cy"]);
  expect(await names(out.filter({ out__title__lower__startswith: "d" }))).toEqual(["Ann"]);
});

test("the condition stands in the join: who has no such row stays in", async () => {
  const { sql } = out.orderBy("out__title").toSQL();
  expect(sql).toMatch(
    /left join "library_book" on \("library_author"\."id" = "library_book"\."author_id" and "library_book"\."status" = \$1\)/,
  );
  expect(out.toSQL().sql).not.toMatch(/join/);
  expect(await out.orderBy("out__title", "name").valuesList("name", "out__title").toArray()).toEqual([
    ["Ann", "Django"],
    ["Ann", "Flask"],
    ["Bob", null],
    ["Cy", null],
  ]);
  expect(
    await out
      .filter({ out__title: "Django" })
      .values("name", "out__title", "out__tags__name")
      .orderBy("out__tags__name")
      .toArray(),
  ).toEqual([
    { name: "Ann", out__title: "Django", out__tags__name: "orm" },
    { name: "Ann", out__title: "Django", out__tags__name: "web" },
  ]);
  const keys = await out.orderBy("name", "out").valuesList("out", { flat: true }).toArray();
  expect(keys.map((key) => key === null)).toEqual([false, false, true, true]);
  expect(await out.orderBy("out").count()).toBe(3);
});

test("excluded, no such row may meet the condition", async () => {
  expect(await names(out.exclude({ out__title: "Django" }))).toEqual(["Bob", "Cy"]);
  expect(await names(out.exclude({ out__title: "Atlas" }))).toEqual(["Ann", "Bob", "Cy"]);
  expect(await names(out.exclude({ out__pages__lt: 200 }))).toEqual(["Bob", "Cy"]);
  expect(await names(out.exclude({ out__tags__name: "orm" }))).toEqual(["Bob", "Cy"]);
  expect(await names(out.exclude({ out__isnull: true }).distinct())).toEqual(["Ann"]);
});

test("aggregates are of its rows", async () => {
  const counted = out.annotate((f) => ({ n: count(f.out), pages: sum(f.out.pages) })).orderBy("name");
  expect((await counted.toArray()).map(({ name, n, pages }) => [name, n, pages])).toEqual([
    ["Ann", 2, 400],
    ["Bob", 0, null],
    ["Cy", 0, null],
  ]);
  expect(await names(counted.filter({ n__gt: 0 }))).toEqual(["Ann"]);
  expect(await out.aggregate((f) => ({ most: max(f.out.pages) }))).toEqual({ most: 300 });
  const named = Author.objects
    .alias({
      thin: filteredRelation("books", Book.q({ pages__lt: 200 })),
      thick: filteredRelation("books", Book.q({ pages__gte: 200 })),
    })
    .annotate((f) => ({ few: count(f.thin, { distinct: true }), many: count(f.thick, { distinct: true }) }))
    .orderBy("name")
    .values("name", "few", "many");
  expect(await named.toArray()).toEqual([
    { name: "Ann", few: 1, many: 1 },
    { name: "Bob", few: 0, many: 1 },
    { name: "Cy", few: 0, many: 0 },
  ]);
});

test("the relation may be a foreign key, a many-to-many or a path, its condition of any depth", async () => {
  const ann = Book.objects.annotate({ ann: filteredRelation("author", Author.q({ name: "Ann" })) });
  expect(await titles(ann.filter({ ann__isnull: true }))).toEqual(["Atlas"]);
  expect(await titles(ann.filter({ ann__isnull: false }))).toEqual(["Django", "Flask"]);
  expect(await titles(ann.exclude({ ann__name: "Ann" }))).toEqual(["Atlas"]);
  expect(await titles(ann.filter({ ann__id__gt: 0 }))).toEqual(["Django", "Flask"]);
  expect(await ann.orderBy("title").valuesList("title", "ann__name").toArray()).toEqual([
    ["Atlas", null],
    ["Django", "Ann"],
    ["Flask", "Ann"],
  ]);
  const orm = Book.objects.annotate({ orm: filteredRelation("tags", Tag.q({ name: "orm" })) });
  expect(await titles(orm.filter({ orm__isnull: false }))).toEqual(["Django"]);
  expect(await titles(orm.exclude({ orm__name: "orm" }))).toEqual(["Atlas", "Flask"]);
  const counted = orm.annotate((f) => ({ n: count(f.orm) })).orderBy("title");
  expect((await counted.toArray()).map(({ n }) => n)).toEqual([0, 1, 0]);
  const good = Author.objects.annotate({
    good: filteredRelation("books__reviews", Review.q({ stars__gte: 4 })),
  });
  expect(await names(good.filter({ good__reviewer: "x" }))).toEqual(["Ann"]);
  expect(await names(good.exclude({ good__reviewer: "x" }))).toEqual(["Bob", "Cy"]);
  expect(
    (
      await good
        .annotate((f) => ({ n: count(f.good) }))
        .orderBy("name")
        .toArray()
    ).map(({ n }) => n),
  ).toEqual([1, 0, 0]);
  const tagged = Author.objects.annotate({ t: filteredRelation("books", Book.q({ tags__name: "orm" })) });
  expect(await names(tagged.filter({ t__isnull: false }))).toEqual(["Ann"]);
  expect(await tagged.orderBy("name").valuesList("t__title", { flat: true }).toArray()).toEqual([
    "Django",
    null,
    null,
  ]);
  const any = Author.objects.annotate({ any: filteredRelation("books") });
  expect(await names(any.filter({ any__isnull: true }))).toEqual(["Cy"]);
});

test("through other relations, in subqueries, in updates and deletes, put together", async () => {
  expect(await titles(Book.objects.filter({ author__in: out.filter({ out__title: "Flask" }) }))).toEqual([
    "Django",
    "Flask",
  ]);
  const same = out.filter({ id: outerRef(Book.f.author) as never, out__pages: 100 });
  expect(await titles(Book.objects.filter(exists(same)))).toEqual(["Django", "Flask"]);
  expect(await out.filter({ out__title: "Flask" }).update({ email: "a@example.org" })).toBe(1);
  expect((await out.filter({ out__title: "Atlas" }).delete())[0]).toBe(0);
  expect(await names(out.filter({ out__title: "Flask" }).or(Author.objects.filter({ name: "Cy" })))).toEqual([
    "Ann",
    "Cy",
  ]);
  expect(await names(out.filter({ out__title: "Flask" }).selectRelated("profile"))).toEqual(["Ann"]);
  expect(Object.keys((await out.filter({ name: "Cy" }).get()) as object)).not.toContain("out");
});

test("one shape, other values", async () => {
  for (const [pages, found] of [
    [200, ["Ann"]],
    [400, ["Bob"]],
  ] as const) {
    const rows = Author.objects
      .annotate({ b: filteredRelation("books", Book.q({ pages__gt: pages })) })
      .filter({ b__pages__lt: pages + 200 });
    expect(await names(rows)).toEqual(found);
  }
});

test("what is no relation, or no condition on its rows, is refused by name", () => {
  const named = (path: string, condition: unknown) => () =>
    Author.objects.annotate({ x: filteredRelation(path, condition as never) });
  expect(named("name", Book.q({ pages: 1 }))).toThrow(
    `filteredRelation("name"): Author has no relation 'name': it takes relations alone`,
  );
  expect(named("books__title", Book.q({ pages: 1 }))).toThrow(/Book has no relation 'title'/);
  expect(named("books__title__contains", Book.q({ pages: 1 }))).toThrow(/it takes relations alone/);
  expect(named("", Book.q({ pages: 1 }))).toThrow(/takes the name of a relation/);
  expect(named("books", Author.q({ name: "x" }))).toThrow(/stands in a query of Book/);
  expect(named("books", count(Book.f.tags).gt(1))).toThrow(/takes a condition on rows, not on groups/);
  expect(named("books", undefined)).toThrow(/filteredRelation\(\) got undefined/);
  expect(() => out.filter({ out__titel: "x" } as never)).toThrow(/Book has no field or lookup 'titel'/);
  expect(() => Author.objects.annotate({ name: filteredRelation("books") } as never)).toThrow(
    /conflicts with a field/,
  );
  expect(() => Author.objects.orderBy(filteredRelation("books") as never).toSQL()).toThrow(
    /is no value: give it a name with annotate/,
  );
});

test("selectRelated fetches the rows at its end: one for each, or null", async () => {
  const rows = await out.selectRelated("out").orderBy("name", "out__title").toArray();
  expect(rows.map((row) => [row.name, row.out?.title ?? null])).toEqual([
    ["Ann", "Django"],
    ["Ann", "Flask"],
    ["Bob", null],
    ["Cy", null],
  ]);
  expect(rows[0]?.out).toBeInstanceOf(Book);
  const deep = await out.selectRelated("out__author").orderBy("-out__title").last();
  expect(deep?.out?.author.name).toBe("Ann");
  expect(JSON.parse(JSON.stringify(deep))).toMatchObject({ name: "Ann", out: { title: "Django" } });
  const one = Book.objects
    .annotate({ ann: filteredRelation("author", Author.q({ name: "Ann" })) })
    .selectRelated("author", "ann")
    .orderBy("title");
  expect((await one.toArray()).map((book) => [book.title, book.author.name, book.ann?.name ?? null])).toEqual(
    [
      ["Atlas", "Bob", null],
      ["Django", "Ann", "Ann"],
      ["Flask", "Ann", "Ann"],
    ],
  );
  const counted = one.annotate({ n: count(Book.f.tags) }).filter({ ann__name: "Ann" });
  expect((await counted.toArray()).map((book) => [book.ann?.name, book.n])).toEqual([
    ["Ann", 2],
    ["Ann", 1],
  ]);
  const refused = out as unknown as { selectRelated(path: string): unknown };
  expect(() => refused.selectRelated("out__tags")).toThrow(
    "'tags' of Book leads to many rows: use prefetchRelated",
  );
  expect(() => refused.selectRelated("inn")).toThrow("Author has no relation 'inn'");
});

test("a filtered relation goes on from another one", async () => {
  const reviewed = out.alias({ good: filteredRelation("out__reviews", Review.q({ stars__gte: 4 })) });
  const rows = await reviewed
    .orderBy("name", "out__title", "good__stars")
    .valuesList("name", "out__title", "good__stars")
    .toArray();
  const stars = await Author.objects
    .filter({ books__status: "published" })
    .orderBy("books__title", "books__reviews__stars")
    .valuesList("books__title", "books__reviews__stars")
    .toArray();
  const good = stars.filter(([, each]) => each !== null && each >= 4);
  expect(good.length).toBeGreaterThan(0);
  expect(rows.filter(([, , each]) => each !== null).map(([, ...row]) => row)).toEqual(good);
  expect(new Set(rows.map(([name]) => name))).toEqual(new Set(["Ann", "Bob", "Cy"]));
  expect(await names(reviewed.filter({ good__isnull: false }).distinct())).toEqual(["Ann"]);
  expect(await names(reviewed.exclude({ good__isnull: false }).distinct())).toEqual(["Bob", "Cy"]);
  const wrong = out as unknown as { alias(named: object): unknown };
  expect(() => wrong.alias({ good: filteredRelation("out__titel") })).toThrow(
    `filteredRelation("out__titel"): Book has no relation 'titel'`,
  );
});

test("its condition speaks of the query around the queryset", async () => {
  const with500 = Author.objects
    .alias({ thick: filteredRelation("books", Book.q({ pages: outerRef(Book.f.pages) })) })
    .filter({ thick__isnull: false, name: "Ann" });
  expect(await titles(Book.objects.filter(exists(with500)))).toEqual(["Django", "Flask"]);
});
