import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { counted } from "../library/counted.js";
import { styles } from "../library/style.js";
import { fn, raw, shelf, type Loose } from "./answers.js";

let Author: Loose;
let Book: Loose;
let Note: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Author, Book, Note } = client);
  return end;
});
beforeEach(() =>
  executeScript(
    `update book set pages = case title when 'x' then 4 when 'y' then 8 else 12 end, price = 1;
     delete from note; delete from author where name not in ('a', 'b')`,
  ),
);

interface Row {
  id: number;
  name: string;
  text: string | null;
  title: string;
  pages: number;
  price: string;
  age: number;
  active: boolean;
  authorId: number | null;
}

const made = (model: Loose, values: object) => new (model as unknown as new (values: object) => Row)(values);

describe.each(styles)("expressions in what is written, $name", (style) => {
  const rows = (queryset: Loose) => style.call(queryset, "toArray") as Promise<unknown[]>;

  test("create(): the instance holds what the database made of it", async () => {
    const author = (await style.call(Author.objects, "create", {
      name: fn.lower(fn.value("ANN")),
      age: fn.value(3).add(4),
      active: fn.value(3).gt(4),
    })) as Row;
    expect([author.name, author.age, author.active]).toEqual(["ann", 7, false]);
    const again = made(Author, { name: fn.concat(fn.value("a"), fn.value("b")), age: 1, active: true });
    await style.call(again, "save");
    expect(again.name).toBe("ab");
  });

  test("bulkCreate(): plain rows and others, one statement for those that say the same", async () => {
    const given = [
      { name: "p", age: 1, active: true },
      { name: fn.upper(fn.value("q")), age: 2, active: true },
      { name: fn.upper(fn.value("q")), age: 3, active: false },
      { name: fn.upper(fn.value("r")), age: fn.value(2).mul(2), active: false },
      { name: "s", age: fn.nullIf(fn.value(5), 6), active: true },
    ];
    const written = (await style.call(Author.objects, "bulkCreate", given)) as Row[];
    expect(written.map(({ name, age }) => [name, age])).toEqual([
      ["p", 1],
      ["Q", 2],
      ["Q", 3],
      ["R", 4],
      ["s", 5],
    ]);
    for (const { id, name, age, active } of written)
      expect(await style.call(Author.objects, "get", { id, name, age, active })).toBeDefined();
    expect(new Set(written.map(({ id }) => id)).size).toBe(5);
  });

  test("bulkCreate(): nothing but expressions, in batches, beside conflicts", async () => {
    const all = Array.from({ length: 3 }, () => ({ text: fn.lower(fn.value("X")), author: null }));
    const only = all.map(({ text }) => ({
      text,
      author: fn.subquery(Author.objects.filter({ name: "a" }).values("id")),
    }));
    const notes = (await style.call(Note.objects, "bulkCreate", [...all, ...only], {
      batchSize: 2,
    })) as Row[];
    expect(notes.map(({ text, authorId }) => [text, authorId])).toEqual([
      ...all.map(() => ["x", null]),
      ...only.map(() => ["x", 1]),
    ]);
    const [first] = notes;
    const back = (await style.call(
      Note.objects,
      "bulkCreate",
      [{ id: first?.id, text: fn.upper(fn.value("y")) }],
      { updateConflicts: true, uniqueFields: ["id"], updateFields: ["text"] },
    )) as Row[];
    expect([back[0]?.id, back[0]?.text]).toEqual([first?.id, "Y"]);
    const [ignored] = (await style.call(
      Note.objects,
      "bulkCreate",
      [{ id: first?.id, text: fn.upper(fn.value("z")) }],
      { ignoreConflicts: true },
    )) as Row[];
    expect(ignored?.text).toBeUndefined();
    expect(await style.call(Note.objects.filter({ text: "Y" }), "count")).toBe(1);
  });

  test("createMany(), getOrCreate(), updateOrCreate()", async () => {
    const a = (await style.call(Author.objects, "get", { name: "a" })) as { noteSet: Loose };
    const notes = a.noteSet;
    const many = (await style.call(notes, "createMany", [{ text: fn.lower(fn.value("M")) }])) as Row[];
    expect([many[0]?.text, many[0]?.authorId]).toEqual(["m", 1]);
    const [one, isNew] = (await style.call(
      notes,
      "getOrCreate",
      { id: 900 },
      { defaults: { text: fn.lower(fn.value("N")) } },
    )) as [Row, boolean];
    expect([one.text, isNew]).toEqual(["n", true]);
    const [two, second] = (await style.call(
      Note.objects,
      "updateOrCreate",
      { id: 900 },
      { defaults: { text: fn.concat(Note.f.text, fn.value("!")) } },
    )) as [Row, boolean];
    expect([two.text, second]).toEqual(["n!", false]);
  });

  test("save() and bulkUpdate(): over the row's own columns", async () => {
    const x = (await style.call(Book.objects, "get", { title: "x" })) as Row;
    Object.assign(x, { pages: Book.f.pages.add(1), price: Book.f.price.mul(2) });
    await style.call(x, "save");
    expect([x.pages, x.price]).toEqual([5, "2.00"]);
    const books = (await rows(Book.objects.orderBy("id"))) as Row[];
    for (const [at, book] of books.entries())
      Object.assign(book, { pages: at === 3 ? 100 : Book.f.pages.add(at === 2 ? 20 : 10), price: "7" });
    const { log, value } = await counted(() =>
      style.call(Book.objects, "bulkUpdate", [...books].reverse(), ["pages", "price"]),
    );
    expect([value, log.filter((sql) => sql.startsWith("update")).length]).toEqual([4, 3]);
    expect(books.map(({ pages }) => pages)).toEqual([15, 18, 32, 100]);
    const stored = (await rows(Book.objects.orderBy("id"))) as Row[];
    expect(stored.map(({ pages, price }) => [pages, price])).toEqual([
      [15, "7.00"],
      [18, "7.00"],
      [32, "7.00"],
      [100, "7.00"],
    ]);
    Object.assign(books[0]!, { pages: fn.caseWhen(Book.f.title.eq("x"), Book.f.pages.neg()).else(0) });
    Object.assign(books[1]!, {
      pages: fn.subquery(Author.objects.filter({ id: fn.outerRef(Book.f.author) }).values("age")),
    });
    await style.call(Book.objects, "bulkUpdate", books.slice(0, 2), ["pages"]);
    expect(books.map(({ pages }) => pages)).toEqual([-15, 10, 32, 100]);
  });

  test("what cannot be read is refused by name", async () => {
    const title = Book.f.title;
    const row = { pages: 1, author: 1 };
    const reads = /Book\.title: a new row has no Book\.title to read yet/;
    await expect(style.call(Book.objects, "create", { ...row, title })).rejects.toThrow(reads);
    await expect(style.call(Book.objects, "create", { ...row, title: fn.lower(title) })).rejects.toThrow(
      reads,
    );
    await expect(
      style.call(Book.objects, "bulkCreate", [{ ...row, title: fn.lower(title) }]),
    ).rejects.toThrow(reads);
    const named = fn.subquery(Author.objects.filter({ id: fn.outerRef(Book.f.pages) }).values("name"));
    await expect(style.call(Book.objects, "create", { ...row, title: named })).rejects.toThrow(
      /Book\.title: a new row has no Book\.pages/,
    );
    await expect(style.call(Book.objects, "bulkCreate", [{ ...row, title: Author.f.name }])).rejects.toThrow(
      /Author\.f\.name stands in a query of Book/,
    );
    await expect(
      style.call(Book.objects, "create", { ...row, pages: fn.count(), title: "t" }),
    ).rejects.toThrow(/Book\.pages: an aggregate cannot be stored/);
    const books = (await rows(Book.objects.filter({ title: "x" }))) as Row[];
    Object.assign(books[0]!, { title: Book.f.author.name });
    const follows =
      /Book\.title: a value to be stored cannot follow Book\.f\.author\.name to another table: write subquery\(Author\.objects/;
    await expect(style.call(Book.objects, "bulkUpdate", books, ["title"])).rejects.toThrow(follows);
    await expect(style.call(books[0]!, "save")).rejects.toThrow(follows);
    await expect(
      style.call(Book.objects.filter({ id: 1 }), "update", { title: Book.f.author.name }),
    ).rejects.toThrow(follows);
  });

  test("SQL of one's own, conditions, dates and json as values of a new row", async () => {
    const [book] = (await style.call(Book.objects, "bulkCreate", [
      {
        title: raw`'a' || ${"b"}`,
        pages: fn.caseWhen(fn.value(1).gt(0), 5).else(6),
        author: 1,
        at: fn.now(),
        published: fn.cast(fn.value("2026-01-02"), "date"),
      },
    ])) as (Row & { at: Date; published: string })[];
    expect([book?.title, book?.pages, book?.published]).toEqual(["ab", 5, "2026-01-02"]);
    expect(book?.at).toBeInstanceOf(Date);
    await style.call(Book.objects.filter({ title: "ab" }), "delete");
  });
});
