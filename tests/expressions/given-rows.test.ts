import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript, onCommit } from "../../runtime/executor/index.js";
import { counted } from "../library/counted.js";
import { clientWith, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Person extends Model {
  name = fields.text();
  friends = fields.manyToMany(() => Person, { symmetrical: false, relatedName: "fans" });
}
export class Note extends Model {
  text = fields.text();
  author = fields.foreignKey(() => Person, { onDelete: "setNull", null: true, relatedName: "notes" });
}
export class Visit extends Model {
  author = fields.foreignKey(() => Person, { onDelete: "cascade", relatedName: "visits" });
}
export class Item extends Model {
  label = fields.text({ unique: true });
  note = fields.text({ null: true });
  pages = fields.integer({ null: true, dbDefault: "7" });
}
`;
interface Row {
  id: number | undefined;
  name: string;
  label: string;
  note: string | null;
  pages: number | null;
  friends: Loose;
  notes: Loose;
  visits: Loose;
  save(options?: object): Promise<void>;
}

let Person: Loose;
let Note: Loose;
let Item: Loose;
let Visit: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Person, Note, Item } = client);
  ({ Visit } = client);
  return end;
});

let ann: Row;
let ben: Row;
let cid: Row;
beforeEach(async () => {
  await executeScript("truncate person, note, visit, item, person_friends restart identity");
  [ann, ben, cid] = (await ran<Row[]>(
    Person.objects.bulkCreate([{ name: "a" }, { name: "b" }, { name: "c" }]),
  )) as [Row, Row, Row];
});

const names = (rows: Loose) =>
  ran<string[]>(rows.orderBy("name").valuesList("name", { flat: true }).toArray());
const labels = () => ran<unknown[]>(Item.objects.orderBy("id").valuesList("label", "note").toArray());
const made = (model: Loose, values: object) => new (model as unknown as new (values: object) => Row)(values);
/** What a call throws, whether at once or by its promise. */
const refused = (call: () => unknown) => expect(Promise.resolve().then(call));

describe("rows are given by whatever holds them", () => {
  test("bulkCreate(), bulkUpdate() and inBulk() take a set and a generator", async () => {
    const rows = function* () {
      yield { label: "x" };
      yield made(Item, { label: "y" });
    };
    const items = await ran<Row[]>(Item.objects.bulkCreate(rows()));
    expect(items.map(({ id }) => id)).toEqual([1, 2]);
    expect(await ran(Item.objects.bulkCreate(new Set()))).toEqual([]);
    for (const item of items) item.note = item.label;
    expect(await ran(Item.objects.bulkUpdate(new Set(items), ["note"]))).toBe(2);
    expect(await labels()).toEqual([
      ["x", "x"],
      ["y", "y"],
    ]);
    const found = await ran<Map<number, Row>>(Item.objects.inBulk(new Set([2, 9])));
    expect([...found.keys()]).toEqual([2]);
  });

  test("set() takes them too, and a queryset, which stands for its rows", async () => {
    await ran(ann.friends.set(new Set([ben.id, cid])));
    expect(await names(ann.friends)).toEqual(["b", "c"]);
    await ran(ann.friends.set(Person.objects.filter({ name__in: ["a", "c"] })));
    expect(await names(ann.friends)).toEqual(["a", "c"]);
    await ran(ann.friends.set(Person.objects.filter({ name: "b" }).valuesList("id", { flat: true })));
    expect(await names(ann.friends)).toEqual(["b"]);
    await ran(ann.friends.set(Person.objects.none()));
    expect(await names(ann.friends)).toEqual([]);
    const notes = await ran<Row[]>(Note.objects.bulkCreate([{ text: "1" }, { text: "2" }]));
    await ran(ann.notes.set(Note.objects.all()));
    expect(await ran(ann.notes.count())).toBe(notes.length);
  });

  test("anything else is refused by name, before any SQL", async () => {
    const { log } = await counted(async () => {
      for (const wrong of [null, undefined, 3, "abc", {}]) {
        await refused(() => ann.friends.set(wrong)).rejects.toThrow("set() takes an array, a set or");
        await refused(() => Item.objects.bulkCreate(wrong)).rejects.toThrow(
          "bulkCreate() takes an array, a set or",
        );
      }
      await refused(() => Item.objects.bulkUpdate(Item.objects.all(), ["note"])).rejects.toThrow(
        "bulkUpdate() takes rows, not a queryset: await .toArray() first",
      );
      await refused(() => Item.objects.bulkUpdate([], ["note"], { batchSize: 0 })).rejects.toThrow(
        "batchSize is a whole number from 1",
      );
    });
    expect(log).toEqual([]);
  });
});

describe("what is related", () => {
  test("set({ clear }) relates anew what stays", async () => {
    await ran(ann.friends.set([ben, cid]));
    const links = () => ran(Person.objects.filter({ fans: ann.id }).count());
    const { log } = await counted(() => ran(ann.friends.set([cid], { clear: true })));
    expect(log.filter((sql) => sql.startsWith("insert"))).toHaveLength(1);
    expect(await names(ann.friends)).toEqual(["c"]);
    expect(await links()).toBe(1);
    const [one, two] = await ran<Row[]>(Note.objects.bulkCreate([{ text: "1" }, { text: "2" }]));
    await ran(ann.notes.set([one, two]));
    await ran(ann.notes.set([two], { clear: true }));
    expect(await ran(ann.notes.valuesList("text", { flat: true }).toArray())).toEqual(["2"]);
    // What cannot let go only adds, as without it.
    const [first, second] = await ran<Row[]>(Visit.objects.bulkCreate([{ author: ann }, { author: ben }]));
    await ran(ann.visits.set([second], { clear: true }));
    expect(await ran(ann.visits.count())).toBe(2);
    expect(first?.id).toBe(1);
    await refused(() => ann.friends.set([ben], { clear: 1 })).rejects.toThrow(
      "clear of set() is true or false",
    );
    await refused(() => ann.friends.set([ben], { cleer: true })).rejects.toThrow(
      'set() has no option "cleer": it has throughDefaults, clear',
    );
  });

  test("remove() refuses an instance that says that it belongs to another, as Django does", async () => {
    const note = await ran<Row>(ben.notes.create({ text: "ben's" }));
    await refused(() => ann.notes.remove(note)).rejects.toMatchObject({
      name: "Note.DoesNotExist",
      message: "Note: Person.notes of this Person does not hold the row to be removed",
    });
    const loose = await ran<Row>(Note.objects.create({ text: "nobody's" }));
    await refused(() => ann.notes.remove(loose)).rejects.toThrow("does not hold the row");
    expect(await ran(ben.notes.count())).toBe(1);
    // A key says nothing of whose it is: where it is another's, nothing goes.
    await ran(ann.notes.remove(note.id));
    expect(await ran(ben.notes.count())).toBe(1);
    await ran(ben.notes.remove(note));
    expect(await ran(ben.notes.count())).toBe(0);
  });
});

describe("undefined is neither left out nor null", () => {
  test("save() refuses a field that was set to it", async () => {
    const item = await ran<Row>(Item.objects.create({ label: "x", note: "n" }));
    for (const options of [{}, { changed: true }, { only: ["note"] }, { update: true }]) {
      const { log } = await counted(async () => {
        Object.assign(item, { note: undefined });
        await refused(() => item.save(options)).rejects.toThrow("Item.note is undefined");
      });
      expect(log).toEqual([]);
    }
    item.note = null;
    await item.save();
    expect(await labels()).toEqual([["x", null]]);
  });

  test("a new row refuses it where null could be meant; a key that is taken away makes a copy", async () => {
    const item = made(Item, { label: "x", note: "n" });
    Object.assign(item, { note: undefined });
    await refused(() => item.save()).rejects.toThrow("Item.note is undefined: save() writes");
    await refused(() => Item.objects.bulkCreate([item])).rejects.toThrow(
      "Item.note is undefined: bulkCreate() writes",
    );
    item.note = "n";
    await item.save();
    expect(item.pages).toBe(7);
    Object.assign(item, { id: undefined, label: "y" });
    await item.save();
    expect(await labels()).toEqual([
      ["x", "n"],
      ["y", "n"],
    ]);
  });
});

describe("keys", () => {
  test("`pk` is what is unique; no update writes a key", async () => {
    await ran(Item.objects.create({ label: "x" }));
    const options = { updateConflicts: true, uniqueFields: ["pk"], updateFields: ["label"] };
    await ran(Item.objects.bulkCreate([{ id: 1, label: "y" }], options));
    expect(await labels()).toEqual([["y", null]]);
    for (const field of ["id"]) {
      await refused(() =>
        Item.objects.bulkCreate([{ label: "y" }], { ...options, updateFields: [field] }),
      ).rejects.toThrow("Item.id cannot be updated: it is the primary key");
    }
    const item = await ran<Row>(Item.objects.get());
    await refused(() => item.save({ only: ["id"] })).rejects.toThrow(
      "Item.id cannot be updated: it is the primary key",
    );
  });

  test("updateConflicts gives rows as they stand: what it does not write is the database's", async () => {
    await ran(Item.objects.create({ label: "x", note: "kept", pages: 3 }));
    const options = { updateConflicts: true, uniqueFields: ["label"], updateFields: ["pages"] };
    const given = [
      { label: "new", note: "n", pages: 1 },
      { id: 77, label: "x", note: "lost", pages: 9 },
    ];
    const rows = await ran<Row[]>(Item.objects.bulkCreate(given, options));
    expect(rows.map(({ id, note, pages }) => [id, note, pages])).toEqual([
      [expect.any(Number), "n", 1],
      [1, "kept", 9],
    ]);
    const { log } = await counted(async () => rows[1]?.save({ changed: true }));
    expect(log).toEqual([]);
    await rows[1]?.save();
    expect(await ran(Item.objects.filter({ label: "x" }).values("id", "note", "pages").toArray())).toEqual([
      { id: 1, note: "kept", pages: 9 },
    ]);
  });

  test("distinct() rows are deleted as others, those of distinct(field) are refused", async () => {
    await ran(ann.friends.set([ben, cid]));
    await ran(ben.friends.set([cid]));
    await refused(() => Person.objects.all().distinct("name").delete()).rejects.toThrow(
      "cannot be deleted after distinct() with fields",
    );
    const friends = Person.objects.filter({ fans__name__in: ["a", "b"] }).distinct();
    expect(await ran(friends.count())).toBe(2);
    expect(await ran(friends.delete())).toEqual([5, { Person_friends: 3, Person: 2 }]);
    expect(await names(Person.objects)).toEqual(["a"]);
  });

  test("onCommit() refuses what is no function before anything is committed", () => {
    for (const wrong of [null, undefined, "x"])
      expect(() => onCommit(wrong as never)).toThrow("onCommit() takes a function");
  });
});

describe("a foreign key by the name of its key", () => {
  interface Keyed {
    authorId: number | null;
    author: Row | null;
  }
  test("holds the key of an instance, which is loaded", async () => {
    const note = await ran<Keyed>(Note.objects.create({ text: "a", authorId: ann }));
    expect([note.authorId, note.author]).toEqual([ann.id, ann]);
    const [bulk] = await ran<Keyed[]>(Note.objects.bulkCreate([{ text: "b", authorId: ben }]));
    expect(bulk?.authorId).toBe(ben.id);
    await ran(Note.objects.all().update({ authorId: ann }));
    const defaults = { authorId: ben };
    const [made] = await ran<[Keyed]>(Note.objects.getOrCreate({ text: "c" }, { defaults }));
    expect(made.authorId).toBe(ben.id);
    expect(await ran(Note.objects.orderBy("id").valuesList("authorId", { flat: true }).toArray())).toEqual([
      ...[ann.id, ann.id, ben.id],
    ]);
    await expect(async () => ran(Note.objects.create({ text: "d", authorId: note }))).rejects.toThrow(
      "Note.author takes a Person or its key, got a Note",
    );
  });

  test("beside the relation itself is the same row, or refused", async () => {
    await ran(Note.objects.create({ text: "a", author: ann, authorId: ann.id }));
    expect(await ran(Note.objects.all().update({ authorId: ben.id, author: ben }))).toBe(1);
    const twice = "Note.author is given twice, as 'author' and as 'authorId', and they differ: leave one out";
    for (const both of [
      { author: ann, authorId: ben.id },
      { author: ann.id, authorId: null },
      { authorId: ben, author: null },
    ]) {
      await expect(async () => ran(Note.objects.create({ text: "b", ...both }))).rejects.toThrow(twice);
      await expect(async () => ran(Note.objects.all().update(both))).rejects.toThrow(twice);
      const bulk = [{ text: "b", ...both }];
      await expect(async () => ran(Note.objects.bulkCreate(bulk))).rejects.toThrow(twice);
    }
    expect(await ran(Note.objects.filter({ author: ben }).count())).toBe(1);
  });
});
