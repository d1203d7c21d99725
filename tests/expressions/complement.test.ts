import { beforeAll, describe, expect, test } from "vitest";
import { fn, ran, raw, shelf, type Loose } from "./answers.js";

let Author: Loose;
let Book: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Author, Book } = client);
  const set = (title: string, values: object) => ran(Book.objects.filter({ title }).update(values));
  await set("x", {
    data: { a: null, b: 1 },
    names: ["one", "two"],
    span: { lower: 1, upper: 5, bounds: "[)" },
  });
  await set("y", { data: { a: 1 }, names: ["one"], span: { lower: null, upper: 5, bounds: "()" } });
  await set("z", { data: {}, names: [], published: "2020-01-02", at: new Date("2020-01-02T03:04:05Z") });
  return end;
});

const titles = async (rows: Loose): Promise<string> =>
  (await ran<string[]>(rows.orderBy("title").valuesList("title", { flat: true }).toArray())).join("");

describe("exclude() is the complement of filter()", () => {
  const conditions: readonly (readonly [string, () => unknown, string])[] = [
    ["an expression", () => Book.f.rating.mul(2).gt(4), "y"],
    ["two fields", () => Book.f.rating.gt(Book.f.pages), ""],
    ["a field on the right", () => ({ pages__gt: Book.f.rating }), "xy"],
    ["an expression on the right", () => ({ pages__gt: Book.f.rating.add(3) }), "y"],
    ["a function", () => fn.nullIf(Book.f.title, "x").eq("y"), "y"],
    ["a field of a row that may be missing", () => ({ second__age__gt: 15 }), "x"],
    ["what that row refers to", () => ({ second__books__title: "z" }), "x"],
    ["who have none of them", () => ({ second__books__isnull: true }), "yz"],
    ["an item of an array", () => ({ names__1: "two" }), "x"],
    ["an item of any array", () => ({ names__0: "one" }), "xy"],
    ["a length", () => ({ names__len: 1 }), "y"],
    ["a key of json that is missing", () => ({ data__a: 1 }), "y"],
    ["a key that holds null", () => ({ data__a: null }), "x"],
    ["a key that is there", () => ({ data__has_key: "a" }), "xy"],
    ["a key deeper", () => ({ data__a__c: 1 }), ""],
    ["a key compared", () => ({ data__b__gte: 1 }), "x"],
    ["an end of a range", () => ({ span__startswith: 1 }), "x"],
    ["a range", () => ({ span__contains: 3 }), "xy"],
    ["a part of a date", () => ({ published__year: 2020 }), "z"],
    ["a part of a time", () => ({ at__hour__lt: 12 }), "z"],
    ["a pattern", () => ({ published__contains: "2020" }), "z"],
    ["in of a column with nulls", () => ({ id__in: Book.objects.values("second") }), "xy"],
    ["in of a list", () => ({ second__in: [1, 2] }), "wx"],
    ["a list of expressions", () => ({ rating__in: [Book.f.pages, 1.5] }), "x"],
    [
      "a value of another query",
      () => ({ rating__lt: Book.objects.filter({ title: "y" }).values("rating").limit(1) }),
      "x",
    ],
    [
      "of another query that has none",
      () => ({ pages__lt: Book.objects.filter({ title: "z" }).values("rating").limit(1) }),
      "",
    ],
    ["SQL of one's own", () => raw`${Book.f.rating} > 2`, "y"],
    ["a boolean of a row that may be missing", () => Book.f.second["active" as "id"], "w"],
    ["any of two", () => fn.or(Book.q({ rating: 1.5 }), Book.q({ second__age: 10 })), "wx"],
    ["both of two", () => fn.and(Book.f.rating.gt(1), Book.q({ second__age__gt: 1 })), "x"],
    ["not", () => fn.not(Book.f.rating.mul(2).gt(4)), "wxz"],
    ["not of not", () => fn.not(fn.not(Book.f.rating.mul(2).gt(4))), "y"],
    ["ne()", () => Book.f.rating.ne(1.5), "wyz"],
    ["a case", () => fn.caseWhen(Book.f.pages.gt(8), Book.f.rating).else(Book.f.pages).gt(5), "y"],
    [
      "a window",
      () =>
        fn
          .lag(Book.f.rating)
          .over({ orderBy: [Book.f.id] })
          .gt(1),
      "yz",
    ],
    ["a function of the references", () => (f: Record<string, Loose>) => f["rating"]!.gt(2), "y"],
  ];

  test.each(conditions)("over %s", async (_, condition, yes) => {
    expect(await titles(Book.objects.filter(condition()))).toBe(yes);
    const no = [..."wxyz"].filter((title) => !yes.includes(title)).join("");
    expect(await titles(Book.objects.exclude(condition()))).toBe(no);
    expect(await ran(Book.objects.exclude(condition()).count())).toBe(no.length);
    expect(await titles(Book.objects.filter({ id__in: Book.objects.exclude(condition()) }))).toBe(no);
  });

  test("over annotations and groups", async () => {
    const late = Book.objects.annotate({ r: Book.f.rating.mul(2) });
    expect(await titles(late.filter({ r__gt: 4 }))).toBe("y");
    expect(await titles(late.exclude({ r__gt: 4 }))).toBe("wxz");
    expect(await titles(late.exclude({ pages__gt: fn.ref("r") }))).toBe("wz");
    expect(await titles(late.exclude((f: Record<string, Loose>) => f["r"]!.gt(4)))).toBe("wxz");
    expect(await titles(late.alias({ s: fn.ref("r") }).exclude({ s: 3 }))).toBe("wyz");
    const rated = Author.objects.annotate({ best: fn.max(Author.f.books["rating" as "id"]) });
    expect(await ran(rated.filter({ best__gt: 2 }).count())).toBe(1);
    expect(await ran(rated.exclude({ best__gt: 2 }).count())).toBe(1);
    expect(await ran(rated.exclude({ best__gt: 9 }).count())).toBe(2);
    expect(await ran(rated.exclude({ books__pages__gt: fn.ref("best") }).count())).toBe(1);
  });

  test("in what update() and delete() take, and in conditions of aggregates", async () => {
    expect(await ran(Book.objects.exclude(Book.f.rating.mul(2).gt(4)).update({ small: 2 }))).toBe(3);
    const n = fn.count(Book.f.id, { filter: fn.not(Book.f.rating.mul(2).gt(4)) });
    expect(await ran(Book.objects.aggregate({ n }))).toEqual({ n: 3 });
    const limited = Book.objects.orderBy("id").limit(4);
    expect(
      await ran(limited.aggregate({ n: fn.count(Book.f.id, { filter: fn.not(Book.q({ rating__gt: 2 })) }) })),
    ).toEqual({ n: 3 });
  });
});
