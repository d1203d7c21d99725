import { inspect } from "node:util";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { counted } from "../library/counted.js";
import { clientWith, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Person extends Model { name = fields.text(); }
export class Badge extends Model {
  label = fields.text({ default: "" });
  author = fields.oneToOne(() => Person, { onDelete: "cascade", null: true, relatedName: "badge" });
}
export class Book extends Model {
  author = fields.foreignKey(() => Person, { onDelete: "doNothing", relatedName: "books" });
}
`;
interface Row {
  id: number;
  author: Row | null;
  authorId: number | null;
  badge: Row | null;
  books: unknown;
  save(): Promise<void>;
  delete(): Promise<unknown>;
  fetchBadge(): Promise<Row | null>;
}

let Person: Loose;
let Badge: Loose;
let Book: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Person, Badge, Book } = client);
  return end;
});
let ann: Row;
let ben: Row;
beforeEach(async () => {
  await executeScript("truncate person, badge, book restart identity");
  [ann, ben] = (await ran<Row[]>(Person.objects.bulkCreate([{ name: "a" }, { name: "b" }]))) as [Row, Row];
});

const made = (model: Loose, values: object) => new (model as unknown as new (values: object) => Row)(values);

describe("a one-to-one is assigned from either end", () => {
  test("the row that has the foreign key is the one to be saved", async () => {
    const badge = await ran<Row>(Badge.objects.create({}));
    ann.badge = badge;
    expect([badge.authorId, badge.author, ann.badge]).toEqual([1, ann, badge]);
    await badge.save();
    expect((await ran<Row>(Badge.objects.get())).authorId).toBe(1);
    ann.badge = null;
    expect([badge.authorId, ann.badge]).toEqual([null, null]);
    await badge.save();
    expect((await ran<Row>(Badge.objects.get())).authorId).toBeNull();
  });

  test("by the foreign key, the other end knows it without a query where it was loaded", async () => {
    expect(await ann.fetchBadge()).toBeNull();
    const badge = made(Badge, { author: ann });
    await badge.save();
    const { log } = await counted(() => {
      expect(ann.badge).toBe(badge);
      badge.author = ben;
      ben.badge = badge;
      expect(ben.badge).toBe(badge);
      return Promise.resolve();
    });
    expect(log).toEqual([]);
    expect(JSON.parse(JSON.stringify(ben))).toEqual({
      ...{ id: 2, name: "b" },
      badge: { id: 1, label: "", authorId: 2 },
    });
    const cid = await ran<Row>(Person.objects.create({ name: "c" }));
    await ran(Badge.objects.create({ author: cid }));
    expect(JSON.stringify(cid)).toBe('{"id":3,"name":"c"}');
    expect(inspect(badge)).toContain("author");
  });

  test("a row that moves on, or is let go, is no longer the other end's", async () => {
    await ran(Badge.objects.create({ author: ann }));
    const badge = (await ann.fetchBadge()) as Row;
    expect(await ben.fetchBadge()).toBeNull();
    badge.author = ben;
    expect([ann.badge, ben.badge]).toEqual([null, badge]);
    badge.author = null;
    await badge.save();
    expect([ann.badge, ben.badge, await ann.fetchBadge()]).toEqual([null, null, null]);
    ann.badge = badge;
    expect(ann.badge).toBe(badge);
    badge.authorId = ben.id;
    await badge.save();
    expect([await ann.fetchBadge(), (await ran<Row>(Badge.objects.get())).authorId]).toEqual([null, 2]);
  });

  test("an instance that is not saved yet has its key when it is", async () => {
    const cid = made(Person, { name: "c" });
    const badge = made(Badge, {});
    cid.badge = badge;
    await expect((async () => badge.save())()).rejects.toThrow(
      "Badge.author: the Person is not saved: save it first",
    );
    await cid.save();
    await badge.save();
    expect(badge.authorId).toBe(3);
  });

  test("what is no row of the model is refused, and so is assigning many rows", () => {
    const wrong: [() => void, string][] = [
      [() => (ann.badge = ben), "Person.badge takes a Badge or null, got a Person: it has the foreign key"],
      [() => (ann.badge = 3 as never), "Person.badge takes a Badge or null, got something else"],
      [() => (ann.badge = undefined as never), "Person.badge takes a Badge or null, got something else"],
      [
        () => (ann.books = []),
        "Person.books leads to many rows, and is not assigned: use its set() or add()",
      ],
    ];
    for (const [assign, message] of wrong) expect(assign).toThrow(message);
  });
});

test("a row that others refer to tells whose foreign key it is, not its own columns as theirs", async () => {
  await ran(Book.objects.create({ author: ann }));
  await expect((async () => ann.delete())()).rejects.toMatchObject({
    ...{ name: "ForeignKeyViolation", table: "book", columns: [], constraint: "book_author_id_fkey" },
  });
});
