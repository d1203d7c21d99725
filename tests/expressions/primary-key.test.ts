import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { clientWith, fn, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Author extends Model { name = fields.text(); }
export class Tag extends Model {
  code = fields.uuid({ primaryKey: true, default: () => crypto.randomUUID() });
  name = fields.text();
}
export class Badge extends Model {
  author = fields.oneToOne(() => Author, { onDelete: "cascade", primaryKey: true });
}
export class Item extends Model {
  author = fields.foreignKey(() => Author, { onDelete: "cascade" });
  number = fields.integer();
  note = fields.text({ default: "" });
  static options = { primaryKey: ["author", "number"] };
}
`;
interface Row {
  pk: unknown;
  id: number;
  code: string;
  name: string;
  number: number;
  note: string;
  authorId: number;
  save(): Promise<void>;
}

let Author: Loose;
let Badge: Loose;
let Item: Loose;
let Tag: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Author, Badge, Item, Tag } = client);
  return end;
});
beforeEach(() => executeScript("truncate author, badge, item, tag restart identity"));

const made = (model: Loose, values: object) => new (model as unknown as new (values: object) => Row)(values);

describe("instance.pk", () => {
  test("is the key, whatever it is called, and undefined before there is one", async () => {
    const author = made(Author, { name: "a" });
    expect(author.pk).toBeUndefined();
    await author.save();
    expect(author.pk).toBe(1);
    expect((await ran<Row>(Badge.objects.create({ author }))).pk).toBe(1);
    const tag = await ran<Row>(Tag.objects.create({ name: "t" }));
    expect(tag.pk).toBe(tag.code);
    const item = made(Item, { author });
    expect(item.pk).toBeUndefined();
    item.number = 3;
    await item.save();
    expect(item.pk).toEqual([1, 3]);
    expect((await ran<Row>(Item.objects.get({ pk: item.pk }))).number).toBe(3);
    expect(Object.keys(author)).toEqual(["id", "name"]);
    expect(JSON.stringify(author)).toBe('{"id":1,"name":"a"}');
  });

  test("is set: another key is another row, none is a new one", async () => {
    const author = await ran<Row>(Author.objects.create({ name: "a" }));
    author.pk = 70;
    await author.save();
    author.pk = null;
    await author.save();
    expect(author.pk).toBe(2);
    expect(await ran(Author.objects.orderBy("id").valuesList("id", { flat: true }).toArray())).toEqual([
      1, 2, 70,
    ]);
    const tag = await ran<Row>(Tag.objects.create({ name: "t" }));
    const { code } = tag;
    tag.pk = null;
    await tag.save();
    expect(tag.code).not.toBe(code);
    tag.pk = null;
    await ran(Tag.objects.bulkCreate([tag]));
    expect(await ran(Tag.objects.count())).toBe(3);
    const item = await ran<Row>(Item.objects.create({ author: 1, number: 3 }));
    item.pk = [2, 4];
    await item.save();
    expect([item.authorId, item.number]).toEqual([2, 4]);
    expect(await ran(Item.objects.count())).toBe(2);
    expect(() => {
      item.pk = 3;
    }).toThrow("takes a list of 2 values");
  });

  test("defaults may say the key of a new row, and not another of one that is there", async () => {
    const author = await ran<Row>(Author.objects.create({ name: "a" }));
    const same = { defaults: { id: 1, name: "b" } };
    const [found, created] = await ran<[Row, boolean]>(Author.objects.updateOrCreate({ pk: author }, same));
    expect([found.name, created]).toEqual(["b", false]);
    const badge = () =>
      ran<[Row, boolean]>(Badge.objects.updateOrCreate({ author }, { defaults: { author } }));
    expect([(await badge())[1], (await badge())[1]]).toEqual([true, false]);
    const other = () => ran(Author.objects.updateOrCreate({ name: "b" }, { defaults: { id: 9 } }));
    await expect((async () => other())()).rejects.toThrow(
      "updateOrCreate() found an Author with another primary key than defaults have",
    );
    expect(await ran(Author.objects.filter({ id: 9 }).count())).toBe(0);
    await ran(Author.objects.updateOrCreate({ name: "z" }, { defaults: { id: 9 } }));
    expect(await ran(Author.objects.filter({ id: 9 }).count())).toBe(1);
  });

  test("a queryset's keys are compared with keys of several columns", async () => {
    await ran(Author.objects.bulkCreate([{ name: "a" }, { name: "b" }]));
    await ran(
      Item.objects.bulkCreate([
        { author: 1, number: 1 },
        { author: 1, number: 2 },
        { author: 2, number: 1 },
      ]),
    );
    const first = Item.objects.filter({ number: 1 });
    const found = (keys: Loose) =>
      ran(Item.objects.filter({ pk__in: keys }).orderBy("pk").valuesList("pk", { flat: true }).toArray());
    const keys = [
      [1, 1],
      [2, 1],
    ];
    expect(await found(first.values("pk"))).toEqual(keys);
    expect(await found(first.valuesList("pk", { flat: true }))).toEqual(keys);
    expect(await found(first)).toEqual(keys);
    expect(await ran(Item.objects.exclude({ pk__in: first.values("pk") }).count())).toBe(1);
    const same = Item.objects.filter({ pk: fn.outerRef(Item.f.pk) });
    const beside = (key: unknown) => ran(Item.objects.filter({ pk: key }).count());
    expect(await beside(fn.subquery(same.values("pk")))).toBe(3);
    expect(await beside(fn.subquery(same.filter({ number: 2 })))).toBe(1);
    expect(await beside(Item.objects.orderBy("-pk").values("pk").limit(1))).toBe(1);
    await expect(beside(fn.subquery(same.values("number")))).rejects.toThrow(
      /key of 2 columns must give as many/,
    );
    await expect(
      (async () => beside((Item.f as unknown as Record<string, Loose>)["number"]))(),
    ).rejects.toThrow("a key of 2 columns is compared with keys, not with an integer");
    await expect((async () => ran(Item.objects.filter({ note__gt: Item.f.pk }).count()))()).rejects.toThrow(
      "a key of several columns is compared with keys alone, not with a string",
    );
  });
});
