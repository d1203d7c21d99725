import { beforeAll, describe, expect, test } from "vitest";
import { styles } from "../library/style.js";
import { clientWith, fn, ran, shelf, type Loose } from "./answers.js";

let Book: Loose;
let x: Loose;
let Grid: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book } = client);
  x = Book.objects.filter({ title: "x" });
  await ran(
    x.update({
      published: "2024-01-31",
      at: new Date("2024-01-31T12:00:00Z"),
      took: "P1DT2H",
      big: 9007199254740993n,
    }),
  );
  return end;
});

describe.each(styles)("in the style $name", (style) => {
  test.each<[string, () => Loose, unknown]>([
    ["a date and days", () => Book.f.published.add(1), "2024-02-01"],
    ["a date and a column of days", () => Book.f.published.add(Book.f.pages), "2024-02-04"],
    ["a date and an interval", () => Book.f.published.add("P1M"), new Date("2024-02-29T00:00:00Z")],
    ["a date without a date", () => Book.f.published.sub("2024-01-01"), 30],
    ["a time and an interval", () => Book.f.at.add(Book.f.took), new Date("2024-02-01T14:00:00Z")],
    ["an interval and a time", () => Book.f.took.add(Book.f.at), new Date("2024-02-01T14:00:00Z")],
    ["a time without a time", () => Book.f.at.sub(new Date("2024-01-30T12:00:00Z")), "P1D"],
    ["intervals", () => Book.f.took.add("PT1H"), "P1DT3H"],
    ["an interval so many times", () => Book.f.took.mul(2), "P2DT4H"],
    ["so many times an interval", () => Book.f.pages.mul(Book.f.took), "P4DT8H"],
    ["a part of an interval", () => Book.f.took.div(2), "PT13H"],
    ["an interval back", () => Book.f.took.neg(), "P-1DT-2H"],
    ["an interval cut to its days", () => fn.trunc("day", Book.f.took), "P1D"],
    [
      "a time of day cut to its hour",
      () => fn.trunc("hour", fn.trunc("time", Book.f.at.add("PT30M"))),
      "12:00:00",
    ],
    ["a bigint and a number", () => Book.f.big.add(1), 9007199254740994n],
    ["a bigint times a number", () => Book.f.big.mul(2), 18014398509481986n],
  ])("arithmetic of %s", async (_, made, expected) => {
    expect(await style.call(x.annotate({ t: made() }).valuesList("t", { flat: true }), "get")).toEqual(
      expected,
    );
  });

  test("what moments and intervals give compares by what it is", async () => {
    expect(
      await style.call(x.filter({ at__gt: Book.f.at.sub("PT1H"), took__gte: Book.f.took.div(2) }), "count"),
    ).toBe(1);
    expect(await style.call(Book.objects.filter(Book.f.took.mul(Book.f.pages).gt("P4D")), "count")).toBe(1);
  });
});

test.each(styles)("a date beside a time, and what is made of them, in the style $name", async (style) => {
  const { published, at, pages } = Book.f;
  const n = (...conditions: readonly unknown[]) => style.call(Book.objects.filter(...conditions), "count");
  expect(await n({ published__lt: fn.now(), at__gt: published })).toBe(1);
  expect(await n({ published: at })).toBe(0);
  expect(await n(at.ne(published), published.lt(at), at.between(published, fn.now()))).toBe(1);
  expect(await n({ published: fn.trunc("date", at), published__in: [fn.trunc("date", at), at] })).toBe(1);
  const made = x.values({
    next: fn.trunc("month", published).add("P1M"),
    half: (fn.cast(pages, "decimal") as unknown as { div: Loose }).div(8),
    week: fn.cast(at, "date").sub(7),
  });
  expect(await style.call(made, "get")).toMatchObject({
    next: new Date("2024-02-01T00:00:00Z"),
    half: expect.stringMatching(/^0\.50*$/) as string,
    week: "2024-01-24",
  });
});

describe("arrays of arrays", () => {
  beforeAll(async () => {
    const { client, end } = await clientWith(`
import { Model, fields } from "ormgen";
export class Note extends Model {
  text = fields.text();
  names = fields.array(fields.array(fields.integer()), { null: true });
}
`);
    Grid = client.Note;
    await ran(
      Grid.objects.bulkCreate([
        {
          text: "g",
          names: [
            [1, 2],
            [3, 4],
          ],
        },
        { text: "none", names: null },
      ]),
    );
    return end;
  });
  test.each(styles)("are read by their places, in the style $name", async (style) => {
    const g = Grid.objects.filter({ text: "g" });
    const read = (rows: Loose) => style.call(rows, "get");
    expect(await read(g.valuesList("names__1"))).toEqual([[3, 4]]);
    expect(await read(g.valuesList("names__1__0"))).toEqual([3]);
    expect(await read(g.valuesList("names__7"))).toEqual([null]);
    expect(await read(g.valuesList(Grid.f.names.item(0).item(1)))).toEqual([2]);
    expect(await style.call(Grid.objects.filter({ names__0: [1, 2] }), "count")).toBe(1);
    expect(await style.call(Grid.objects.exclude({ names__0: [1, 2] }), "count")).toBe(1);
    expect(await style.call(Grid.objects.filter({ names__0__contains: [2] }), "count")).toBe(1);
    expect(await style.call(Grid.objects.filter({ names__0__len: 2 }), "count")).toBe(1);
  });
});
