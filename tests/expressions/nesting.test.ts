import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  and,
  Author,
  Book,
  caseWhen,
  count,
  filteredRelation,
  InvalidQuery,
  not,
  or,
  upper,
  xor,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

let end: () => Promise<void>;
beforeAll(async () => {
  end = await smallLibrary();
});
afterAll(() => end());

const cheap = Book.f.pages.eq(100);
type Condition = ReturnType<typeof or>;

/** `n` conditions put together one by one, each time by the next of the connectors. */
function oneByOne(
  n: number,
  ...connectors: readonly ((a: Condition, b: Condition) => Condition)[]
): Condition {
  let all = or(cheap);
  for (let at = 0; at < n; at += 1) all = connectors[at % connectors.length]!(all, cheap);
  return all;
}

describe("an empty q() asks nothing, as Django's Q()", () => {
  const none = Book.q({});
  const titles = (condition: Condition) =>
    Book.objects.filter(condition).orderBy("id").valuesList("title", { flat: true }).toArray();

  test("it is left out wherever it stands", async () => {
    for (const every of [none, not(none), not(not(none)), and(none, none), or(none), xor(none)]) {
      expect(await titles(every)).toEqual(["Django", "Flask", "Atlas"]);
      expect(await Book.objects.exclude(every).count()).toBe(3);
    }
    for (const one of [or(none, cheap), and(cheap, none), xor(none, cheap, not(none)), or(not(none), cheap)])
      expect(await titles(one)).toEqual(["Flask"]);
    expect(await titles(not(or(none, cheap)))).toEqual(["Django", "Atlas"]);
    expect(await titles(or(Book.q({ id__in: [] }), none))).toEqual([]);
    expect(await Book.objects.exclude(none, cheap).count()).toBe(2);
    expect(await Book.objects.get(cheap, none)).toMatchObject({ title: "Flask" });
    expect(await Book.objects.filter((f) => or(none, f.pages.eq(100))).count()).toBe(1);
  });

  test("so does an aggregate's filter, and a filtered relation", async () => {
    expect(await Book.objects.aggregate({ n: count("*", { filter: not(none) }) })).toEqual({ n: 3 });
    const written = Author.objects.annotate({ all: filteredRelation("books", none) });
    expect(await written.filter({ all__pages: 100 }).count()).toBe(1);
    expect(await Book.objects.annotate({ yes: none }).filter({ yes: true }).count()).toBe(3);
  });

  test("it narrows nothing: update() and delete() want all() said, and a case wants a condition", async () => {
    await expect(Book.objects.filter(not(none)).delete()).rejects.toThrow(/unfiltered queryset/);
    await expect(Book.objects.filter(none).update({ pages: 1 })).rejects.toThrow(/unfiltered queryset/);
    expect(() => caseWhen(none, 1)).toThrow(/caseWhen\(\) takes a condition that asks something/);
    expect(() => caseWhen(cheap, 1).when(not(none), 2)).toThrow(/when\(\) takes a condition that asks/);
  });
});

