import { afterAll, beforeAll, expect, test } from "vitest";
import { clientWith, fn, ran, type Answers } from "./answers.js";

let client: Answers;
let end: () => Promise<void>;

const MODELS = `
import { Model, fields } from "ormgen";
export class Item extends Model {
  title = fields.text();
  label = fields.hstore({ null: true });
  data = fields.hstore({ default: { made: "here" } });
  names = fields.array(fields.hstore(), { null: true });
}
export class Note extends Model {
  item = fields.foreignKey(() => Item, { onDelete: "cascade", relatedName: "notes" });
  text = fields.text();
}
`;

const HOSTILE = { 'q"uote': 'b\\ack "x"', "": "", "=>": ", ", NULL: null, ünï: "日本" };

beforeAll(async () => {
  ({ client, end } = await clientWith(MODELS));
  const { Item, Note } = client;
  await ran(
    Item.objects.bulkCreate([
      { title: "x", label: { a: "b", c: null } },
      { title: "y", label: { a: "B", d: "e" }, data: {} },
      { title: "z", label: {}, data: HOSTILE },
      { title: "w" },
    ]),
  );
  const x = await ran(Item.objects.get({ title: "x" }));
  await ran(Note.objects.create({ item: x, text: "b" }));
});
afterAll(() => end());

const titles = (...where: readonly unknown[]) =>
  ran(
    client.Item.objects
      .filter(...where)
      .orderBy("id")
      .valuesList("title", { flat: true })
      .toArray(),
  );
const rest = (where: object) =>
  ran(client.Item.objects.exclude(where).orderBy("id").valuesList("title", { flat: true }).toArray());

test("what is stored comes back, whatever is in it", async () => {
  const { Item } = client;
  const list = (name: string) => ran(Item.objects.orderBy("id").valuesList(name, { flat: true }).toArray());
  expect(await list("label")).toEqual([{ a: "b", c: null }, { a: "B", d: "e" }, {}, null]);
  expect(await list("data")).toEqual([{ made: "here" }, {}, HOSTILE, { made: "here" }]);
  const item = Item.objects.create({ title: "n", names: [{ a: "1" }, {}, HOSTILE] });
  const made = await ran<Answers>(item);
  const read = await ran<{ names: unknown; data: unknown }>(Item.objects.get({ pk: made.id }));
  expect(read.names).toEqual([{ a: "1" }, {}, HOSTILE]);
  expect(read.data).toEqual({ made: "here" });
  expect(await ran(Item.objects.filter({ pk: made.id }).update({ label: { n: "1" } }))).toBe(1);
  expect(await titles({ label: { n: "1" } })).toEqual(["n"]);
  await ran(Item.objects.filter({ pk: made.id }).delete());
  await expect(ran(Item.objects.create({ title: "n", label: { a: 1 } }))).rejects.toThrow(
    "strings and nulls in an hstore",
  );
  await expect(ran(Item.objects.create({ title: "n", label: ["a"] }))).rejects.toThrow(
    "object of strings and nulls (hstore)",
  );
});

test("lookups", async () => {
  expect(await titles({ label: { a: "b", c: null } })).toEqual(["x"]);
  expect(await titles({ label: {} })).toEqual(["z"]);
  expect(await titles({ label: null })).toEqual(["w"]);
  expect(await titles({ label__in: [{}, { d: "e", a: "B" }] })).toEqual(["y", "z"]);
  expect(await titles({ label__contains: { a: "b" } })).toEqual(["x"]);
  expect(await titles({ label__contains: {} })).toEqual(["x", "y", "z"]);
  expect(await titles({ label__contained_by: { a: "b", c: null, z: "z" } })).toEqual(["x", "z"]);
  expect(await titles({ label__has_key: "c" })).toEqual(["x"]);
  expect(await titles({ label__has_keys: ["a", "d"] })).toEqual(["y"]);
  expect(await titles({ label__has_any_keys: ["c", "d"] })).toEqual(["x", "y"]);
  expect(await rest({ label__has_key: "a" })).toEqual(["z", "w"]);
  expect(await rest({ label__contains: { a: "b" } })).toEqual(["y", "z", "w"]);
});

test("texts by their names, names and texts as lists", async () => {
  expect(await titles({ label__a: "b" })).toEqual(["x"]);
  expect(await titles({ label__a__iexact: "b" })).toEqual(["x", "y"]);
  expect(await titles({ label__a__in: ["B", "q"] })).toEqual(["y"]);
  expect(await titles({ label__d__isnull: false })).toEqual(["y"]);
  expect(await titles({ label__c__isnull: true })).toEqual(["x", "y", "z", "w"]);
  expect(await rest({ label__a: "b" })).toEqual(["y", "z", "w"]);
  expect(await titles({ label__keys: ["a", "d"] })).toEqual(["y"]);
  expect(await titles({ label__keys__contains: ["a"] })).toEqual(["x", "y"]);
  expect(await titles({ label__values__overlap: ["e", "b"] })).toEqual(["x", "y"]);
  expect(await titles({ label__keys__len: 0 })).toEqual(["z"]);
  expect(await ran(client.Note.objects.filter({ item__label__a: "b" }).count())).toBe(1);
  expect(await titles({ notes__text: client.Item.f.label.key("a") })).toEqual(["x"]);
});

test("as expressions, orders, values and groups", async () => {
  const { Item } = client;
  const { f, objects } = Item;
  expect(await titles(f.label.key("a").eq("B"))).toEqual(["y"]);
  expect(await titles(f.label.contains({ d: "e" }))).toEqual(["y"]);
  const ordered = objects.orderBy("label__d", "title").valuesList("title", "label__d");
  expect(await ran(ordered.toArray())).toEqual([
    ["y", "e"],
    ["w", null],
    ["x", null],
    ["z", null],
  ]);
  const named = objects
    .filter({ title: "y" })
    .values({ k: f.label.keys(), v: f.label.values(), a: f.label.key("a") });
  expect(await ran(named.get())).toEqual({ k: ["a", "d"], v: ["B", "e"], a: "B" });
  const groups = objects.values("data__made").annotate({ n: fn.count() }).orderBy("data__made");
  expect(await ran(groups.toArray())).toEqual([
    { data__made: "here", n: 2 },
    { data__made: null, n: 2 },
  ]);
});
