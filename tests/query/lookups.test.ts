import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Book, Tag } from "../../fixtures/library/generated/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { hostile } from "../library/rows.js";
import { styles } from "../library/style.js";

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  afterAll(() => library.close());

  describe.each(styles)("$name", (m) => {
    const titles = async (where: object) =>
      (await m.call(
        Book.objects
          .filter({ id__lte: hostile.length })
          .filter(where)
          .orderBy("id")
          .valuesList("title", { flat: true }),
        "toArray",
      )) as string[];

    test("%, _, \\ and quotes stand for themselves in every pattern", async () => {
      for (const text of ["%", "_", "\\", "'", '"', "100%", "e_c", "k\\s", "$1 ?", "\n", "🚲", "京"]) {
        expect(await titles({ title__contains: text })).toEqual(
          hostile.filter((each) => each.includes(text)),
        );
        expect(await titles({ title__icontains: text })).toEqual(
          hostile.filter((each) => each.includes(text)),
        );
      }
      for (const text of hostile) {
        expect(await titles({ title: text })).toEqual([text]);
        expect(await titles({ title__iexact: text })).toEqual([text]);
        for (const name of ["startswith", "istartswith"]) {
          expect(await titles({ [`title__${name}`]: text })).toEqual(
            hostile.filter((each) => each.startsWith(text)),
          );
        }
        for (const name of ["endswith", "iendswith"]) {
          expect(await titles({ [`title__${name}`]: text })).toEqual(
            hostile.filter((each) => each.endsWith(text)),
          );
        }
      }
    });

    test("a column on the right is taken literally too", async () => {
      const same = Book.objects.filter((f) => f.title.contains(f.title as never));
      expect(await m.call(same, "count")).toBe(await m.call(Book.objects, "count"));
    });

    test("NULL is asked for by null and isnull alone", async () => {
      const count = async (where: object) => m.call(Book.objects.filter(where), "count");
      const nulls = await count({ rating: null });
      expect(nulls).toBe(12);
      expect(await count({ rating__isnull: true })).toBe(nulls);
      expect(await count({ rating__isnull: false })).toBe(48 - 12);
      expect(await m.call(Book.objects.exclude({ rating__gt: 2 }), "count")).toBe(
        48 - Number(await count({ rating__gt: 2 })),
      );
      for (const lookup of ["gt", "contains", "range", "regex", "isnull"]) {
        await expect(count({ [`rating__${lookup}`]: null })).rejects.toMatchObject({ name: "InvalidValue" });
      }
    });

    test("an `in` of nothing, of NULL and of very much", async () => {
      const ids = (items: readonly unknown[]) =>
        m.call(
          Book.objects
            .filter({ id__in: items } as never)
            .orderBy("id")
            .valuesList("id", { flat: true }),
          "toArray",
        );
      expect(await ids([])).toEqual([]);
      expect(await m.call(Book.objects.exclude({ id__in: [] }), "count")).toBe(48);
      expect(await ids([null])).toEqual([]);
      expect(await ids([3, null, 1, 3])).toEqual([1, 3]);
      for (const size of [65_535, 65_536, 200_000]) {
        const many = Array.from({ length: size }, (_, at) => at + 40);
        expect(await ids(many)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48]);
      }
      const map = (await m.call(
        Book.objects,
        "inBulk",
        Array.from({ length: 70_000 }, (_, at) => at),
      )) as Map<number, Book>;
      expect(map.size).toBe(48);
      const words = Array.from({ length: 65_536 }, (_, at) => `w"\\,${String(at)}`);
      expect(await m.call(Tag.objects.filter({ name__in: [...words, "a_b"] }), "count")).toBe(1);
    });

    test("a Set, a queryset and instances may stand in an `in`", async () => {
      const tags = Tag.objects.filter({ name__in: new Set(["sql", "orm"]) } as never);
      expect(await m.call(tags, "count")).toBe(2);
      const instances = (await m.call(tags, "toArray")) as Tag[];
      const by = (value: unknown) =>
        m.call(
          Book.objects
            .filter({ tags__in: value } as never)
            .distinct()
            .orderBy("id"),
          "toArray",
        );
      const found = (await by(instances)) as Book[];
      expect(found.length).toBeGreaterThan(3);
      expect(await by(tags)).toEqual(found);
      expect(await by(instances.map(({ id }) => id))).toEqual(found);
    });

    test("a wrong regex is the database's error, and names no value", async () => {
      await expect(titles({ title__regex: "((secret" })).rejects.toSatisfy(
        (error: Error) => error.name === "DataError" && !error.message.includes("secret"),
      );
    });
  });
});
