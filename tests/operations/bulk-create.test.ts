import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { Author, Book, Publisher, Tag } from "../../fixtures/library/generated/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { clientOf, type DynamicClient, type DynamicModel } from "../library/client-of.js";
import { counted } from "../library/counted.js";
import { connectOwn } from "../library/own-database.js";
import { openLibrary, type Library } from "../library/library.js";
import { hostile } from "../library/rows.js";
import { styles } from "../library/style.js";

describe.each(styles)("$name, over the library", (m) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(inject("driver"));
  });
  beforeEach(() => library.reset());
  afterAll(() => library.close());
  const bulk = (rows: object, items: readonly object[], options = {}) =>
    m.call(rows, "bulkCreate", items, options);

  test("keeps the order and sets the keys, given and not", async () => {
    const items = [{ name: "z" }, { name: "a", id: 500 }, { name: "m" }, { name: "b", id: 400 }];
    const made = (await bulk(Tag.objects, items)) as Tag[];
    expect(made.map(({ name }) => name)).toEqual(["z", "a", "m", "b"]);
    expect(made.map(({ id }) => id)).toEqual([8, 500, 9, 400]);
    for (const tag of made) expect(await m.call(Tag.objects, "get", { name: tag.name })).toEqual(tag);
  });

  test("is one statement, however many rows; batches are as many as they say", async () => {
    const rows = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({ name: `tag ${String(from + at)}` }));
    const one = await counted(() => bulk(Tag.objects, rows(0, 1)));
    const many = await counted(() => bulk(Tag.objects, rows(1, 20_001)));
    expect(many.log).toEqual(one.log);
    expect(many.log.filter((sql) => sql.startsWith("insert"))).toHaveLength(1);
    expect(await m.call(Tag.objects, "count")).toBe(20_008);
    const batches = await counted(() => bulk(Tag.objects, rows(30_000, 30_010), { batchSize: 4 }));
    expect(batches.log.filter((sql) => sql.startsWith("insert"))).toHaveLength(3);
  });

  test("hostile texts, NULLs and json come back", async () => {
    const rows = hostile.map((text, at) => ({
      ...{ title: `bulk ${text}`, author: 1, price: "1.00", pages: at },
      ...{ rating: at % 2 === 0 ? null : 0.5, details: { isbn: text, languages: [text] } },
    }));
    await bulk(Book.objects, rows);
    const found = (await m.call(
      Book.objects.filter({ title__startswith: "bulk " }).orderBy("id"),
      "toArray",
    )) as Book[];
    expect(found.map(({ title, pages, rating, details }) => ({ title, pages, rating, details }))).toEqual(
      rows.map(({ title, pages, rating, details }) => ({ title, pages, rating, details })),
    );
  });

  test("instances may hold relations saved before", async () => {
    const author = new Author({ name: "new" });
    const book = new Book({ title: "x", author, price: "1.00", pages: 1 });
    await expect(bulk(Book.objects, [book])).rejects.toThrow("not saved: save it first");
    await m.call(author, "save");
    expect(await bulk(Book.objects, [book])).toEqual([book]);
    expect(book.authorId).toBe(author.id);
  });

  test("updateConflicts updates what it names and gives the keys", async () => {
    const options = { updateConflicts: true, uniqueFields: ["name"], updateFields: ["city"] };
    const items = [
      { name: "House 1", city: "Rome" },
      { name: "House 9", city: null },
    ];
    const made = (await bulk(Publisher.objects, items, options)) as Publisher[];
    expect(made.map(({ id }) => id)).toEqual([2, 8]);
    expect(await m.call(Publisher.objects, "get", { id: 2 })).toMatchObject({
      name: "House 1",
      city: "Rome",
    });
  });

  test("options that cannot be are refused", async () => {
    const items = [{ name: "x" }];
    const refused = (options: object) => expect(bulk(Tag.objects, items, options)).rejects;
    await refused({ ignoreConflicts: true, updateConflicts: true }).toThrow("not both");
    await refused({ updateConflicts: true }).toThrow("needs uniqueFields and updateFields");
    await refused({ updateConflicts: true, uniqueFields: ["nme"], updateFields: ["name"] }).toThrow("'name'");
    await refused({ batchSize: 0 }).toThrow("batchSize is a whole number from 1");
    await expect(bulk(Tag.objects, [new Author({ name: "x" })])).rejects.toThrow(
      "bulkCreate() of Tag got an Author",
    );
    await expect(bulk(Tag.objects, [{ name: Book.f.title }])).rejects.toThrow(
      "Book.f.title stands in a query of Tag",
    );
    expect(await m.call(Tag.objects, "count")).toBe(7);
  });
});

describe.each(styles)("$name, of every type", (m) => {
  let client: DynamicClient;
  beforeAll(async () => {
    client = await clientOf(`
      import { Model, fields } from "ormgen";
      export class Everything extends Model {
        mood = fields.enum(["it's", "fine", 'a,"b"'], { null: true });
        words = fields.array(fields.text(), { null: true });
        grid = fields.array(fields.array(fields.integer()), { null: true });
        data = fields.json({ null: true });
        raw = fields.bytes({ null: true });
        big = fields.bigInteger({ as: "bigint", null: true });
        amount = fields.decimal({ null: true });
        at = fields.timestamp({ null: true });
        open = fields.boolean({ null: true });
        span = fields.range("date", { null: true });
        code = fields.text({ dbDefault: "'filled'" });
      }
      export class Empty extends Model {}
    `);
    const end = await connectOwn();
    await executeScript(client.sql);
    return end;
  });
  afterAll(() => client.remove());
  const model = (name: string) => client.models[name] as DynamicModel;

  test("goes in and comes out", async () => {
    const full = {
      mood: "it's",
      words: ["a", null, 'q"u\\o,te', "", "NULL", "{}"],
      grid: [
        [1, 2],
        [3, 4],
      ],
      data: { a: [1, null, 'x"y'], b: { "c'": "\\" } },
      raw: new Uint8Array([0, 255, 92]),
      big: 9007199254740993n,
      amount: "12345678901234567890.12345678901234567890",
      at: new Date("2024-02-29T23:59:59.999Z"),
      open: false,
      span: { lower: "2024-01-01", upper: null, bounds: "[)" },
      code: "given",
    };
    const nulls = Object.fromEntries(Object.keys(full).map((name) => [name, null]));
    delete nulls["code"];
    const without = { ...nulls };
    const listless = { ...full, words: [], grid: null, data: [], mood: 'a,"b"' };
    const given = [full, without, listless];
    const made = (await m.call(model("Everything").objects, "bulkCreate", given)) as { id: number }[];
    expect(made.map((row) => ({ ...row }))).toEqual(
      [full, { ...without, code: "filled" }, listless].map((row) => expect.objectContaining(row) as object),
    );
    for (const row of made) {
      expect(await m.call(model("Everything").objects, "get", { id: row.id })).toEqual(row);
    }
    await executeScript("truncate everything restart identity");
  });

  test("rows of nothing but defaults", async () => {
    const made = (await m.call(model("Empty").objects, "bulkCreate", [{}, {}, {}])) as { id: number }[];
    expect(made.map(({ id }) => id)).toEqual([1, 2, 3]);
    await executeScript("truncate empty restart identity");
  });
});
