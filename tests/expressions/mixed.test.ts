import { beforeAll, describe, expect, test } from "vitest";
import {
  Book,
  InvalidQuery,
  caseWhen,
  coalesce,
  greatest,
  least,
  lower,
  nullIf,
  type Expression,
} from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "./library.js";

beforeAll(smallLibrary);

const flat = (expression: Expression) =>
  Book.objects.orderBy("title").valuesList(expression, { flat: true }).toArray();

// The books: Atlas (500 pages, rated 2, 99.99), Django (300, 4.5, 30.00), Flask (100, null, 20.50).
describe("numbers of several types are of the widest", () => {
  test("an integer and a float", async () => {
    expect(await flat(coalesce(Book.f.rating, Book.f.pages))).toEqual([2, 4.5, 100]);
    expect(await flat(caseWhen(Book.f.pages.gt(400), Book.f.pages).else(Book.f.rating))).toEqual([
      500,
      4.5,
      null,
    ]);
    expect(await flat(greatest(Book.f.pages, 300.5))).toEqual([500, 300.5, 300.5]);
    expect(await flat(least(Book.f.rating, 3, 2.5))).toEqual([2, 2.5, 2.5]);
    expect(await flat(nullIf(Book.f.rating, 4.5))).toEqual([2, null, null]);
  });
  test("plain numbers alone", async () => {
    expect(await flat(caseWhen(Book.f.pages.gt(400), 1).when(Book.f.pages.gt(200), 0.5).else(0))).toEqual([
      1, 0.5, 0,
    ]);
    expect(await flat(caseWhen(Book.f.pages.gt(400), 1).else(3_000_000_000))).toEqual([1, 3e9, 3e9]);
  });
  test("a plain number beside a decimal is one", async () => {
    expect(await flat(coalesce(Book.f.price, 0))).toEqual(["99.99", "30.00", "20.50"]);
    expect(await flat(greatest(Book.f.price, 25.5))).toEqual(["99.99", "30.00", "25.5"]);
    expect(await flat(caseWhen(Book.f.pages.gt(400), Book.f.price).else(0))).toEqual(["99.99", "0", "0"]);
    expect(await flat(caseWhen(Book.f.pages.gt(400), 1).else(Book.f.price))).toEqual(["1", "30.00", "20.50"]);
  });
});

describe("other kinds do not mix", () => {
  const loose = { coalesce, greatest, caseWhen } as unknown as Record<
    string,
    (...of: unknown[]) => Expression
  >;
  test.each([
    [
      "coalesce",
      () => loose["coalesce"]?.(Book.f.pages, Book.f.title),
      "coalesce() takes values of one kind, not of number and text",
    ],
    [
      "coalesce of a function",
      () => loose["coalesce"]?.(lower(Book.f.title), Book.f.published),
      "not of text and date",
    ],
    ["greatest", () => loose["greatest"]?.(Book.f.published, Book.f.createdAt), "not of date and timestamp"],
    [
      "caseWhen",
      () => caseWhen(Book.f.pages.gt(1), Book.f.pages).else(Book.f.title as never),
      "caseWhen() takes values of one kind, not of number and text: cast() one of them",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(InvalidQuery);
    expect(make).toThrow(message);
  });
  test("a plain value must be of its neighbour's", () => {
    expect(() => loose["coalesce"]?.(Book.f.pages, "none")).toThrow(
      "Expected an integer (int4), got a string",
    );
  });
});
