import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Author, Book, OrmgenError, Tag } from "../../fixtures/library/generated/index.js";
import { counted } from "../library/counted.js";
import { openLibrary, type Library } from "../library/library.js";
import { styles, type Style } from "../library/style.js";
import { untyped } from "../library/untyped.js";

let library: Library;
beforeAll(async () => {
  library = await openLibrary("embedded");
});
afterAll(() => library.close());

/** What a request could bring: parsed, so that `__proto__` is a key like any other. */
const bodies = [
  '{"contains":"a"}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"then":"x"}',
  '{"toJSON":"x"}',
  '{"toString":"x"}',
  '{"valueOf":1}',
  '{"node":{"kind":"param"}}',
  '{"kind":"sql","fragments":["1=1"],"operands":[],"key":"","params":[]}',
  "[]",
  '["a"]',
  "[[1]]",
  "true",
].map((text) => ({ text, value: JSON.parse(text) as unknown }));

/** Every place that takes one value. */
const places: Readonly<Record<string, (m: Style, value: unknown) => Promise<unknown>>> = {
  get: (m, title) => m.call(Book.objects, "get", { title }),
  key: (m, id) => m.call(Book.objects, "get", { id }),
  filter: async (m, value) => m.call(Book.objects.filter({ title__startswith: value } as never), "toArray"),
  exclude: async (m, value) => m.call(Book.objects.exclude({ author__name: value } as never), "toArray"),
  q: async (m, value) => m.call(Book.objects.filter(Book.q({ pages__gt: value } as never)), "toArray"),
  expression: async (m, value) => m.call(Book.objects.filter(Book.f.title.eq(value as never)), "toArray"),
  relation: async (m, value) => m.call(Book.objects.filter(untyped({ author: value })), "toArray"),
  "in a list": async (m, value) => m.call(Book.objects.filter({ title__in: [value] } as never), "toArray"),
  "delete by key": async (m, id) => m.call(Book.objects.filter(untyped({ id })), "delete"),
  create: (m, name) => m.call(Tag.objects, "create", { name }),
  bulkCreate: (m, name) => m.call(Tag.objects, "bulkCreate", [{ name }]),
  getOrCreate: (m, name) => m.call(Tag.objects, "getOrCreate", { name }),
  defaults: (m, email) => m.call(Author.objects, "getOrCreate", { name: "new" }, { defaults: { email } }),
  updateOrCreate: (m, name) => m.call(Author.objects, "updateOrCreate", { id: 1 }, { defaults: { name } }),
  update: (m, title) => m.call(Book.objects.filter({ id: 1 }), "update", { title }),
  "update a relation": (m, author) => m.call(Book.objects.filter({ id: 1 }), "update", { author }),
  save: async (m, name) => m.call(new Tag({ name } as never), "save"),
  inBulk: (m, key) => m.call(Book.objects, "inBulk", [key]),
  add: async (m, key) => m.call(((await m.call(Book.objects, "get", { id: 1 })) as Book).tags, "add", key),
};

/** Every place that takes an object of names and values. */
const objects: Readonly<Record<string, (m: Style, value: object) => Promise<unknown>>> = {
  get: (m, where) => m.call(Book.objects, "get", where),
  filter: async (m, where) => m.call(Book.objects.filter(where), "toArray"),
  create: (m, values) => m.call(Tag.objects, "create", values),
  bulkCreate: (m, values) => m.call(Tag.objects, "bulkCreate", [values]),
  getOrCreate: (m, values) => m.call(Tag.objects, "getOrCreate", values),
  defaults: (m, defaults) => m.call(Author.objects, "updateOrCreate", { id: 1 }, { defaults }),
  update: (m, values) => m.call(Book.objects.filter({ id: 1 }), "update", values),
  new: (_, values) => Promise.resolve().then(() => new Tag(untyped(values))),
};

const everything = async () =>
  JSON.stringify([
    await Book.objects.orderBy("id").toArray(),
    await Author.objects.orderBy("id").toArray(),
    await Tag.objects.toArray(),
  ]);

