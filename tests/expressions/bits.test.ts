import { afterAll, beforeAll, expect, test } from "vitest";
import { fn, ran, shelf, type Answers } from "./answers.js";

let client: Answers;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ client, end } = await shelf());
});
afterAll(() => end());

test("bits of integers", async () => {
  const { f, objects } = client.Book;
  const values = {
    and: f.pages.bitAnd(6),
    or: f.pages.bitOr(3),
    xor: f.pages.bitXor(6),
    left: f.pages.bitLeftShift(2),
    right: f.pages.bitRightShift(1),
    more: f.pages.bitAnd(6).add(1).mul(2),
  };
  const rows = objects.filter({ title: "x" }).values(values);
  expect(await ran(rows.get())).toEqual({ and: 4, or: 7, xor: 2, left: 16, right: 2, more: 10 });
});

test("of every size, beside one another", async () => {
  const { f, objects } = client.Book;
  const values = {
    bigs: f.big.bitLeftShift(2),
    byColumn: f.big.bitLeftShift(f.long),
    smalls: f.small.bitOr(f.pages),
    longs: f.long.bitXor(f.pages),
    three: f.big.bitOr(2),
  };
  const rows = objects.filter({ title: "x" }).values(values);
  expect(await ran(rows.get())).toEqual({ bigs: 4n, byColumn: 2n, smalls: 5, longs: 5, three: 3n });
});

test("in conditions and updates", async () => {
  const { Book } = client;
  const { f, objects } = Book;
  expect(await ran(objects.filter(f.pages.bitAnd(4).eq(4)).count())).toBe(3);
  expect(await ran(objects.filter({ pages: f.pages.bitAnd(4) }).count())).toBe(1);
  expect(await ran(objects.filter({ title: "y" }).update({ pages: f.pages.bitOr(3) }))).toBe(1);
  expect(await ran(objects.filter({ title: "y", pages: 11 }).count())).toBe(1);
  expect(await ran(objects.aggregate({ s: fn.sum(f.pages.bitAnd(8)) }))).toEqual({ s: 24 });
});
