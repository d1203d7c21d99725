import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { clientWith, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
import type { ArticleQuerySet, TagQuerySet } from "../generated/index.js";
export class Article extends Model {
  title = fields.text();
  gone = fields.boolean({ default: false });
  tags = fields.manyToMany(() => Tag, { relatedName: "articles" });
  static manager = { base(this: ArticleQuerySet) { return this.filter({ gone: false }); } };
  static managers = { everything: {} };
}
export class Tag extends Model {
  name = fields.text();
  gone = fields.boolean({ default: false });
  static manager = { base(this: TagQuerySet) { return this.filter({ gone: false }); } };
  static managers = { everything: {} };
}
export class Person extends Model {
  name = fields.text();
  friends = fields.manyToMany(() => Person, { through: () => Friendship, throughFields: ["from", "to"], symmetrical: true });
}
export class Friendship extends Model {
  from = fields.foreignKey(() => Person, { onDelete: "cascade", relatedName: "+" });
  to = fields.foreignKey(() => Person, { onDelete: "cascade", relatedName: "+" });
}
`;
interface Row {
  tags: Loose;
  articles: Loose;
  friends: Loose;
}

let client: Loose;
beforeAll(async () => {
  const made = await clientWith(MODELS);
  ({ client } = made);
  return made.end;
});
beforeEach(async () => {
  await executeScript("truncate article, tag, article_tags, person, friendship restart identity");
  await ran(client.Article.objects.bulkCreate([{ title: "kept" }, { title: "hidden", gone: true }]));
  await ran(client.Tag.objects.bulkCreate([{ name: "seen" }, { name: "unseen", gone: true }]));
  await executeScript("insert into article_tags (article_id, tag_id) values (1, 1), (1, 2), (2, 1), (2, 2)");
});

const names = (rows: Loose, name: string) =>
  ran<string[]>(rows.orderBy("id").valuesList(name, { flat: true }).toArray());
const links = async () =>
  (await ran<{ id: number }[]>(client.Tag.everything.orderBy("id").values("id", "articles__id").toArray()))
    .length;

describe("a row that its manager hides", () => {
  test("sees its own relations", async () => {
    const hidden = await ran<Row>(client.Article.everything.get({ title: "hidden" }));
    expect(await names(hidden.tags, "name")).toEqual(["seen"]);
    expect(await ran(hidden.tags.count())).toBe(1);
    const [loaded] = await ran<Row[]>(
      client.Article.everything.filter({ title: "hidden" }).prefetchRelated("tags").toArray(),
    );
    expect((loaded?.tags.loaded as unknown as { name: string }[]).map(({ name }) => name)).toEqual(["seen"]);
    const unseen = await ran<Row>(client.Tag.everything.get({ name: "unseen" }));
    expect(await names(unseen.articles, "title")).toEqual(["kept"]);
  });

  test("keeps its links when a relation is removed, cleared or set", async () => {
    const count = async () => (await executeLinks()).join(" ");
    const kept = await ran<Row>(client.Article.objects.get({ title: "kept" }));
    await ran(kept.tags.remove(2));
    expect(await count()).toBe("1-1 1-2 2-1 2-2");
    await ran(kept.tags.set([]));
    expect(await count()).toBe("1-2 2-1 2-2");
    await ran(kept.tags.add(1));
    await ran(kept.tags.clear());
    expect(await count()).toBe("1-2 2-1 2-2");
    await ran(kept.tags.add(2));
    expect(await count()).toBe("1-2 2-1 2-2");
    expect(await links()).toBeGreaterThan(0);
  });
});

async function executeLinks(): Promise<string[]> {
  const { executeRaw } = await import("../../runtime/executor/index.js");
  const rows = await executeRaw("select article_id as a, tag_id as t from article_tags order by 1, 2");
  return rows.map(({ a, t }) => `${String(a)}-${String(t)}`);
}

test("a symmetrical relation over a model of one's own is read in the direction of its rows", async () => {
  await ran(client.Person.objects.bulkCreate([{ name: "Ann" }, { name: "Bob" }, { name: "Cy" }]));
  await executeScript("insert into friendship (from_id, to_id) values (1, 2), (3, 1)");
  const ann = await ran<Row>(client.Person.objects.get({ name: "Ann" }));
  expect(await names(ann.friends, "name")).toEqual(["Bob"]);
  expect(await names(client.Person.objects.filter({ friends__name: "Bob" }), "name")).toEqual(["Ann"]);
  const [loaded] = await ran<Row[]>(
    client.Person.objects.filter({ name: "Ann" }).prefetchRelated("friends").toArray(),
  );
  expect((loaded?.friends.loaded as unknown as { name: string }[]).map(({ name }) => name)).toEqual(["Bob"]);
  await ran(ann.friends.add(3));
  expect(await names(ann.friends, "name")).toEqual(["Bob", "Cy"]);
  const cy = await ran<Row>(client.Person.objects.get({ name: "Cy" }));
  expect(await names(cy.friends, "name")).toEqual(["Ann"]);
  await ran(ann.friends.remove(3));
  expect(await ran(cy.friends.count())).toBe(0);
});