describe("conditions put together one by one do not nest", () => {
  test.each([
    ["or of 5,000", () => oneByOne(5_000, or)],
    ["and", () => oneByOne(1_000, and)],
    ["or, from the other side", () => oneByOne(1_000, (all, next) => or(next, all))],
  ] as const)("%s", async (_, made) => {
    expect(await Book.objects.filter(made()).valuesList("title", { flat: true }).toArray()).toEqual([
      "Flask",
    ]);
    expect(await Book.objects.exclude(made()).count()).toBe(2);
  });

  test("each is still what it was", async () => {
    const long = Book.q({ pages__gt: 250 });
    const tagged = Book.q({ tags__name: "web" });
    const titles = (condition: Condition) =>
      Book.objects.filter(condition).orderBy("id").distinct().valuesList("title", { flat: true }).toArray();
    expect(await titles(or(or(cheap, long), tagged))).toEqual(["Django", "Flask", "Atlas"]);
    expect(await titles(and(and(long, tagged), Book.q({ tags__name: "web" })))).toEqual(["Django"]);
    expect(await titles(and(or(or(cheap, long), tagged), and(long, tagged)))).toEqual(["Django"]);
    expect(await titles(not(or(or(cheap, tagged), cheap)))).toEqual(["Atlas"]);
  });

  test("unions, intersections and differences of the same kind do not nest either", async () => {
    const page = (pages: number) => Book.objects.filter({ pages });
    let union = page(300);
    let rest = Book.objects.all();
    let all = page(300);
    for (let at = 0; at < 300; at += 1) {
      union = union.union(page(100 + at));
      rest = rest.difference(page(101 + at));
      all = page(at).union(all, { all: true });
    }
    const titles = (rows: typeof union) => rows.orderBy("id").valuesList("title", { flat: true }).toArray();
    expect(await titles(union)).toEqual(["Django", "Flask"]);
    expect(await titles(rest)).toEqual(["Flask", "Atlas"]);
    expect(await titles(all)).toEqual(["Django", "Flask"]);
    expect(
      await Book.objects
        .all()
        .difference(Book.objects.all().difference(page(100)))
        .count(),
    ).toBe(1);
    const sliced = page(100).union(page(300)).orderBy("id").limit(1);
    expect(await sliced.union(page(500)).count()).toBe(2);
  });

  test("100,000 in one list are answered, or refused for their values by name", async () => {
    const isNull = Book.f.rating.isNull();
    const without = or(...Array.from({ length: 100_000 }, () => isNull));
    expect(await Book.objects.filter(without).count()).toBe(1);
    const withValues = or(...Array.from({ length: 100_000 }, (_, at) => Book.f.pages.eq(at)));
    await expect(Book.objects.filter(withValues).count()).rejects.toThrow(InvalidQuery);
  });
});

describe("what nests deeper than every server takes is refused by name", () => {
  const deep = (n: number): readonly (readonly [string, () => unknown])[] => [
    ["or and and", () => oneByOne(n, or, and)],
    [
      "not",
      () => {
        let condition = or(cheap);
        for (let at = 0; at < n; at += 1) condition = not(condition);
        return condition;
      },
    ],
    [
      "arithmetic",
      () => {
        let sum = Book.f.pages.add(1);
        for (let at = 0; at < n; at += 1) sum = sum.add(1);
        return sum;
      },
    ],
    [
      "functions",
      () => {
        let title = upper(Book.f.title);
        for (let at = 0; at < n; at += 1) title = upper(title);
        return title;
      },
    ],
  ];
  for (const n of [300, 5_000, 100_000]) {
    test.each(deep(n))(`%s, ${String(n)} deep`, (_, made) => {
      expect(made).toThrow(InvalidQuery);
      expect(made).toThrow("nested more than 200 deep");
    });
  }

  test("combinations of querysets", async () => {
    const chained = (n: number) => {
      let rows = Book.objects.filter({ pages: 300 });
      for (let at = 0; at < n; at += 1)
        rows =
          at % 2 === 0
            ? rows.union(Book.objects.filter({ pages: 100 }))
            : rows.intersection(Book.objects.all());
      return rows;
    };
    expect(() => chained(2_000)).toThrow(InvalidQuery);
    expect(() => chained(2_000)).toThrow("give all querysets to one call");
    expect(await chained(28).count()).toBe(2);
  });

  test("what is a little less deep is answered", async () => {
    expect(await Book.objects.filter(oneByOne(190, or, and)).count()).toBe(1);
    let sum = Book.f.pages.add(1);
    for (let at = 1; at < 90; at += 1) sum = sum.add(1);
    expect(
      await Book.objects.annotate({ sum }).orderBy("id").valuesList("sum", { flat: true }).toArray(),
    ).toEqual([390, 190, 590]);
  });

  test("annotations that build on each other, and a thousand calls of filter, are no nesting", async () => {
    let rows = Book.objects.filter({ pages__gt: 0 });
    for (let at = 0; at < 1_000; at += 1) rows = rows.filter({ pages__gt: -at }).exclude({ pages: -at });
    expect(await rows.count()).toBe(3);
  });
});
