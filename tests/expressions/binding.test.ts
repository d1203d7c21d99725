import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fn, ran, raw, shelf, type Loose } from "./answers.js";

let Author: Loose;
let Book: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Author, Book } = client);
  return end;
});

const names = async (rows: Loose): Promise<string> =>
  (await ran<string[]>(rows.orderBy("name").valuesList("name", { flat: true }).toArray())).join("");
const titles = async (rows: Loose): Promise<string> =>
  (await ran<string[]>(rows.orderBy("title").valuesList("title", { flat: true }).toArray())).join("");

describe("an operand holds together", () => {
  test("a condition as a value", async () => {
    const { active, age } = Author.f;
    expect(await names(Author.objects.filter({ active: active.isNull() }))).toBe("b");
    expect(await names(Author.objects.filter({ active: age.gt(15) }))).toBe("");
    expect(await names(Author.objects.exclude({ active: age.gt(15) }))).toBe("ab");
    expect(await names(Author.objects.filter(age.gt(5).ne(age.gt(15))))).toBe("a");
    expect(await names(Author.objects.filter(age.gt(5).eq(age.gt(15))))).toBe("b");
    expect(await names(Author.objects.filter(age.gt(5).isNull()))).toBe("");
    expect(await names(Author.objects.filter(fn.not(age.gt(15)).eq(active)))).toBe("ab");
    expect(await names(Author.objects.filter(active.in([age.gt(15), age.lt(5)])))).toBe("b");
    expect(await titles(Book.objects.filter({ author__active: Book.f.pages.gt(5) }))).toBe("y");
    expect(await titles(Book.objects.exclude({ author__active: Book.f.pages.gt(5) }))).toBe("wxz");
    expect(await names(Author.objects.annotate({ c: age.gt(15) }).filter({ active: fn.ref("c") }))).toBe("");
    expect(await names(Author.objects.annotate({ c: age.gt(15) }).filter({ c: false }))).toBe("a");
    expect(
      await names(
        Author.objects.filter(
          fn.exists(Book.objects.filter({ pages__gt: 10, author: fn.outerRef(Author.f.id) })).ne(active),
        ),
      ),
    ).toBe("ab");
  });

  test("SQL of one's own", async () => {
    const { active, age } = Author.f;
    const either = raw`${age} = 10 or ${age} = 20`;
    expect(await names(Author.objects.filter(either, { name: "a" }))).toBe("a");
    expect(await names(Author.objects.filter(either).filter({ name: "a" }))).toBe("a");
    expect(await names(Author.objects.filter(fn.and(either, Author.q({ name: "a" }))))).toBe("a");
    expect(await names(Author.objects.exclude(either))).toBe("");
    expect(await names(Author.objects.filter(active.eq(either)))).toBe("a");
    expect(await names(Author.objects.filter(raw`${age} + ${10}`.mul(2).eq(40)))).toBe("a");
    expect(await names(Author.objects.filter(age.sub(raw`${age} - ${10}`).eq(10)))).toBe("ab");
    expect(await names(Author.objects.filter(raw`${age.gt(15)} = ${active}`))).toBe("");
    expect(await names(Author.objects.filter(raw`not ${either}`))).toBe("");
    expect(await ran(Author.objects.all().update({ active: either }))).toBe(2);
    expect(await names(Author.objects.filter({ active: true }))).toBe("ab");
    await ran(Author.objects.filter({ name: "b" }).update({ active: false }));
  });
});

/** An expression with its value for a row: SQL's three values of truth, and whole numbers. */
interface Made {
  readonly expr: Loose;
  value(row: Row): number | boolean | null;
}
interface Row {
  readonly id: number;
  readonly pages: number;
  readonly rating: number | null;
  readonly active: boolean;
}
type Truth = boolean | null;

