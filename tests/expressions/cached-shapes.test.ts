import { beforeAll, describe, expect, test } from "vitest";
import { fn, ran, shelf, type Loose } from "./answers.js";

let Book: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  Book = client.Book;
  return end;
});

const titles = async (rows: Loose): Promise<string> =>
  (await ran<string[]>(rows.orderBy("title").valuesList("title", { flat: true }).toArray())).join("");

describe("a shape's SQL hangs on its key alone: what ran before changes nothing", () => {
  test("a value of another type in the same condition", async () => {
    for (let time = 0; time < 2; time += 1) {
      expect(await ran(Book.objects.filter({ pages__lt: 11 }).count())).toBe(2);
      expect(await ran(Book.objects.filter({ pages__lt: 11.5 }).count())).toBe(2);
      expect(await ran(Book.objects.filter({ pages__in: [4, 8] }).count())).toBe(2);
      expect(await ran(Book.objects.filter({ pages__in: [4, 8.5] }).count())).toBe(1);
      expect(await ran(Book.objects.filter(Book.f.pages.between(4, 8)).count())).toBe(2);
      expect(await ran(Book.objects.filter(Book.f.pages.between(4, 8.5)).count())).toBe(2);
    }
  });

  test("null and a value under a json key", async () => {
    await ran(Book.objects.filter({ title: "x" }).update({ data: { a: null } }));
    await ran(Book.objects.filter({ title: "y" }).update({ data: { a: 1 } }));
    await ran(Book.objects.filter({ title: "z" }).update({ data: {} }));
    const cold = await titles(Book.objects.exclude({ data__a: 1 }));
    for (let time = 0; time < 2; time += 1) {
      expect(await titles(Book.objects.filter({ data__a: null }))).toBe("x");
      expect(await titles(Book.objects.exclude({ data__a: 1 }))).toBe(cold);
      expect(await titles(Book.objects.filter({ data__a: 1 }))).toBe("y");
    }
  });

  test("values that are read back as other types", async () => {
    const one = async (value: unknown) => {
      const rows = Book.objects.annotate({ v: fn.value(value) }).orderBy("id");
      return (await ran<{ v: unknown }>(rows.first())).v;
    };
    for (let time = 0; time < 2; time += 1) {
      expect(await one(5n)).toBe(5n);
      expect(await one(5_000_000_000)).toBe(5_000_000_000);
      expect(await one(5)).toBe(5);
      expect(await one(0.5)).toBe(0.5);
      expect(await one("5")).toBe("5");
    }
  });

  test("names that are joined alike", async () => {
    expect(await ran(Book.objects.values("data__a,title").limit(1).toArray())).toEqual([
      { "data__a,title": null },
    ]);
    expect(
      Object.keys((await ran<object[]>(Book.objects.values("data__a", "title").limit(1).toArray()))[0]!),
    ).toEqual(["data__a", "title"]);
  });

  test("integers out of range give no rows or all rows", async () => {
    for (const field of ["id", "pages", "small", "long", "author", "author__id", "author__age"]) {
      for (const beyond of [99_999_999_999, 2_147_483_648, 2 ** 60, 1e21]) {
        const note = `${field} ${String(beyond)}`;
        expect(await ran(Book.objects.filter({ [`${field}__lte`]: 10 ** 6 }).count()), note).toBe(4);
        expect(await ran(Book.objects.filter({ [field]: beyond }).count()), note).toBe(0);
        expect(await ran(Book.objects.exclude({ [field]: beyond }).count()), note).toBe(4);
        expect(await ran(Book.objects.filter({ [`${field}__lte`]: beyond }).count()), note).toBe(4);
        expect(await ran(Book.objects.filter({ [`${field}__gt`]: -beyond }).count()), note).toBe(4);
        expect(await ran(Book.objects.filter({ [`${field}__in`]: [beyond, -beyond] }).count()), note).toBe(0);
        if (field !== "author")
          expect(await ran(Book.objects.filter({ [`${field}__range`]: [0, beyond] }).count()), note).toBe(4);
      }
    }
    expect(await ran(Book.objects.filter({ big: 2n ** 70n }).count())).toBe(0);
    expect(await ran(Book.objects.filter({ big__lt: 2n ** 70n }).count())).toBe(4);
    expect(await ran(Book.objects.filter({ big__in: [1n, 2n ** 70n] }).count())).toBe(4);
    expect(await ran(Book.objects.filter({ big: 1n }).count())).toBe(4);
    expect(await ran(Book.objects.filter({ published__year: 2 ** 40 }).count())).toBe(0);
    expect((await ran<Map<number, unknown>>(Book.objects.inBulk([99_999_999_999]))).size).toBe(0);
    expect(await ran(Book.objects.filter(Book.f.id.eq(99_999_999_999)).exists())).toBe(false);
  });
});
