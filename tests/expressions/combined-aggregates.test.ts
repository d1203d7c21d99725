import { afterAll, beforeAll, expect, test } from "vitest";
import { fn, ran, shelf, type Answers, type Loose } from "./answers.js";

let client: Answers;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ client, end } = await shelf());
});
afterAll(() => end());

const books = () => client.Book.objects;
const { sum, count, max } = fn;
const f = () => client.Book.f;

test("aggregates of a union are of its rows, each once", async () => {
  const union = books()
    .filter({ title: "x" })
    .union(books().filter({ pages__lt: 10 }));
  expect(await ran(union.aggregate({ n: count(), pages: sum(f().pages) }))).toEqual({ n: 2, pages: 12 });
  expect(await ran(union.aggregate({ twice: sum(f().pages.mul(2)), last: max(f().title) }))).toEqual({
    twice: 24,
    last: "y",
  });
  const kept = union.aggregate({ n: count(f().id, { filter: client.Book.q({ pages__gt: 5 }) }) });
  expect(await ran(kept)).toEqual({ n: 1 });
  const all = books()
    .filter({ title: "x" })
    .union(books().filter({ pages__lt: 10 }), { all: true });
  expect(await ran(all.aggregate({ pages: sum(f().pages) }))).toEqual({ pages: 16 });
});

test("of a difference, an intersection, a slice and no rows", async () => {
  const short = books().filter({ pages__lt: 10 });
  const pages = { pages: sum(f().pages) };
  expect(await ran(books().all().difference(short).aggregate(pages))).toEqual({ pages: 24 });
  expect(await ran(books().all().intersection(short).aggregate(pages))).toEqual({ pages: 12 });
  const sliced = short
    .union(books().filter({ title: "z" }))
    .orderBy("-pages")
    .limit(2);
  expect(await ran(sliced.aggregate(pages))).toEqual({ pages: 20 });
  const none = { n: count(), pages: sum(f().pages, { default: 0 }) };
  expect(await ran(short.union(short).none().aggregate(none))).toEqual({ n: 0, pages: 0 });
  expect(await ran(books().none().union(books().none()).aggregate(none))).toEqual({ n: 0, pages: 0 });
});

test("of named columns and of annotations", async () => {
  const pages = books().values("pages").union(books().values("pages"));
  expect(await ran(pages.aggregate({ n: count(), pages: sum(f().pages) }))).toEqual({ n: 3, pages: 24 });
  const named = books().annotate({ double: f().pages.mul(2) });
  const union = named.filter({ title: "x" }).union(named.filter({ title: "y" }));
  expect(
    await ran(
      union.aggregate((own: Loose) => ({ s: sum((own as never as Record<string, Loose>)["double"]) })),
    ),
  ).toEqual({
    s: 24,
  });
});

test("what the rows do not give is refused", async () => {
  const union = books()
    .filter({ title: "x" })
    .union(books().filter({ title: "y" }));
  await expect(ran(union.aggregate({ ages: sum(f().author.age) }))).rejects.toThrow(
    "Book: after union() and its kin aggregate() takes the columns that it gives, not 'author__age': say it before, on each of its querysets",
  );
  expect(() => union.values({ low: fn.lower(f().title) })).toThrow(
    "Book: an expression in values() cannot follow union(): say it before, on each of its querysets",
  );
  expect(() => union.valuesList(fn.lower(f().title))).toThrow(
    "Book: an expression in valuesList() cannot follow union(): say it before, on each of its querysets",
  );
});
