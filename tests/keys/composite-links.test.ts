import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { looseClient, type Loose } from "./loose.js";

const MODELS = `
import { Model, fields, unique } from "ormgen";
export class Page extends Model {
  book = fields.integer();
  number = fields.integer();
  text = fields.text({ default: "" });
  words = fields.manyToMany(() => Word, { through: () => Mention, relatedName: "pages" });
  alike = fields.manyToMany(() => Page, { through: () => Likeness, throughFields: ["one", "other"] });
  static options = { primaryKey: ["book", "number"], ordering: ["book", "number"] };
}
export class Word extends Model {
  name = fields.text();
  static options = { ordering: ["name"] };
}
export class Mention extends Model {
  book = fields.integer();
  number = fields.integer();
  page = fields.foreignKey(() => Page, {
    onDelete: "cascade", relatedName: "mentions",
    columns: [["book", "book"], ["number", "number"]],
  });
  word = fields.foreignKey(() => Word, { onDelete: "cascade", relatedName: "mentions" });
  times = fields.integer({ default: 1 });
  static options = { constraints: [unique("book", "number", "word")] };
}
export class Likeness extends Model {
  book = fields.integer();
  number = fields.integer();
  otherNumber = fields.integer();
  one = fields.foreignKey(() => Page, {
    onDelete: "cascade", relatedName: "+", columns: [["book", "book"], ["number", "number"]],
  });
  other = fields.foreignKey(() => Page, {
    onDelete: "cascade", relatedName: "+", columns: [["book", "book"], ["otherNumber", "number"]],
  });
}
`;

const listed = (relation: Loose) => relation.loaded as unknown as readonly Loose[];

let client: Loose;
beforeAll(async () => {
  const made = await looseClient(MODELS);
  ({ client } = made);
  return made.end;
});

describe.each(styles)("many to many over a key of several columns, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  const names = (from: Loose) => call(from.valuesList("name", { flat: true }), "toArray");
  const pages = async (from: Loose) => call(from.valuesList("book", "number"), "toArray");
  let page: Loose;
  let words: Loose[];

  beforeEach(async () => {
    await executeScript("truncate page, word, mention, likeness restart identity");
    words = (await call(client.Word.objects, "bulkCreate", [
      { name: "ant" },
      { name: "bee" },
      { name: "cat" },
    ])) as Loose[];
    [page] = (await call(client.Page.objects, "bulkCreate", [
      { book: 1, number: 1 },
      { book: 1, number: 2 },
      { book: 2, number: 1 },
    ])) as [Loose];
    await call(page.words, "add", words[0], words[1]);
  });

  test("adds, removes, sets and clears from either end", async () => {
    expect(await names(page.words)).toEqual(["ant", "bee"]);
    await call(page.words, "add", words[0], words[2]);
    await call(page.words, "remove", words[1]);
    expect(await names(page.words)).toEqual(["ant", "cat"]);
    await call(page.words, "set", [words[1], words[2]]);
    expect(await names(page.words)).toEqual(["bee", "cat"]);
    const bee = words[1] as Loose;
    await call(bee.pages, "add", [1, 2], await call(client.Page.objects, "get", { pk: [2, 1] }));
    expect(await pages(bee.pages)).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    await call(bee.pages, "set", [[2, 1]]);
    expect(await pages(bee.pages)).toEqual([[2, 1]]);
    await call(bee.pages, "clear");
    expect(await pages(bee.pages)).toEqual([]);
    await call(page.words, "create", { name: "dog" }, { throughDefaults: { times: 3 } });
    expect(await names(page.words)).toEqual(["cat", "dog"]);
    expect(
      await call(page.mentions.orderBy("-times").valuesList("times", { flat: true }), "toArray"),
    ).toEqual([3, 1]);
  });

  test("conditions, counts and prefetches go over it", async () => {
    expect(await pages(client.Page.objects.filter({ words__name: "bee" }))).toEqual([[1, 1]]);
    expect(await pages(client.Page.objects.exclude({ words: words[0] }))).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(await names(client.Word.objects.filter({ pages: [1, 1] }))).toEqual(["ant", "bee"]);
    expect(await names(client.Word.objects.filter({ pages__in: [page] }))).toEqual(["ant", "bee"]);
    expect(await names(client.Word.objects.filter({ pages__isnull: true }))).toEqual(["cat"]);
    const counted = client.Page.objects.annotate({ n: client.count(client.Page.f.words) });
    expect(await call(counted.valuesList("n", { flat: true }), "toArray")).toEqual([2, 0, 0]);
    const loaded = (await call(client.Page.objects.prefetchRelated("words"), "toArray")) as Loose[];
    expect(loaded.map((each) => listed(each.words).map((word) => word.name))).toEqual([
      ["ant", "bee"],
      [],
      [],
    ]);
    const back = (await call(client.Word.objects.prefetchRelated("pages__words"), "toArray")) as Loose[];
    expect(back.map((word) => listed(word.pages).map((each) => listed(each.words).length))).toEqual([
      [2],
      [2],
      [],
    ]);
  });

  test("a model with itself, both ways, over columns that both ends share", async () => {
    const second = (await call(client.Page.objects, "get", { pk: [1, 2] })) as Loose;
    await call(page.alike, "add", second, page);
    expect(await pages(page.alike)).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(await pages(second.alike)).toEqual([[1, 1]]);
    await call(second.alike, "remove", page);
    expect(await pages(page.alike)).toEqual([[1, 1]]);
  });

  test("deleting an end deletes what is between", async () => {
    expect(await call(page, "delete")).toEqual([3, { Mention: 2, Page: 1 }]);
    expect(await call(client.Mention.objects, "count")).toBe(0);
  });
});
