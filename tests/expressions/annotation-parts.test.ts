import { beforeAll, expect, test } from "vitest";
import { Author, Book, count, lower } from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

const named = Book.objects.annotate((f) => ({ by: f.author.name, low: lower(f.title), at: f.createdAt }));

test("a part of an annotation orders the rows", async () => {
  const titles = await named.orderBy("low__length", "-title").valuesList("title", "low__length").toArray();
  expect(titles).toEqual([
    ["Flask", 5],
    ["Atlas", 5],
    ["Django", 6],
  ]);
  expect((await named.orderBy("-by__reverse", "title").first())?.title).toBe("Django");
  expect((await named.orderBy("low__length", "title").reverse().first())?.title).toBe("Django");
  expect((await named.latest("low__length")).title).toBe("Django");
});

test("it is a value of rows, a group, and what distinct goes by", async () => {
  expect(await named.values("low__upper__length").distinct().orderBy("low__upper__length").toArray()).toEqual(
    [{ low__upper__length: 5 }, { low__upper__length: 6 }],
  );
  expect(await named.values("low__length").annotate({ n: count() }).orderBy("low__length").toArray()).toEqual(
    [
      { low__length: 5, n: 2 },
      { low__length: 6, n: 1 },
    ],
  );
  const first = named.orderBy("low__length", "title").distinct("low__length");
  expect(await first.valuesList("title", { flat: true }).toArray()).toEqual(["Atlas", "Django"]);
  const years = await named.valuesList("at__year", { flat: true }).toArray();
  expect(years.every((year) => typeof year === "number" && year > 2000)).toBe(true);
});

test("so is that of an aggregate", async () => {
  const authors = Author.objects.annotate({ n: count(Author.f.books) });
  const rows = await authors.orderBy("-n__sqrt", "name").valuesList("name", "n__sqrt").toArray();
  expect(rows.map(([name]) => name)).toEqual(["Ann", "Bob", "Cy"]);
  expect(rows.map(([, root]) => root)).toEqual([Math.SQRT2, 1, 0]);
});

test("what is no part of it is refused by name", () => {
  const loose = named as unknown as { orderBy(name: string): unknown; values(name: string): unknown };
  expect(() => loose.orderBy("low__titel")).toThrow("'low' has no part 'titel'");
  expect(() => loose.values("low__titel")).toThrow("'low' has no part 'titel'");
});
