import { beforeAll, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { clientWith, fn, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Person extends Model {
  name = fields.text({ maxLength: 50 });
  label = fields.text({ null: true });
}
export class Note extends Model {
  text = fields.text();
  author = fields.foreignKey(() => Person, { onDelete: "cascade", relatedName: "notes" });
}
`;

let Person: Loose;
let Note: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS, { extensions: ["pg_trgm", "unaccent"] });
  ({ Person, Note } = client);
  const people = ["Matthew", "Helène", "Gonçalo 100%", "cat sat on the mat"];
  await (Person.objects.bulkCreate(people.map((name) => ({ name }))) as unknown as Promise<unknown>);
  await (Note.objects.create({ text: "x", author: 2 }) as unknown as Promise<unknown>);
  return end;
});

describe.each(styles)("trigrams and accents, $name", (style) => {
  const names = (where: unknown, exclude = false): Promise<unknown> =>
    style.call(
      (exclude ? Person.objects.exclude(where) : Person.objects.filter(where))
        .orderBy("id")
        .valuesList("name", { flat: true }),
      "toArray",
    );

  test("lookups: as keywords, as methods, over a relation, excluded", async () => {
    expect(await names({ name__trigram_similar: "Mathew" })).toEqual(["Matthew"]);
    expect(await names({ name__trigram_word_similar: "Middle mat" })).toEqual([]);
    expect(await names({ name__trigram_word_similar: "the mat" })).toEqual(["cat sat on the mat"]);
    expect(await names({ name__trigram_strict_word_similar: "sa" })).toEqual([]);
    expect(await names({ name__trigram_strict_word_similar: "the mat" })).toEqual(["cat sat on the mat"]);
    expect(
      await names((Person.f.name as unknown as Record<string, Loose>)["trigram_similar"]!("Mathew")),
    ).toEqual(["Matthew"]);
    expect(await names({ name__trigram_similar: "Mathew" }, true)).toHaveLength(3);
    expect(await names({ label__trigram_similar: "x" }, true)).toHaveLength(4);
    expect(await style.call(Note.objects.filter({ author__name__trigram_similar: "Helène" }), "count")).toBe(
      1,
    );
    expect(await names({ name__trigram_similar: Person.f.name })).toHaveLength(4);
  });

  test("functions: similarity and distance", async () => {
    const rows = Person.objects.annotate({
      near: fn.trigramSimilarity(Person.f.name, "Mathew"),
      far: fn.trigramDistance(Person.f.name, fn.value("Mathew")),
      word: fn.trigramWordSimilarity("mat", Person.f.name),
      strict: fn.trigramStrictWordSimilarity("mat", Person.f.name),
      wordFar: fn.trigramWordDistance("mat", Person.f.name),
      strictFar: fn.trigramStrictWordDistance("mat", Person.f.name),
      none: fn.trigramSimilarity(Person.f.label, "x"),
    });
    const shown = ["near", "far", "word", "strict", "wordFar", "strictFar", "none"];
    const [first] = (await style.call(rows.orderBy("-near").valuesList(...shown), "toArray")) as [number[]];
    // Of nine trigrams, six are in both: "  m", " ma", "mat", "the", "hew", "ew ".
    expect(first.slice(0, 2).map((each) => each.toFixed(4))).toEqual(["0.6667", "0.3333"]);
    expect(first[2]! + first[4]!).toBeCloseTo(1);
    expect(first[3]! + first[5]!).toBeCloseTo(1);
    expect(first[6]).toBeNull();
    expect(await style.call(rows.filter({ near__gt: 0.4 }), "count")).toBe(1);
    const byDistance = rows
      .orderBy(fn.trigramDistance(Person.f.name, "cat").asc())
      .valuesList("name", { flat: true });
    expect(await style.call(byDistance, "first")).toBe("cat sat on the mat");
    expect(
      await style.call(Person.objects, "aggregate", {
        m: fn.max(fn.trigramSimilarity(Person.f.name, "Matthew")),
      }),
    ).toEqual({ m: 1 });
  });

  test("unaccent stands on both sides", async () => {
    expect(await names({ name__unaccent: "Heléne" })).toEqual(["Helène"]);
    expect(await names({ name__unaccent: "Helene" })).toEqual(["Helène"]);
    expect(await names({ name__unaccent__icontains: "ÇALO" })).toEqual(["Gonçalo 100%"]);
    expect(await names({ name__unaccent__endswith: "0%" })).toEqual(["Gonçalo 100%"]);
    expect(await names({ name__unaccent__endswith: "1_0%" })).toEqual([]);
    expect(await names({ name__unaccent__in: ["Helène", "matthew"] })).toEqual(["Helène"]);
    expect(await names({ name__unaccent__in: [] })).toEqual([]);
    expect(await names({ name__unaccent__lower: "helene" })).toEqual(["Helène"]);
    expect(await names({ name__unaccent__range: ["Hélé", "Hélf"] })).toEqual(["Helène"]);
    expect(await names({ name__unaccent__trigram_similar: "Héléne" })).toEqual(["Helène"]);
    expect(await names({ label__unaccent: null })).toHaveLength(4);
    expect(await names({ label__unaccent__isnull: false })).toEqual([]);
    expect(await names({ label__unaccent: "é" }, true)).toHaveLength(4);
    expect(await names({ name__unaccent: Person.f.name })).toHaveLength(4);
    expect(await style.call(Note.objects.filter({ author__name__unaccent: "Heléne" }), "count")).toBe(1);
    expect(await names({ notes__author__name__unaccent: "Helene" })).toEqual(["Helène"]);
    const plain = Person.objects.annotate({ plain: fn.unaccent(Person.f.name) }).filter({ plain: "Helene" });
    expect(await style.call(plain, "count")).toBe(1);
    const list = Person.objects.valuesList("name", { flat: true });
    expect(() => Person.objects.filter({ name__unaccent__in: list })).toThrow(
      /'unaccent' compares with values/,
    );
  });
});

test("without the extension, the error says which, and where it is asked for", async () => {
  await executeScript("drop extension pg_trgm; drop extension unaccent");
  const wanted = (name: string) =>
    new RegExp(`no extension "${name}": write \`extensions: \\["${name}"\\]\` in ormgen\\.config\\.ts`);
  for (const style of styles) {
    const ask = (rows: Loose) => expect(style.call(rows, "toArray")).rejects;
    await ask(Person.objects.filter({ name__trigram_similar: "x" })).toThrow(wanted("pg_trgm"));
    await ask(Person.objects.filter({ name__trigram_strict_word_similar: "x" })).toThrow(wanted("pg_trgm"));
    await ask(Person.objects.annotate({ d: fn.trigramWordDistance("x", Person.f.name) })).toThrow(
      wanted("pg_trgm"),
    );
    await ask(Person.objects.annotate({ d: fn.trigramSimilarity(Person.f.name, "x") })).toThrow(
      wanted("pg_trgm"),
    );
    await ask(Person.objects.filter({ name__unaccent: "x" })).toThrow(wanted("unaccent"));
  }
});
