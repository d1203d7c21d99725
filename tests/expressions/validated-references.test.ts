import { beforeAll, beforeEach, expect, test } from "vitest";
import type { ValidationError } from "../../runtime/errors/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { counted } from "../library/counted.js";
import { clientWith, ran, raw, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields, unique } from "ormgen";
import type { CountryQuerySet } from "../generated/index.js";
export class Country extends Model {
  code = fields.text({ unique: true });
  gone = fields.boolean({ default: false });
  static manager = { base(this: CountryQuerySet) { return this.filter({ gone: false }); } };
}
export class Line extends Model {
  order = fields.integer();
  number = fields.integer();
  static options = { primaryKey: ["order", "number"] };
}
export class Parcel extends Model {
  name = fields.text();
  country = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code" });
  from = fields.foreignKey(() => Country, { onDelete: "cascade", null: true, relatedName: "sent" });
  order = fields.integer({ null: true });
  number = fields.integer({ null: true });
  line = fields.foreignKey(() => Line, { onDelete: "cascade", columns: [["order", "order"], ["number", "number"]] });
  within = fields.foreignKey(() => Parcel, { onDelete: "cascade", null: true, relatedName: "parts" });
  seal = fields.foreignKey(() => Country, { onDelete: "doNothing", null: true, editable: false, relatedName: "sealed" });
  static options = { constraints: [unique("name", "from")] };
}
`;

type Row = Record<string, unknown> & { validate(options?: object): Promise<void>; save(): Promise<void> };

let client: Loose & { readonly Country: Loose; readonly Line: Loose; readonly Parcel: Loose };
beforeAll(async () => {
  const made = await clientWith(MODELS);
  client = made.client as never;
  return made.end;
});
beforeEach(async () => {
  await executeScript("truncate country, line, parcel restart identity");
  await executeScript("insert into country (code, gone) values ('no', false), ('dd', true)");
  await executeScript('insert into line ("order", number) values (1, 2)');
});

const made = (model: Loose, values: object) => new (model as unknown as new (values: object) => Row)(values);
const parcel = (values: object) => made(client.Parcel, { name: "p", country: "no", ...values });
const errors = async (row: Row, options?: object) => {
  try {
    await row.validate(...(options ? [options] : []));
  } catch (error) {
    return (error as ValidationError).errors;
  }
  return {};
};

test("a row that is not there is named, by what it would be known by", async () => {
  expect(await errors(parcel({ country: "xx", from: 70, order: 1, number: 3, within: 9 }))).toEqual({
    country: ["there is no Country with this code"],
    from: ["there is no Country with this id"],
    line: ["there is no Line with this order, number"],
    within: ["there is no Parcel with this id"],
  });
  expect(await errors(parcel({ from: 1, order: 1, number: 2 }))).toEqual({});
});

test("all are asked with one statement, and none where nothing is referred to", async () => {
  const row = parcel({ from: 1, order: 1, number: 2 });
  const { log } = await counted(() => errors(row));
  expect(log.filter((sql) => sql.startsWith("select exists (select from")).length).toBe(1);
  const line = await counted(() => errors(made(client.Line, { order: 5, number: 5 })));
  expect(line.log.filter((sql) => sql.startsWith("select exists (select from"))).toEqual([]);
});

test("NULL refers to nothing, a row that its manager hides is there, and a new row may refer to itself", async () => {
  expect(await errors(parcel({ order: 7, number: null }))).toEqual({});
  expect(await errors(parcel({ country: "dd", from: 2 }))).toEqual({});
  expect(await errors(parcel({ id: 30, within: 30 }))).toEqual({});
  expect(await errors(parcel({ id: 30, within: 31 }))).toEqual({
    within: ["there is no Parcel with this id"],
  });
});

test("what is excluded, wrong by itself, not editable, deferred or the database's to work out is not asked", async () => {
  expect(await errors(parcel({ from: 70, order: 1, number: 3 }), { exclude: ["from", "number"] })).toEqual(
    {},
  );
  expect(await errors(parcel({ country: 5, seal: 70 }))).toEqual({
    country: [expect.stringContaining("string")],
  });
  expect(await errors(parcel({ from: raw`1 + 69` }))).toEqual({});
  await ran(client.Parcel.objects.create({ name: "q", country: "no" }));
  const some = await ran<Row>(client.Parcel.objects.only("name").get());
  expect(await errors(some)).toEqual({});
  some["from"] = 70;
  expect(await errors(some)).toEqual({ from: ["there is no Country with this id"] });
});

test("an instance that is not saved is an error among the others", async () => {
  const country = made(client.Country, { code: "se" });
  const row = parcel({ name: null, country, from: country });
  expect(await errors(row)).toEqual({
    name: ["a value is required"],
    country: ["the Country is not saved: save it first"],
    from: ["the Country is not saved: save it first"],
  });
  expect(await errors(row, { exclude: ["from", "name"] })).toEqual({
    country: ["the Country is not saved: save it first"],
  });
  row["name"] = "p";
  await expect((async () => row.save())()).rejects.toThrow(
    "Parcel.country: the Country is not saved: save it first",
  );
  await country.save();
  expect(await errors(row)).toEqual({});
  await row.save();
  expect([row["countryId"], row["fromId"]]).toEqual(["se", 3]);
});
