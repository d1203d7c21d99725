import { beforeAll, beforeEach, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { clientWith, ran, type Loose } from "./answers.js";

const heard: string[] = [];
Object.assign(globalThis, { heardOneByOne: heard });

const MODELS = `
import { Model, fields } from "ormgen";
import type { HookEvent } from "../generated/index.js";
export class Author extends Model {
  name = fields.text({ default: "nobody" });
  tags = fields.manyToMany(() => Tag);
}
export class Tag extends Model {
  name = fields.text({ default: "none" });
}
export class Note extends Model {
  text = fields.text({ default: "" });
  author = fields.foreignKey(() => Author, { onDelete: "cascade", null: true, relatedName: "notes" });
  static hooks = {
    beforeSave(this: Note) {
      if (this.text === "refused") throw new RangeError("a note says something else");
    },
    afterSave(this: Note, { action }: HookEvent) {
      (globalThis as never as { heardOneByOne: string[] }).heardOneByOne.push(action + " " + this.text);
    },
  };
}
export class Comment extends Model {
  text = fields.text({ default: "" });
  author = fields.foreignKey(() => Author, { onDelete: "cascade", relatedName: "comments" });
}
`;

interface Row {
  readonly id: number;
  readonly authorId: number | null;
  text: string;
}

interface Writer {
  readonly id: number;
  readonly name: string;
  readonly notes: Loose;
  readonly comments: Loose;
  readonly tags: Loose;
}

type Made = new (values: object) => Row;

let client: Loose;
let ann: Writer;
beforeAll(async () => {
  const made = await clientWith(MODELS);
  ({ client } = made);
  return made.end;
});
beforeEach(async () => {
  await executeScript("truncate author, note, comment, tag, author_tags restart identity");
  ann = await ran<Writer>(client.Author.objects.create({ name: "Ann" }));
  heard.length = 0;
});

const texts = () => ran<string[]>(ann.notes.orderBy("text").valuesList("text", { flat: true }).toArray());
const note = (values: object) => new (client.Note as unknown as Made)(values);

test("add({ bulk: false }) saves each row: what is new is made, and hooks run", async () => {
  const standing = await ran<Row>(client.Note.objects.create({ text: "standing" }));
  const byKey = await ran<Row>(client.Note.objects.create({ text: "by its key" }));
  heard.length = 0;
  standing.text = "changed";
  const fresh = note({ text: "fresh" });
  await ran(ann.notes.add(standing, fresh, byKey.id, { bulk: false }));
  expect(heard).toEqual(["update changed", "create fresh", "update by its key"]);
  expect(fresh).toMatchObject({ id: 3, authorId: ann.id, author: ann });
  expect(standing.authorId).toBe(ann.id);
  expect(await texts()).toEqual(["by its key", "changed", "fresh"]);
  await ran(ann.notes.add({ bulk: false }));
  expect(heard).toHaveLength(3);
});

test("add() at once makes nothing, and says what does", async () => {
  await expect(ran(ann.notes.add(note({ text: "fresh" })))).rejects.toThrow(
    "the Note is not saved and has no key yet: save it first, or add({ bulk: false }) does",
  );
  const standing = await ran<Row>(client.Note.objects.create({ text: "standing" }));
  heard.length = 0;
  await ran(ann.notes.add(standing, { bulk: true }));
  expect(heard).toEqual([]);
  expect(await texts()).toEqual(["standing"]);
});

test("what a hook throws at takes back the whole of it", async () => {
  const rows = [note({ text: "fresh" }), note({ text: "refused" })];
  await expect(ran(ann.notes.add(...rows, { bulk: false }))).rejects.toThrow("a note says something else");
  expect(await texts()).toEqual([]);
  expect(await ran(client.Note.objects.count())).toBe(0);
});

test("remove, clear and set take it too", async () => {
  const [a, b, c] = await ran<[Row, Row, Row]>(
    ann.notes.createMany([{ text: "a" }, { text: "b" }, { text: "c" }]),
  );
  await ran(ann.notes.remove(a, { bulk: false }));
  expect(heard).toEqual(["update a"]);
  expect(await texts()).toEqual(["b", "c"]);
  await ran(ann.notes.set([b, note({ text: "d" })], { bulk: false }));
  expect(heard).toEqual(["update a", "update c", "create d"]);
  expect(await texts()).toEqual(["b", "d"]);
  await ran(ann.notes.set([c], { bulk: false, clear: true }));
  expect(heard.slice(3).sort()).toEqual(["update b", "update c", "update d"]);
  expect(await texts()).toEqual(["c"]);
  await ran(ann.notes.clear({ bulk: false }));
  expect(heard.at(-1)).toBe("update c");
  expect(await texts()).toEqual([]);
  expect(await ran(client.Note.objects.count())).toBe(4);
});

test("another's row is not released, and a required key releases none", async () => {
  const ben = await ran<Writer>(client.Author.objects.create({ name: "Ben" }));
  const his = await ran<Row>(ben.notes.create({ text: "his" }));
  await expect(ran(ann.notes.remove(his, { bulk: false }))).rejects.toThrow("does not hold the row");
  await ran(ann.notes.remove(his.id, { bulk: false }));
  expect(await ran(ben.notes.count())).toBe(1);
  const said = await ran<Row>(ann.comments.create({ text: "said" }));
  await expect(ran(ann.comments.clear({ bulk: false }))).rejects.toThrow("Comment.author is required");
  await ran(ben.comments.set([said], { bulk: false }));
  expect(await ran(ben.comments.count())).toBe(1);
});

test("rows in between are made at once, and other options are refused", async () => {
  await expect(ran(ann.tags.add(1, { bulk: false }))).rejects.toThrow(
    "Author.tags relates by rows in between, and saves none of its rows: add() takes no bulk here",
  );
  await expect(ran(ann.tags.clear({ bulk: false }))).rejects.toThrow("clear() takes no bulk here");
  await expect(ran(ann.notes.add(1, { bulk: 0 }))).rejects.toThrow("bulk of add() is true or false");
  await expect(ran(ann.notes.clear({ id: 3 }))).rejects.toThrow('clear() has no option "id"');
  await expect(ran(ann.notes.remove(1, { bulk: false, all: true }))).rejects.toThrow('no option "all"');
});

test("create() without values makes a row of defaults, but undefined is a value that got lost", async () => {
  expect(await ran<Writer>(client.Author.objects.create())).toMatchObject({ name: "nobody" });
  expect(await ran<Row>(ann.notes.create())).toMatchObject({ text: "", authorId: ann.id });
  expect(await ran<Row>(ann.tags.create())).toMatchObject({ name: "none" });
  expect(await ran(ann.tags.count())).toBe(1);
  for (const objects of [client.Author.objects, ann.notes, ann.tags]) {
    await expect(async () => ran(objects.create(undefined))).rejects.toThrow("create() got undefined");
    await expect(async () => ran(objects.create(null))).rejects.toThrow("create() got null");
  }
});