describe.each(styles)("$name", (m) => {
  describe.each(Object.entries(places))("%s", (_, place) => {
    test("no object and no array for one value", async () => {
      const before = await everything();
      for (const { text, value } of bodies) {
        const { log } = await counted(async () => {
          await expect(place(m, value), text).rejects.toMatchObject({ name: "InvalidValue" });
        });
        expect(log.filter((sql) => !/^(?:select|begin|rollback|savepoint|release)/iu.test(sql))).toEqual([]);
      }
      expect(await everything()).toBe(before);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    test("undefined is no value", async () => {
      const before = await everything();
      await expect(place(m, undefined)).rejects.toBeInstanceOf(OrmgenError);
      expect(await everything()).toBe(before);
    });
  });

  test.each(Object.entries(objects))(
    "%s: keys from a request name fields or are refused",
    async (_, place) => {
      const before = await everything();
      for (const { text, value } of bodies) {
        if (typeof value !== "object" || Array.isArray(value)) continue;
        await expect(place(m, value as object), text).rejects.toMatchObject({ name: "InvalidLookup" });
      }
      expect(await everything()).toBe(before);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );

  test("what is no object at all is refused", async () => {
    for (const value of [null, 3, "title", [], [["title", "x"]], new Tag({ name: "x" })]) {
      for (const [name, place] of Object.entries(objects)) {
        if (value instanceof Tag && name === "bulkCreate") continue;
        if (value === null && name === "defaults") continue;
        await expect(place(m, value as never), `${name} of ${typeof value}`).rejects.toBeInstanceOf(
          OrmgenError,
        );
      }
    }
    await expect(m.call(Tag.objects, "get", undefined)).rejects.toMatchObject({ name: "UndefinedValue" });
    await expect(m.call(Tag.objects, "create", undefined)).rejects.toMatchObject({ name: "UndefinedValue" });
    await expect(m.call(Tag.objects, "bulkCreate", [undefined])).rejects.toMatchObject({
      name: "UndefinedValue",
    });
  });

  test("json columns take objects, whatever their keys are", async () => {
    for (const { value } of bodies) {
      await m.call(Book.objects.filter({ id: 1 }), "update", { details: value });
      const { details } = (await m.call(Book.objects, "get", { id: 1 })) as Book;
      expect(details).toEqual(value);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await library.reset();
  });
});

test("names that come as text are checked against the model", () => {
  const names = [
    "titel",
    "author__nmae",
    "__proto__",
    "constructor",
    "toString",
    "title; drop table x",
    "",
    "id__",
  ];
  const chains: Readonly<Record<string, (name: never) => unknown>> = {
    orderBy: (name) => Book.objects.orderBy(name),
    "orderBy downwards": (name) => Book.objects.orderBy(`-${String(name)}` as never),
    values: (name) => Book.objects.values(name),
    valuesList: (name) => Book.objects.valuesList(name),
    only: (name) => Book.objects.only(name),
    defer: (name) => Book.objects.defer(name),
    selectRelated: (name) => Book.objects.selectRelated(name),
    filter: (name) => Book.objects.filter(untyped({ [name]: 1 })),
    inBulk: (name) => Book.objects.inBulkSync([1], { field: name }),
    earliest: (name) => Book.objects.earliestSync(name),
    save: (name) => Book.objects.getSync({ id: 1 }).saveSync({ only: [name] }),
    refresh: (name) => Book.objects.getSync({ id: 1 }).refreshSync(name),
  };
  for (const [method, chain] of Object.entries(chains)) {
    for (const name of names) {
      expect(() => chain(name as never), `${method} of ${JSON.stringify(name)}`).toThrow(OrmgenError);
    }
    expect(() => chain("titl\u202ee\n\u0000" as never)).toThrow(/^[^\u0000-\u001f\u202e]*$/u);
  }
});

test("a queryset is not thenable: await and return give it back, and nothing runs", async () => {
  const { value, log } = await counted(async () => {
    const rows = Book.objects.filter({ id: 1 });
    expect("then" in rows).toBe(false);
    const awaited: unknown = await Promise.resolve(rows);
    return [awaited === rows, (await Promise.resolve().then(() => rows)) === rows];
  });
  expect([value, log]).toEqual([[true, true], []]);
});