const leaf = (expr: () => Loose, value: (row: Row) => number | boolean | null) => () => ({
  expr: expr(),
  value,
});
const numbers = [
  leaf(
    () => Book.f.pages,
    (row) => row.pages,
  ),
  leaf(
    () => Book.f.rating,
    (row) => row.rating,
  ),
  leaf(
    () => Book.f.id,
    (row) => row.id,
  ),
  leaf(
    () => raw`${Book.f.pages} - ${3}`,
    (row) => row.pages - 3,
  ),
];
const truths = [
  leaf(
    () => Book.f.author["active" as "id"],
    (row) => row.active,
  ),
  leaf(
    () => raw`${Book.f.pages} > 5 or ${Book.f.id} = 1`,
    (row) => row.pages > 5 || row.id === 1,
  ),
  leaf(
    () => Book.q({ pages__gt: 5 }),
    (row) => row.pages > 5,
  ),
  leaf(
    () => Book.f.rating.isNull(),
    (row) => row.rating === null,
  ),
];
const compared = (name: "lt" | "gte", left: Made, right: Made): Made => ({
  expr: left.expr[name](right.expr),
  value: (row) => {
    const [a, b] = [left.value(row), right.value(row)];
    if (a === null || b === null) return null;
    return name === "lt" ? a < b : a >= b;
  },
});
const same = (left: Made, right: Made): Made => ({
  expr: left.expr.eq(right.expr),
  value: (row) => {
    const [a, b] = [left.value(row), right.value(row)];
    return a === null || b === null ? null : a === b;
  },
});
const of = (left: Made, right: Made, of: (a: number, b: number) => number, expr: Loose): Made => ({
  expr,
  value: (row) => {
    const [a, b] = [left.value(row), right.value(row)];
    return a === null || b === null ? null : of(a as number, b as number);
  },
});
const both = (left: Made, right: Made): Made => ({
  expr: fn.and(left.expr, right.expr),
  value: (row) => conjunction(left.value(row) as Truth, right.value(row) as Truth),
});
const either = (left: Made, right: Made): Made => ({
  expr: fn.or(left.expr, right.expr),
  value: (row) => {
    const [a, b] = [left.value(row) as Truth, right.value(row) as Truth];
    return a === true || b === true ? true : a === null || b === null ? null : false;
  },
});
const conjunction = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true;

type Maker = () => Made;
const { number, truth } = fc.letrec<{ number: Maker; truth: Maker }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...numbers),
    fc.tuple(tie("number"), tie("number")).map(([a, b]) => () => {
      const [left, right] = [a(), b()];
      return of(left, right, (x, y) => x - y, left.expr.sub(right.expr));
    }),
    fc.tuple(tie("number"), tie("number")).map(([a, b]) => () => {
      const [left, right] = [a(), b()];
      return of(left, right, (x, y) => x * y, left.expr.mul(right.expr));
    }),
    tie("number").map((a) => () => {
      const made = a();
      return { expr: made.expr.neg(), value: (row: Row) => negative(made.value(row) as number | null) };
    }),
  ),
  truth: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...truths),
    fc.tuple(tie("number"), tie("number")).map(
      ([a, b]) =>
        () =>
          compared("lt", a(), b()),
    ),
    fc.tuple(tie("number"), tie("number")).map(
      ([a, b]) =>
        () =>
          compared("gte", a(), b()),
    ),
    fc.tuple(tie("truth"), tie("truth")).map(
      ([a, b]) =>
        () =>
          same(a(), b()),
    ),
    fc.tuple(tie("truth"), tie("truth")).map(
      ([a, b]) =>
        () =>
          both(a(), b()),
    ),
    fc.tuple(tie("truth"), tie("truth")).map(
      ([a, b]) =>
        () =>
          either(a(), b()),
    ),
    tie("truth").map((a) => () => {
      const made = a();
      return { expr: made.expr.isNull(), value: (row: Row) => made.value(row) === null };
    }),
    tie("truth").map((a) => () => {
      const made = a();
      return { expr: fn.not(made.expr), value: (row: Row) => made.value(row) !== true };
    }),
  ),
}));
const negative = (value: number | null) => (value === null ? null : -value);

test("nested expressions are what PostgreSQL reads, as conditions, as values and under exclude()", async () => {
  const rows = await ran<Row[]>(
    Book.objects
      .annotate({ active: Book.f.author["active" as "id"] })
      .orderBy("id")
      .toArray(),
  );
  const ids = (found: Loose) => ran<number[]>(found.orderBy("id").valuesList("id", { flat: true }).toArray());
  await fc.assert(
    fc.asyncProperty(truth, number, async (makeTruth, makeNumber) => {
      const condition = makeTruth();
      const expected = rows.filter((row) => condition.value(row) === true).map(({ id }) => id);
      expect(await ids(Book.objects.filter(condition.expr))).toEqual(expected);
      const rest = rows.filter((row) => condition.value(row) !== true).map(({ id }) => id);
      expect(await ids(Book.objects.exclude(condition.expr))).toEqual(rest);
      const amount = makeNumber();
      const made = Book.objects.annotate({ v: amount.expr, c: condition.expr }).orderBy("id");
      const values = await ran<unknown[][]>(made.valuesList("v", "c").toArray());
      expect(values.map(([v]) => (v === null ? null : Number(v) + 0))).toEqual(
        rows.map((row) => {
          const value = amount.value(row) as number | null;
          return value === null ? null : value + 0;
        }),
      );
      expect(values.map(([, c]) => c)).toEqual(rows.map((row) => condition.value(row)));
    }),
    { numRuns: 150 },
  );
});
