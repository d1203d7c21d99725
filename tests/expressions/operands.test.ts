import { beforeAll, describe, expect, test } from "vitest";
import { fn, ran, raw, shelf, type Loose } from "./answers.js";

let Book: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book } = client);
  await ran(
    Book.objects.filter({ title: "x" }).update({
      data: { tags: ["a", "b"], deep: { n: 5 }, none: null },
      names: ["one", "two", "three"],
      took: "PT2H",
      published: "2026-01-10",
      at: new Date("2026-01-10T12:00:00Z"),
    }),
  );
  return end;
});

const of = async (expression: unknown): Promise<unknown> =>
  ran(Book.objects.filter({ title: "x" }).annotate({ v: expression }).valuesList("v", { flat: true }).get());

describe("values in sql and value()", () => {
  test("null, lists and bytes", async () => {
    expect(await of(fn.value(null))).toBeNull();
    expect(await of(raw`coalesce(${null}, 1)`)).toBe(1);
    expect(await of(fn.value([1, 2, null]))).toEqual([1, 2, null]);
    expect(await of(fn.value(["a", "b"]))).toEqual(["a", "b"]);
    expect(await of(fn.value([1, 2.5]))).toEqual([1, 2.5]);
    expect(await of(fn.value(new Uint8Array([1, 2])))).toEqual(new Uint8Array([1, 2]));
    expect(await of(raw`length(${new Uint8Array([1, 2, 3])})`)).toBe(3);
    expect(await ran(Book.objects.filter(raw`${Book.f.pages} = any(${[4, 8]})`).count())).toBe(2);
    expect(await ran(Book.objects.filter(raw`${Book.f.pages} = any(${[]})`).count())).toBe(0);
    expect(await ran(Book.objects.filter(raw`${Book.f.title} = any(${["x", "nobody's"]})`).count())).toBe(1);
    expect(() => fn.value({ a: 1 })).toThrow(/Expected a string/);
    expect(() => raw`${undefined}`).toThrow(/undefined/);
  });
});

describe("json and arrays as expressions", () => {
  test("a key, an item, a slice", async () => {
    const { data, names, title } = Book.f;
    expect(await of(data.key("tags", 0))).toBe("a");
    expect(await of(data.key("deep", "n"))).toBe(5);
    expect(await of(data.key("missing"))).toBeNull();
    expect(await of(names.item(1))).toBe("two");
    expect(await of(names.item(7))).toBeNull();
    expect(await of((names as unknown as { slice: Loose }).slice(0, 2))).toEqual(["one", "two"]);
    expect(await of((names as unknown as { slice: Loose }).slice(1))).toEqual(["two", "three"]);
    expect(await of((title as unknown as { slice: Loose }).slice(0, 1))).toBe("x");
    expect(await ran(Book.objects.filter(data.key("deep", "n").gt(4)).count())).toBe(1);
    expect(await ran(Book.objects.exclude(data.key("deep", "n").gt(4)).count())).toBe(3);
    expect(await ran(Book.objects.filter(data.key("none").isNull()).count())).toBe(3);
    expect(
      await ran(
        Book.objects.orderBy(data.key("deep", "n"), "title").valuesList("title", { flat: true }).first(),
      ),
    ).toBe("x");
    const kept = Book.objects.annotate({ d: data.key("deep") });
    expect(await ran(kept.filter({ d__n: 5 }).count())).toBe(1);
    expect(() => title.key("a")).toThrow(/key\(\) is of a json value/);
    expect(() => names.item(-1)).toThrow(/a place from 0/);
  });
});

describe("arithmetic", () => {
  test("of integers beside decimals, both ways, and of floats", async () => {
    const { pages, price, rating } = Book.f;
    expect(await of(pages.mul(price))).toBe("4.00");
    expect(await of(price.mul(pages))).toBe("4.00");
    expect(await of((pages as unknown as { add: Loose }).add("0.5"))).toBe("4.5");
    expect(await of(rating.mul(price))).toBe(1.5);
    expect(await of(price.mul(rating))).toBe(1.5);
    expect(await ran(Book.objects.filter({ pk: pages.sub(3) }).count())).toBe(1);
  });

  test("of dates, times and intervals", async () => {
    const { published, at, took } = Book.f as unknown as Record<string, Record<string, Loose>>;
    const [day, moment, span] = [published!, at!, took!];
    expect(await of(day["sub"]!("2026-01-07"))).toBe(3);
    expect(await of(day["add"]!(3))).toBe("2026-01-13");
    expect(await of(day["add"]!("PT6H"))).toEqual(new Date("2026-01-10T06:00:00Z"));
    expect(await of(moment["add"]!("P1D"))).toEqual(new Date("2026-01-11T12:00:00Z"));
    expect(await of(moment["sub"]!("PT1H"))).toEqual(new Date("2026-01-10T11:00:00Z"));
    expect(await of(moment["add"]!(Book.f.took))).toEqual(new Date("2026-01-10T14:00:00Z"));
    expect(await of(moment["sub"]!(new Date("2026-01-10T11:30:00Z")))).toBe("PT30M");
    expect(await of(span["mul"]!(2))).toBe("PT4H");
    expect(await of(span["add"]!("PT1H"))).toBe("PT3H");
    expect(
      await ran(
        Book.objects.filter(moment["add"]!(Book.f.took).gt(new Date("2026-01-10T13:00:00Z"))).count(),
      ),
    ).toBe(1);
  });

  test("sums of bigints are bigints, past 2^53 and 2^63", async () => {
    await ran(Book.objects.all().update({ big: 2n ** 62n }));
    expect(await ran(Book.objects.aggregate({ s: fn.sum(Book.f.big) }))).toEqual({ s: 2n ** 64n });
    const groups = Book.objects.values("pages").annotate({ s: fn.sum(Book.f.big) });
    expect(await ran(groups.filter({ s__gt: 2n ** 62n }).toArray())).toEqual([{ pages: 12, s: 2n ** 63n }]);
  });
});

test("update() sees what its queryset has annotated", async () => {
  const rows = Book.objects.annotate({ twice: Book.f.pages.mul(2) });
  expect(
    await ran(rows.filter({ twice: 8 }).update((f: Record<string, Loose>) => ({ small: f["twice"] }))),
  ).toBe(1);
  expect(await ran(Book.objects.filter({ small: 8 }).valuesList("title", { flat: true }).get())).toBe("x");
  expect(
    await ran(
      rows
        .alias({ more: fn.ref("twice").add(1) })
        .filter({ title: "x" })
        .update({ small: fn.ref("more") }),
    ),
  ).toBe(1);
  expect(await ran(Book.objects.filter({ small: 9 }).count())).toBe(1);
});
