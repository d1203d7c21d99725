import { beforeAll, describe, expect, test } from "vitest";
import { fn, ran, shelf, type Loose } from "./answers.js";

let Book: Loose;
let firsts: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book } = client);
  firsts = Book.objects.distinct("pages").orderBy("pages", "-id");
  return end;
});

const list = async (rows: Loose): Promise<string> =>
  (await ran<string[]>(rows.valuesList("title", { flat: true }).toArray())).join("");

describe("an order that decides which rows there are", () => {
  test("is kept by get(), in, exclude(), inBulk(), aggregate() and prefetches of distinct(field)", async () => {
    expect((await ran<{ title: string }>(firsts.get({ pages: 12 }))).title).toBe("w");
    expect((await ran<{ title: string }>(firsts.filter({ pages: 12 }).get())).title).toBe("w");
    expect(await list(Book.objects.filter({ id__in: firsts }).orderBy("title"))).toBe("wxy");
    expect(await list(Book.objects.filter({ id__in: firsts.values("id") }).orderBy("title"))).toBe("wxy");
    expect(await list(Book.objects.exclude({ id__in: firsts }).orderBy("title"))).toBe("z");
    const found = await ran<Map<number, { title: string }>>(firsts.inBulk());
    expect([...found.values()].map(({ title }) => title)).toEqual(["x", "y", "w"]);
    const byPages = await ran<Map<number, { title: string }>>(firsts.inBulk([4, 12], { field: "pages" }));
    expect([...byPages].map(([pages, { title }]) => [pages, title])).toEqual([
      [4, "x"],
      [12, "w"],
    ]);
    expect(await ran(firsts.aggregate({ m: fn.max(Book.f.id) }))).toEqual({ m: 4 });
    expect(await ran(firsts.count())).toBe(3);
    expect(await ran(firsts.exists())).toBe(true);
    expect(await ran(firsts.offset(2).exists())).toBe(true);
    expect(await ran(firsts.offset(3).exists())).toBe(false);
    expect(await list(firsts.union(Book.objects.filter({ title: "x" })).orderBy("title"))).toBe("wxy");
  });

  test("is kept by inBulk()", async () => {
    const found = await ran<Map<number, unknown>>(Book.objects.orderBy("-id").inBulk([1, 2, 3]));
    expect([...found.keys()]).toEqual([3, 2, 1]);
  });

  test("refuses update() and delete() after distinct(field)", async () => {
    await expect(ran(firsts.update({ title: "" }))).rejects.toThrow(
      /cannot be updated after distinct\(\) with fields/,
    );
    await expect(ran(firsts.filter({ pages: 4 }).update({ title: "" }))).rejects.toThrow(/cannot be updated/);
    await expect(ran(firsts.all().delete())).rejects.toThrow(
      /cannot be deleted after distinct\(\) with fields/,
    );
    expect(await ran(Book.objects.distinct().filter({ pages: 4 }).update({ title: "x" }))).toBe(1);
  });
});

describe("an order that splits nothing", () => {
  test("of groups by chance", async () => {
    const groups = Book.objects.values("pages").annotate({ n: fn.count() });
    expect((await ran<unknown[]>(groups.orderBy("?").toArray())).length).toBe(3);
    expect((await ran<unknown[]>(groups.orderBy(fn.random()).toArray())).length).toBe(3);
    expect((await ran<unknown[]>(groups.orderBy(fn.random().mul(2).desc()).toArray())).length).toBe(3);
    expect(await ran(groups.annotate({ chance: fn.random() }).count())).toBe(3);
  });

  test("of distinct rows behind an offset", async () => {
    const pages = Book.objects.values("pages").distinct();
    expect(await ran(pages.offset(1).exists())).toBe(true);
    expect(await ran(pages.offset(2).exists())).toBe(true);
    expect(await ran(pages.offset(3).exists())).toBe(false);
    expect(await ran(Book.objects.values("pages").annotate({ n: fn.count() }).offset(2).exists())).toBe(true);
    expect(await ran(Book.objects.values("pages").annotate({ n: fn.count() }).offset(3).exists())).toBe(
      false,
    );
  });

  test("of groups, by first() and last(), is refused where there is none", async () => {
    const groups = Book.objects.values("pages").annotate({ n: fn.count() });
    await expect(ran(groups.first())).rejects.toThrow(/of groups take an order/);
    await expect(ran(groups.last())).rejects.toThrow(/of groups take an order/);
    expect(await ran(groups.orderBy("-n").first())).toEqual({ pages: 12, n: 2 });
    expect(await ran(Book.objects.values("id", "pages").annotate({ n: fn.count() }).first())).toEqual({
      id: 1,
      pages: 4,
      n: 1,
    });
  });
});

describe("distinct rows in an order, inside another query", () => {
  test("are one column", async () => {
    const pages = Book.objects.values("pages").distinct().orderBy("-title");
    expect(await ran(Book.objects.filter({ pages__in: pages.limit(2) }).count())).toBe(3);
    expect(await ran(Book.objects.filter({ pages__in: pages }).count())).toBe(4);
    const one = Book.objects
      .annotate({ p: fn.subquery(pages) })
      .orderBy("id")
      .limit(1);
    expect(await ran(one.valuesList("p", { flat: true }).toArray())).toEqual([12]);
    expect(await ran(pages.union(Book.objects.values("pages")).count())).toBe(3);
  });
});

describe("the order of querysets that were put together", () => {
  test("by pk, and by a field that values() leaves out", async () => {
    const both = Book.objects.filter({ pages: 4 }).union(Book.objects.filter({ pages: 12 }));
    const titles = (rows: Loose) =>
      ran<{ title: string }[]>(rows.toArray()).then((all) => all.map((b) => b.title).join(""));
    expect(await titles(both.orderBy("pk"))).toBe("xzw");
    expect(await titles(both.orderBy("-pk"))).toBe("wzx");
    expect(await list(both.orderBy("-id"))).toBe("wzx");
    expect(await list(both.orderBy("pk"))).toBe("xzw");
    expect(await ran(both.orderBy("-id").values("title").toArray())).toEqual([
      { title: "w" },
      { title: "z" },
      { title: "x" },
    ]);
    expect(await ran(both.orderBy("-pages", "title").valuesList("pages", "title").toArray())).toEqual([
      [12, "w"],
      [12, "z"],
      [4, "x"],
    ]);
    expect(await ran(both.orderBy("-id").valuesList("title", { flat: true }).limit(2).toArray())).toEqual([
      "w",
      "z",
    ]);
    expect(await ran(both.orderBy("-id").valuesList("title", { flat: true }).first())).toBe("w");
    expect((await ran<{ title: string }>(both.last())).title).toBe("w");
  });
});
