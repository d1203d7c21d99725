import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  arrayAgg,
  Author,
  Book,
  count,
  InvalidValue,
  onCommit,
  onQuery,
  prefetch,
  rowNumber,
  stddev,
  stringAgg,
  sum,
  Tag,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

let end: () => Promise<void>;
beforeAll(async () => {
  end = await smallLibrary();
});
afterAll(() => end());

/** As JavaScript writes it: no compiler has looked at it. */
const wrong = (options: unknown) => options as never;

describe("an option that there is not, or that has another value than it may, is refused by name", () => {
  const books = Book.objects.all();
  const calls: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["asc", () => books.orderBy(Book.f.pages.asc(wrong({ null: "last" }))), /asc\(\) has no option "null"/u],
    [
      "desc",
      () => books.orderBy(Book.f.pages.desc(wrong({ nulls: "lsat" }))),
      /nulls of desc\(\) is one of: first, last/u,
    ],
    [
      "over",
      () => rowNumber().over(wrong({ partition: [Book.f.pages] })),
      /over\(\) has no option "partition"/u,
    ],
    [
      "over, partitionBy",
      () => rowNumber().over(wrong({ partitionBy: Book.f.pages })),
      /an array of expressions/u,
    ],
    ["over, orderBy", () => rowNumber().over(wrong({ orderBy: ["pages"] })), /takes expressions/u],
    ["a frame's unit", () => sum(Book.f.pages).over(wrong({ frame: { typo: [0, 1] } })), /no option "typo"/u],
    ["a frame of nothing", () => sum(Book.f.pages).over(wrong({ frame: {} })), /either \{ rows/u],
    ["a frame of null", () => sum(Book.f.pages).over(wrong({ frame: null })), /\{ rows, range, exclude \}/u],
    [
      "a frame of two",
      () => sum(Book.f.pages).over(wrong({ frame: { rows: [0, 1], range: [0, 1] } })),
      /either/u,
    ],
    ["a frame's ends", () => sum(Book.f.pages).over(wrong({ frame: { rows: 1 } })), /either \{ rows/u],
    ["a frame's end", () => sum(Book.f.pages).over(wrong({ frame: { rows: ["0", 1] } })), /whole numbers/u],
    [
      "a frame's end, undefined",
      () => sum(Book.f.pages).over(wrong({ frame: { rows: [0, undefined] } })),
      /whole/u,
    ],
    ["count", () => count(Book.f.tags, wrong({ distnct: true })), /count\(\) has no option "distnct"/u],
    ["count, default", () => count(Book.f.tags, wrong({ default: 0 })), /count\(\) has no option "default"/u],
    [
      "sum, distinct",
      () => sum(Book.f.pages, wrong({ distinct: "no" })),
      /distinct of sum\(\) is true or false/u,
    ],
    [
      "sum, orderBy",
      () => sum(Book.f.pages, wrong({ orderBy: Book.f.pages })),
      /sum\(\) has no option "orderBy"/u,
    ],
    ["stddev", () => stddev(Book.f.pages, wrong({ sampel: true })), /stddev\(\) has no option "sampel"/u],
    [
      "stringAgg",
      () => stringAgg(Book.f.title, ",", wrong({ order: [] })),
      /stringAgg\(\) has no option "order"/u,
    ],
    [
      "arrayAgg",
      () => arrayAgg(Book.f.title, wrong({ sample: true })),
      /arrayAgg\(\) has no option "sample"/u,
    ],
    ["selectForUpdate", () => books.selectForUpdate(wrong({ skiplocked: true })), /no option "skiplocked"/u],
    ["selectForUpdate, a switch", () => books.selectForUpdate(wrong({ noWait: 1 })), /noWait of/u],
    ["selectForUpdate, of", () => books.selectForUpdate(wrong({ of: "self" })), /an array/u],
    ["union", () => books.union(books, wrong({ al: true })), /union\(\) has no option "al"/u],
    [
      "valuesList",
      () => books.valuesList("title", wrong({ falt: true })),
      /valuesList\(\) has no option "falt"/u,
    ],
    [
      "dates",
      () => books.dates("published", "month", wrong({ order: "dsc" })),
      /dates\(\{ order \}\) is "asc"/u,
    ],
    ["dates, a name", () => books.dates("published", "month", wrong({ ordr: "desc" })), /no option "ordr"/u],
    ["prefetch", () => prefetch("books", books, wrong({ to: "x" })), /prefetch\(\) has no option "to"/u],
    ["onCommit", () => onCommit(() => 1, wrong({ robsut: true })), /onCommit\(\) has no option "robsut"/u],
    ["onQuery", () => onQuery(() => 1, wrong({ value: true })), /onQuery\(\) has no option "value"/u],
  ];
  test.each(calls)("%s", (_, call, message) => {
    expect(call).toThrow(InvalidValue);
    expect(call).toThrow(message);
  });

  const running: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      "bulkCreate",
      () => Tag.objects.bulkCreate([], wrong({ ignoreConflict: true })),
      /no option "ignoreConflict"/u,
    ],
    [
      "bulkCreate, a switch",
      () => Tag.objects.bulkCreate([], wrong({ ignoreConflicts: "y" })),
      /true or false/u,
    ],
    [
      "bulkUpdate",
      () => Tag.objects.bulkUpdate([], ["name"], wrong({ batchsize: 1 })),
      /no option "batchsize"/u,
    ],
    [
      "getOrCreate",
      () => Tag.objects.getOrCreate({ name: "web" }, wrong({ default: {} })),
      /no option "default"/u,
    ],
    [
      "updateOrCreate",
      () => Tag.objects.updateOrCreate({ name: "web" }, wrong({ set: {} })),
      /no option "set"/u,
    ],
    ["inBulk", () => Tag.objects.inBulk([1], wrong({ fields: "name" })), /no option "fields"/u],
    [
      "save",
      async () => (await Tag.objects.get({ name: "web" })).save(wrong({ onyl: ["name"] })),
      /no option "onyl"/u,
    ],
    [
      "iterate",
      async () => {
        for await (const tag of Tag.objects.iterate(wrong({ chunk: 3 }))) void tag;
      },
      /no option "chunk"/u,
    ],
    [
      "related bulkCreate",
      async () => (await Author.objects.get({ name: "Ann" })).books.bulkCreate([], wrong({ x: 1 })),
      /no option "x"/u,
    ],
    ["explain", () => Tag.objects.all().explain(wrong({ analyse: true })), /explain\(\) knows/u],
  ];
  test.each(running)("%s", async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});

test("what is right is taken as before", async () => {
  const rows = await Book.objects
    .annotate({
      around: sum(Book.f.pages).over({
        orderBy: [Book.f.pages.asc({ nulls: "first" })],
        frame: { rows: [-1, null] },
      }),
    })
    .orderBy(Book.f.pages.desc({ nulls: "last" }))
    .valuesList("around", { flat: true })
    .toArray();
  expect(rows).toEqual([800, 900, 900]);
  expect(await Book.objects.dates("published", "year", { order: "desc" }).toArray()).toEqual([
    "2021-01-01",
    "2020-01-01",
  ]);
});
