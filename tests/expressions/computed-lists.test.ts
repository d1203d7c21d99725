import { afterAll, beforeAll, expect, test } from "vitest";
import { SHELF, clientWith, fn, ran, type Answers, type Loose } from "./answers.js";

let client: Answers;
let end: () => Promise<void>;

const ITEM = `
export class Item extends Model {
  label = fields.text({ maxLength: 5 });
  size = fields.integer({ default: 1 });
  names = fields.array(fields.text({ maxLength: 5 }));
  numbers = fields.array(fields.integer());
}
`;

beforeAll(async () => {
  ({ client, end } = await clientWith(SHELF + ITEM));
  const author = await ran(client.Author.objects.create({ name: "a", age: 1, active: true }));
  await ran(
    client.Book.objects.bulkCreate([
      { title: "x", pages: 4, author, names: ["x", "A", "q"] },
      { title: "y", pages: 8, author, names: ["p"] },
      { title: "z", pages: 12, author },
    ]),
  );
});
afterAll(() => end());

const { exists, lower, outerRef, upper, value } = fn;
const titles = (...where: readonly unknown[]) =>
  ran(
    client.Book.objects
      .filter(...where)
      .orderBy("title")
      .valuesList("title", { flat: true })
      .toArray(),
  );

test("items of an array beside an array may be expressions", async () => {
  const { f } = client.Book;
  expect(await titles({ names__contains: [f.title, "A"] })).toEqual(["x"]);
  expect(await titles({ names__overlap: [upper(value("a")), "zz"] })).toEqual(["x"]);
  expect(await titles({ names__overlap: [upper(value("b")), "p"] })).toEqual(["y"]);
  expect(await titles({ names__contained_by: [f.title, "A", null, lower(value("Q"))] })).toEqual(["x"]);
  expect(await titles({ names: [f.title, "A", "q"] })).toEqual(["x"]);
  expect(await titles({ names__in: [[f.title, "A", "q"], ["p"]] })).toEqual(["x", "y"]);
  expect(await titles(f.names.contains([f.title]))).toEqual(["x"]);
  const same = client.Book.objects.filter({ names__contains: [outerRef(f.title)] });
  expect(await titles(exists(same))).toEqual(["x"]);
  expect(() => client.Book.objects.filter({ names__contains: [client.Author.f.name] })).toThrow(
    "Author.f.name stands in a query of Book: write outerRef(Author.f.name)",
  );
});

test("of varchars and of numbers, too", async () => {
  const { Item } = client;
  await ran(Item.objects.create({ label: "x", names: ["x", "y"], numbers: [1, 2] }));
  const count = (where: object) => ran(Item.objects.filter(where).count());
  const { f } = Item;
  expect(await count({ names__contains: [f.label] })).toBe(1);
  expect(await count({ names__overlap: [upper(f.label), "y"] })).toBe(1);
  expect(await count({ names__contained_by: [f.label, "z"] })).toBe(0);
  expect(await count({ numbers__contains: [f.size, 2] })).toBe(1);
  expect(await count({ numbers__overlap: [f.size.add(5)] })).toBe(0);
});

test("an array overlaps the values of a queryset", async () => {
  const { objects, f } = client.Book;
  expect(await titles({ names__overlap: objects.values("title") })).toEqual(["x"]);
  expect(await titles(f.names.overlap(objects.filter({ title: "none" }).values("title")))).toEqual([]);
  const left: Loose = objects.exclude({ names__overlap: objects.values("title") });
  expect(await ran(left.count())).toBe(2);
});
