import { beforeAll, beforeEach, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { clientWith, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
import type { ItemQuerySet } from "../generated/index.js";
export class Author extends Model {
  name = fields.text();
}
export class Item extends Model {
  title = fields.text();
  pages = fields.integer({ default: 0 });
  gone = fields.boolean({ default: false });
  author = fields.foreignKey(() => Author, { onDelete: "cascade", null: true, relatedName: "items" });
  static manager = { base(this: ItemQuerySet) { return this.filter({ gone: false }); } };
  static managers = { everything: {} };
}
export class Note extends Model {
  one = fields.integer();
  two = fields.integer();
  text = fields.text({ default: "" });
  static options = { primaryKey: ["one", "two"] };
}
`;

interface Row {
  id: number;
  pages: unknown;
  text: string;
  save(options: object): Promise<void>;
}

let client: Loose & { readonly Note: Loose };
let Item: Loose;
let rows: Row[];
beforeAll(async () => {
  const made = await clientWith(MODELS);
  client = made.client;
  ({ Item } = client);
  return made.end;
});
beforeEach(async () => {
  await executeScript("truncate author, item, note restart identity");
  const author = await ran<object>(client.Author.objects.create({ name: "ann" }));
  rows = await ran<Row[]>(
    client.Item.objects.bulkCreate([
      { title: "a", author },
      { title: "b" },
      { title: "c", author },
      { title: "hidden", gone: true },
    ]),
  );
  for (const row of rows) row.pages = 7;
});

const written = () =>
  ran<string[]>(
    Item.everything.filter({ pages__gt: 0 }).orderBy("id").valuesList("title", { flat: true }).toArray(),
  );

test("bulkUpdate() writes rows of its queryset alone, by what they held before", async () => {
  expect(await ran(Item.objects.filter({ title__in: ["a", "b"] }).bulkUpdate(rows, ["pages"]))).toBe(2);
  expect(await written()).toEqual(["a", "b"]);
  expect(await ran(Item.objects.filter({ pages: 0 }).bulkUpdate(rows, ["pages"]))).toBe(1);
  expect(await written()).toEqual(["a", "b", "c"]);
  expect(await ran(Item.everything.bulkUpdate(rows, ["pages"]))).toBe(4);
  expect(await written()).toEqual(["a", "b", "c", "hidden"]);
});

test("over relations, of a related manager, and none() of none", async () => {
  expect(await ran(Item.objects.exclude({ author__name: "ann" }).bulkUpdate(rows, ["pages"]))).toBe(1);
  expect(await written()).toEqual(["b"]);
  const author = await ran<{ items: Loose }>(client.Author.objects.get());
  expect(await ran(author.items.bulkUpdate(rows, ["pages"]))).toBe(2);
  expect(await written()).toEqual(["a", "b", "c"]);
  expect(await ran(Item.objects.none().bulkUpdate(rows, ["pages"]))).toBe(0);
});

test("expressions give values to what was written, and the others are not taken for saved", async () => {
  const [a, b] = rows as [Row, Row];
  for (const row of [a, b]) row.pages = Item.f.id.mul(10);
  expect(await ran(Item.objects.filter({ title: "a" }).bulkUpdate([a, b], ["pages"]))).toBe(1);
  expect(a.pages).toBe(10);
  b.pages = 3;
  await ran(Item.objects.filter({ title: "a" }).bulkUpdate([b], ["pages"]));
  await b.save({ changed: true });
  expect(await written()).toEqual(["a", "b"]);
});

test("with a key of several columns, and in batches", async () => {
  const notes = await ran<Row[]>(
    client.Note.objects.bulkCreate([1, 2, 3].map((two) => ({ one: 1, two, text: two === 2 ? "kept" : "" }))),
  );
  for (const note of notes) note.text = "new";
  const empty = client.Note.objects.filter({ text: "" });
  expect(await ran(empty.bulkUpdate(notes, ["text"], { batchSize: 1 }))).toBe(2);
  expect(await ran(client.Note.objects.orderBy("pk").valuesList("text", { flat: true }).toArray())).toEqual([
    "new",
    "kept",
    "new",
  ]);
});

test("what is no set of rows is refused", async () => {
  const all = Item.objects.all();
  await expect(async () => ran(all.limit(2).bulkUpdate(rows, ["pages"]))).rejects.toThrow(
    "a queryset cannot be updated after limit() or offset()",
  );
  await expect(async () => ran(all.union(all).bulkUpdate(rows, ["pages"]))).rejects.toThrow(
    "Item: bulkUpdate() cannot follow union()",
  );
  await expect(async () => ran(all.distinct("title").bulkUpdate(rows, ["pages"]))).rejects.toThrow(
    "cannot be updated after distinct() with fields",
  );
});
