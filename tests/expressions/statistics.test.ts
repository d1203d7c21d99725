import { beforeAll, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  bitAnd,
  bitOr,
  bitXor,
  corr,
  covarPop,
  covarSamp,
  extract,
  now,
  regrAvgX,
  regrAvgY,
  regrCount,
  regrIntercept,
  regrR2,
  regrSXX,
  regrSXY,
  regrSYY,
  regrSlope,
  sum,
  trunc,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

// Pairs of rating and pages: (4.5, 300) and (2, 500); the third book has no rating.
const [y, x] = [Book.f.rating, Book.f.pages];

describe("statistics of pairs", () => {
  test("over the rows that have both", async () => {
    const found = await Book.objects.aggregate({
      ...{ c: corr(y, x), p: covarPop(y, x), s: covarSamp(y, x), n: regrCount(y, x), r2: regrR2(y, x) },
      ...{ ax: regrAvgX(y, x), ay: regrAvgY(y, x), slope: regrSlope(y, x), at0: regrIntercept(y, x) },
      ...{ sxx: regrSXX(y, x), sxy: regrSXY(y, x), syy: regrSYY(y, x) },
    });
    const near = Object.entries(found).map(([name, value]) => [name, Number(value?.toFixed(4))]);
    expect(Object.fromEntries(near)).toEqual({
      ...{ c: -1, p: -125, s: -250, n: 2, r2: 1, ax: 400, ay: 3.25, slope: -0.0125, at0: 8.25 },
      ...{ sxx: 20000, sxy: -250, syy: 3.125 },
    });
  });
  test("over none, with a filter and a default, by groups and in conditions", async () => {
    expect(
      await Book.objects.filter({ id: 0 }).aggregate({
        ...{ c: corr(y, x), n: regrCount(y, x), d: corr(y, x, { default: 7 }) },
      }),
    ).toEqual({ c: null, n: 0, d: 7 });
    expect(
      await Book.objects.aggregate({ n: regrCount(y, x, { filter: Book.q({ pages__gt: 400 }) }) }),
    ).toEqual({ n: 1 });
    const counted = Author.objects.annotate({ n: regrCount(Author.f.books.rating, Author.f.books.pages) });
    expect(await counted.filter({ n: 1 }).count()).toBe(2);
    expect((await counted.orderBy("name").toArray()).map(({ n }) => n)).toEqual([1, 1, 0]);
  });
  test("no expression is refused", () => {
    expect(() => corr(y, undefined as never)).toThrow(/corr\(\) got undefined/);
    expect(() => corr(3 as never, x)).toThrow(/corr\(\) takes an expression/);
  });
});

test("bits: 300, 100, 500", async () => {
  const pages = Book.f.pages;
  expect(await Book.objects.aggregate({ and: bitAnd(pages), or: bitOr(pages), xor: bitXor(pages) })).toEqual({
    and: 300 & 100 & 500,
    or: 300 | 100 | 500,
    xor: 300 ^ 100 ^ 500,
  });
  expect(
    await Book.objects.aggregate({
      none: bitAnd(pages, { filter: Book.q({ id: 0 }) }),
      zero: bitOr(pages, { filter: Book.q({ id: 0 }), default: 0 }),
    }),
  ).toEqual({ none: null, zero: 0 });
});

test("a window's frame leaves rows out", async () => {
  const others = (exclude: "current row" | "group" | "ties" | "no others") =>
    Book.objects
      .annotate({
        rest: sum(Book.f.pages).over({
          orderBy: [Book.f.status.asc()],
          frame: { rows: [null, null], exclude },
        }),
      })
      .orderBy("pages")
      .valuesList("rest", { flat: true })
      .toArray();
  expect(await others("no others")).toEqual([900, 900, 900]);
  expect(await others("current row")).toEqual([800, 600, 400]);
  expect(await others("group")).toEqual([500, 500, 400]);
  expect(await others("ties")).toEqual([600, 800, 900]);
  expect(() => sum(x).over({ frame: { rows: [null, 0], exclude: "rows; drop" as never } })).toThrow(
    /exclude is one of current row/,
  );
});

describe("parts of times, in a zone of the call", () => {
  const at = "2024-01-01T23:30:00Z";
  const one = async () => {
    await Book.objects.filter({ title: "Django" }).update({ createdAt: new Date(at) });
    return Book.objects.filter({ title: "Django" });
  };
  test("extract, trunc, datetimes", async () => {
    const rows = await one();
    const zone = { timeZone: "Europe/Oslo" };
    const found = rows.annotate({
      ...{ hour: extract("hour", Book.f.createdAt), there: extract("hour", Book.f.createdAt, zone) },
      ...{ day: trunc("date", Book.f.createdAt), dayThere: trunc("date", Book.f.createdAt, zone) },
      ...{ start: trunc("day", Book.f.createdAt, zone), time: trunc("time", Book.f.createdAt, zone) },
    });
    const { hour, there, day, dayThere, start, time } = await found.get();
    expect([hour, there, day, dayThere]).toEqual([23, 0, "2024-01-01", "2024-01-02"]);
    expect([start.toISOString(), time]).toEqual(["2024-01-01T23:00:00.000Z", "00:30:00"]);
    expect(await found.filter({ there: 0 }).count()).toBe(1);
    const days = await rows.datetimes("createdAt", "day", zone).toArray();
    expect(days.map((each) => each.toISOString())).toEqual(["2024-01-01T23:00:00.000Z"]);
  });
  test("of intervals", async () => {
    const rows = await one();
    const took = Book.f.createdAt.sub(Book.f.createdAt.sub("P2DT3H4M5S"));
    const found = rows.annotate({ day: extract("day", took), hour: extract("hour", took) });
    expect(await found.values("day", "hour").get()).toEqual({ day: 2, hour: 3 });
    expect(
      await rows
        .annotate({ s: extract("second", took), m: extract("minute", took) })
        .values("s", "m")
        .get(),
    ).toEqual({ s: 5, m: 4 });
    expect(() => extract("week", took)).toThrow('extract("week") does not take interval');
  });
  test("dates and times of annotations", async () => {
    const rows = (await one()).annotate({ later: Book.f.published.add(31), at: Book.f.createdAt });
    expect(await rows.dates("later", "month").toArray()).toEqual(["2020-06-01"]);
    expect((await rows.datetimes("at", "year").toArray()).map((each) => each.toISOString())).toEqual([
      "2024-01-01T00:00:00.000Z",
    ]);
  });
  test("zones that are none, and values that have none, are refused", () => {
    for (const timeZone of ["Nowhere/Land", "+01:00", "'; drop", ""])
      expect(() => extract("hour", now(), { timeZone })).toThrow(/takes the name of a time zone/);
    expect(() => trunc("month", Book.f.published, { timeZone: "UTC" })).toThrow(/is for timestamps/);
    expect(() => extract("hour", Book.f.published)).toThrow('extract("hour") does not take date');
  });
});

test("a value in a range", async () => {
  const titles = async (rows: { toArray(): Promise<Book[]> }) =>
    (await rows.toArray()).map(({ title }) => title).sort();
  const books = Book.objects;
  const pages = { lower: 100, upper: 300, bounds: "[)" } as const;
  expect(await titles(books.filter({ pages__contained_by: pages }))).toEqual(["Flask"]);
  expect(await titles(books.exclude({ pages__contained_by: pages }))).toEqual(["Atlas", "Django"]);
  expect(await titles(books.filter({ pages__contained_by: { ...pages, upper: null } }))).toHaveLength(3);
  expect(await titles(books.filter({ pages__contained_by: "empty" }))).toEqual([]);
  const price = { lower: "20.50", upper: "30", bounds: "[]" } as const;
  expect(await titles(books.filter({ price__contained_by: price }))).toEqual(["Django", "Flask"]);
  const year = { lower: "2020-01-01", upper: "2021-01-01", bounds: "[)" } as const;
  expect(await titles(books.filter({ published__contained_by: year }))).toEqual(["Django"]);
  expect(await titles(books.exclude({ published__contained_by: year }))).toEqual(["Atlas", "Flask"]);
  expect(
    await titles(books.filter(Book.f.id.contained_by({ lower: 0, upper: null, bounds: "()" }))),
  ).toHaveLength(3);
  expect(
    await titles(
      books.filter({ createdAt__contained_by: { lower: null, upper: new Date(0), bounds: "()" } }),
    ),
  ).toEqual([]);
});
