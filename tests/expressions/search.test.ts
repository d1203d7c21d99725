import { beforeAll, describe, expect, test } from "vitest";
import { styles } from "../library/style.js";
import { clientWith, fn, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields, index } from "ormgen";
export class Person extends Model {
  name = fields.text({ maxLength: 50 });
  label = fields.text();
}
export class Note extends Model {
  author = fields.foreignKey(() => Person, { onDelete: "cascade", relatedName: "notes" });
  title = fields.text({ maxLength: 100 });
  text = fields.text({ null: true });
  status = fields.text({ default: "english" });
  size = fields.integer({ default: 7 });
  data = fields.searchVector({ null: true });
  body = fields.generated(fields.searchVector(), { as: "to_tsvector('english', coalesce(text, ''))" });
  static options = { indexes: [index("body", { using: "gin" })] };
}
`;

let Person: Loose;
let Note: Loose;
let words: (...given: readonly unknown[]) => Loose;
const query = (...given: readonly unknown[]) => fn.searchQuery(...given);

beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Person, Note } = client);
  words = (...given) => fn.searchVector(...given);
  await ran(
    Person.objects.bulkCreate([
      { name: "Nightingale", label: "The dark forest" },
      { name: "Sparrow", label: "A castle by the sea" },
    ]),
  );
  await ran(
    Note.objects.bulkCreate([
      { author: 1, title: "one", text: "The brave nightingale sang all night, brave and bold." },
      { author: 1, title: "two", text: "Foxes were running through the forest." },
      { author: 2, title: "three", text: "Un beau cadeau. Oui oui.", status: "french" },
      { author: 2, title: "four", text: null },
    ]),
  );
  return end;
});

describe.each(styles)("full-text search, $name", (style) => {
  const listed = (rows: Loose) =>
    style.call(rows.orderBy("id").valuesList("title", { flat: true }), "toArray");
  const titles = (...where: readonly unknown[]) => listed(Note.objects.filter(...where));
  const made = (vector: Loose, value: unknown) =>
    listed(Note.objects.annotate({ label: vector }).filter({ label: value }));

  test("several expressions are one text; null and what is no text are a part of it", async () => {
    const all = words(Note.f.author.label, Note.f.text, Note.f.size);
    expect(await made(all, "fox forest")).toEqual(["two"]);
    expect(await made(all, "castles")).toEqual(["three", "four"]);
    expect(await made(all, "7")).toHaveLength(4);
    expect(await made(all, "forestfoxes")).toEqual([]);
    expect(await listed(Note.objects.annotate({ label: all }).exclude({ label: "forest" }))).toEqual([
      "three",
      "four",
    ]);
    expect(await titles(words(Note.f.author.name).search("nightingales"))).toEqual(["one", "two"]);
    expect(await titles(words(Note.f.text).ne("fox"))).toEqual(["one", "three", "four"]);
    const people = Person.objects.annotate({ all: words(Person.f.notes.text) }).filter({ all: "fox" });
    expect(await style.call(people, "count")).toBe(1);
  });

  test("how words are read", async () => {
    const text = words(Note.f.text);
    expect(await made(text, query("foxes were running", { searchType: "phrase" }))).toEqual(["two"]);
    expect(await made(text, query("running foxes", { searchType: "phrase" }))).toEqual([]);
    expect(await made(text, query("fox | brave & !sing", { searchType: "raw" }))).toEqual(["one", "two"]);
    expect(await made(text, query("forest or brave -bold", { searchType: "websearch" }))).toEqual(["two"]);
    expect(await made(text, query("forest, foxes"))).toEqual(["two"]);
    expect(await made(text, query(Note.f.author.name))).toEqual(["one"]);
    expect(() => query("x", { searchType: "other" })).toThrow(
      /searchType of searchQuery\(\) is one of: plain/,
    );
  });

  test("a configuration, by name and by field, holds for what stands beside it", async () => {
    const french = words(Note.f.text, { config: "french" });
    expect(await made(french, query("cadeaux", { config: "french" }))).toEqual(["three"]);
    expect(await made(french, "cadeaux")).toEqual(["three"]);
    expect(await made(words(Note.f.text, { config: "simple" }), "cadeaux")).toEqual([]);
    const own = words(Note.f.text, { config: Note.f.status });
    expect(await made(own, "cadeaux")).toEqual(["three"]);
    expect(await made(own, query("foxes", { config: Note.f.status }))).toEqual(["two"]);
    expect(await titles({ text__search: query("cadeaux", { config: "french" }) })).toEqual(["three"]);
    expect(await titles({ text__search: query("cadeaux", { config: "pg_catalog.simple" }) })).toEqual([]);
    for (const config of ["english'); --", "", 3, fn.value("english")])
      expect(() => words(Note.f.text, { config })).toThrow(/config of searchVector\(\) is the name of/);
  });

  test("queries and vectors are joined", async () => {
    const either = query("fox").or(query("cadeau", { config: "simple" }));
    expect(await titles({ text__search: either })).toEqual(["two", "three"]);
    expect(await titles({ text__search: query("brave").and(query("fox").or(query("bold"))) })).toEqual([
      "one",
    ]);
    expect(await titles({ text__search: query("fox").not() })).toEqual(["one", "three", "four"]);
    expect(await titles({ author__label__search: query("forests") })).toEqual(["one", "two"]);
    const both = words(Note.f.author.name).add(words(Note.f.text)).add(words(Note.f.author.label));
    expect(await made(both, "nightingale fox forest")).toEqual(["two"]);
    expect(() => query("x").and("y")).toThrow("and() of a searchQuery() takes another searchQuery()");
    expect(() => words(Note.f.text).add("y")).toThrow(
      "add() of a searchVector() takes another searchVector()",
    );
    expect(() => (Note.f.size as unknown as { or: Loose }).or(query("x"))).toThrow(
      /or\(\) is of a searchQuery\(\)/,
    );
    expect(() => words(Note.f.text).eq(words(Note.f.title))).toThrow(
      /compared with words, or with searchQuery/,
    );
  });

  test("ranks: weights, length, nearness", async () => {
    const ranked = (rank: Loose) =>
      style.call(
        Note.objects
          .annotate({ rank })
          .filter({ rank__gt: 0.001 })
          .orderBy("-rank", "id")
          .valuesList("title", { flat: true }),
        "toArray",
      );
    const first = query("nightingale");
    expect(await ranked(fn.searchRank(Note.f.text, "brave bold"))).toEqual(["one"]);
    const marked = (text: string, name: string) =>
      words(Note.f.text, { weight: text }).add(words(Note.f.author.name, { weight: name }));
    const rank = async (vector: Loose, options: object = {}) =>
      (await style.call(
        Note.objects.orderBy("id").valuesList(fn.searchRank(vector, first, options), { flat: true }),
        "toArray",
      )) as number[];
    const [low = 0, alone = 0, none] = await rank(marked("D", "A"));
    expect(none).toBe(0);
    expect(alone).toBeGreaterThan(0.5);
    expect(low).toBeGreaterThan(alone);
    const [, plain = 0] = await rank(marked("A", "D"));
    expect(plain).toBeLessThan(alone);
    const [, weighed] = await rank(marked("A", "D"), { weights: [1, 0, 0, 0] });
    expect(weighed).toBeCloseTo(alone);
    const [shortened = 0] = await rank(marked("D", "A"), { normalization: 2 });
    expect(shortened).toBeLessThan(low);
    expect((await rank(marked("D", "A"), { coverDensity: true }))[1]).toBe(1);
    expect(() => fn.searchRank(Note.f.text, "x", { weights: [1] })).toThrow(/are four numbers/);
    expect(() => fn.searchRank(Note.f.text, "x", { weight: "A" })).toThrow(/has no option "weight"/);
  });

  test("headlines mark the words", async () => {
    const shown = async (options: object, what: unknown = "fox") =>
      style.call(
        Note.objects
          .filter({ title: "two" })
          .values({ shown: fn.searchHeadline(Note.f.text, what, options) })
          .valuesList("shown", { flat: true }),
        "get",
      );
    expect(await shown({})).toBe("<b>Foxes</b> were running through the forest.");
    expect(await shown({ startSel: '<i class="x">', stopSel: "</i>" })).toBe(
      '<i class="x">Foxes</i> were running through the forest.',
    );
    expect(await shown({ maxWords: 3, minWords: 2 }, query("run"))).toContain("<b>running</b>");
    expect(
      await shown(
        { maxFragments: 2, fragmentDelimiter: " / ", maxWords: 3, minWords: 1 },
        query("fox | forest", { searchType: "raw" }),
      ),
    ).toMatch(/ \/ /);
    expect(await shown({ config: "simple" })).not.toContain("<b>");
  });

  test("columns of words: written, generated, compared", async () => {
    await style.call(Note.objects.all(), "update", { data: words(Note.f.text, { config: "english" }) });
    expect(await titles({ data: query("fox") })).toEqual(["two"]);
    expect(await titles({ data: "brave nightingales", body: "bold" })).toEqual(["one"]);
    expect(await titles({ body__search: "fox" })).toEqual(["two"]);
    expect(await titles({ body: query("foxes", { config: "english" }) })).toEqual(["two"]);
    expect(await style.call(Person.objects.filter({ notes__body: "fox" }), "count")).toBe(1);
    expect(await style.call(Person.objects.exclude({ notes__body: "fox" }), "count")).toBe(1);
    await style.call(Note.objects.filter({ title: "four" }), "update", { data: null });
    expect(await titles({ data: null })).toEqual(["four"]);
    expect(await listed(Note.objects.exclude({ data: "fox" }))).toEqual(["one", "three", "four"]);
    const note = (await style.call(Note.objects, "get", { title: "two" })) as { body: string };
    expect(note.body).toBe("'forest':6 'fox':1 'run':3");
  });
});
