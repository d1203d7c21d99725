import { beforeAll, expect, test } from "vitest";
import { Book, count, max, ref, sum } from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

test("ref() in aggregate() names an aggregate said before", async () => {
  const pages = await Book.objects.aggregate({
    all: sum(Book.f.pages),
    half: ref<number>("all").div(2),
    both: ref<number>("half").add(ref<number>("all")),
  });
  expect(pages).toEqual({ all: 900, half: 450, both: 1350 });
  const groups = Book.objects.values("author").annotate({ n: count() });
  expect(await groups.aggregate({ s: sum(ref<number>("n")), t: ref<number>("s").mul(2) })).toEqual({
    s: 3,
    t: 6,
  });
});

test("whatever else is called so, and an aggregate of an aggregate is refused", async () => {
  const { pages, same } = await Book.objects.aggregate({
    pages: sum(Book.f.pages),
    same: ref<number>("pages").add(0),
  });
  expect(same).toBe(pages);
  expect(await Book.objects.aggregate({ n: sum(ref<number>("pages")), m: max(Book.f.pages) })).toEqual({
    n: 900,
    m: 500,
  });
  await expect(Book.objects.aggregate({ none: ref<number>("pages") })).rejects.toThrow(
    "Book: aggregate() takes aggregates; 'none' is no aggregate",
  );
  const nested = { pages: sum(Book.f.pages), m: max(ref<number>("pages")) };
  await expect(Book.objects.aggregate(nested)).rejects.toThrow(
    "Book: 'm' is an aggregate of an aggregate: annotate() the inner one first",
  );
  const inner = { m: max(sum(Book.f.pages) as never) };
  await expect(Book.objects.aggregate(inner)).rejects.toThrow("'m' is an aggregate of an aggregate");
});
