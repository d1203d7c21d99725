import { inspect } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { clientWith, fn, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Person extends Model {
  name = fields.text();
  password = fields.text({ hidden: true });
  big = fields.bigInteger({ as: "bigint", default: 9007199254740993n });
  photo = fields.bytes({ null: true });
  many = fields.array(fields.bigInteger({ as: "bigint" }), { default: () => [1n, 2n] });
  get label() { return this.name.toUpperCase(); }
}
export class Note extends Model {
  text = fields.text();
  author = fields.foreignKey(() => Person, { onDelete: "cascade", null: true, relatedName: "notes" });
  at = fields.timestamp({ null: true });
}
`;
let Person: Loose;
let Note: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Person, Note } = client);
  const ann = await ran(
    Person.objects.create({ name: "Ann", password: "secret", photo: new Uint8Array([1, 2, 255]) }),
  );
  await ran(Note.objects.create({ text: "one", author: ann, at: new Date("2026-01-02T03:04:05.678Z") }));
  await ran(Note.objects.create({ text: "two" }));
  return end;
});

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const ann = { id: 1, name: "Ann", big: "9007199254740993", photo: "AQL/", many: ["1", "2"] };
const one = { id: 1, text: "one", authorId: 1, at: "2026-01-02T03:04:05.678Z" };
const two = { id: 2, text: "two", authorId: null, at: null };

describe("JSON of an instance", () => {
  test("has its columns, bigints as digits and bytes as base64, and no hidden field", async () => {
    expect(json(await ran(Person.objects.get()))).toEqual(ann);
    expect(json(await ran(Note.objects.orderBy("id").toArray()))).toEqual([one, two]);
    expect(json(await ran(Person.objects.only("name").get()))).toEqual({ id: 1, name: "Ann" });
    const made = await ran(Person.objects.create({ name: "Bob", password: "p" }));
    expect(json(made)).toMatchObject({ name: "Bob", photo: null });
    expect(JSON.stringify(made)).not.toContain("password");
    await ran(Person.objects.filter({ name: "Bob" }).delete());
  });

  test("has what is loaded: relations, prefetches, annotations, and no way back", async () => {
    expect(json(await ran(Note.objects.selectRelated("author").orderBy("id").toArray()))).toEqual([
      { ...one, author: ann },
      { ...two, author: null },
    ]);
    expect(json(await ran(Person.objects.prefetchRelated("notes").toArray()))).toEqual([
      { ...ann, notes: [one] },
    ]);
    expect(
      json(
        await ran(
          Person.objects
            .annotate({ n: fn.count(Person.f.notes) })
            .prefetchRelated(fn.prefetch("notes", Note.objects.all(), { as: "mine" }))
            .toArray(),
        ),
      ),
    ).toEqual([{ ...ann, n: 1, mine: [one] }]);
    const [deep] = await ran<unknown[]>(
      Note.objects.filter({ id: 1 }).prefetchRelated("author__notes").toArray(),
    );
    expect(json(deep)).toMatchObject({ ...one, author: { name: "Ann" } });
  });
});

describe("a queryset", () => {
  test("in JSON says to await its rows", () => {
    expect(() => JSON.stringify({ people: Person.objects.all() })).toThrow(
      "Person: a queryset is not its rows, and no JSON: await .toArray() first",
    );
  });

  test("is printed as its SQL, without values", () => {
    const printed = inspect(Person.objects.filter({ name: "Ann" }));
    expect(printed).toMatch(/^<\w+: select "person"\."id", .* where "person"\."name" = \$1>$/);
    expect(printed).not.toContain("Ann");
  });
});

test("an instance is printed with what is loaded, and hidden fields covered", async () => {
  const printed = inspect(await ran(Person.objects.prefetchRelated("notes").get()), { depth: 5 });
  expect(printed).toMatch(/^Person \{/);
  expect(printed).toContain("name: 'Ann'");
  expect(printed).toContain("password: '[hidden]'");
  expect(printed).toContain("text: 'one'");
  expect(printed).toContain("9007199254740993n");
  expect(printed).not.toContain("secret");
  expect(inspect({ list: [await ran(Person.objects.get())] }, { depth: 0 })).toContain("[Array]");
});
