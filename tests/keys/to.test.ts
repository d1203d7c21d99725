import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { looseClient, type Loose } from "./loose.js";

const MODELS = `
import { Model, fields, unique } from "ormgen";
export class Country extends Model {
  code = fields.text({ maxLength: 2, unique: true, null: true });
  name = fields.text();
  static options = { ordering: ["name"] };
}
export class City extends Model {
  name = fields.text();
  country = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code", relatedName: "cities" });
  twin = fields.foreignKey(() => Country, { onDelete: "setNull", null: true, to: "code", relatedName: "twins" });
  flag = fields.foreignKey(() => Flag, { onDelete: "restrict", null: true, to: "sign" });
}
export class Street extends Model {
  name = fields.text();
  city = fields.foreignKey(() => City, { onDelete: "cascade", relatedName: "streets" });
}
export class Flag extends Model {
  sign = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code", relatedName: "flags" });
  static options = { constraints: [unique("sign")] };
}
export class Club extends Model {
  name = fields.text();
  countries = fields.manyToMany(() => Country, { through: () => Membership, relatedName: "clubs" });
}
export class Membership extends Model {
  club = fields.foreignKey(() => Club, { onDelete: "cascade" });
  country = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code" });
}
`;

let client: Loose;
beforeAll(async () => {
  const made = await looseClient(MODELS);
  ({ client } = made);
  return made.end;
});

describe.each(styles)("a foreign key to another unique field, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  interface Row {
    countryId: string;
    twinId: string | null;
    name: string;
    country: Row;
    cities: Loose;
    twins: Loose;
    clubs: Loose;
  }
  const loaded = (rows: Loose) => (rows.loaded as unknown as Row[]).map(({ name }) => name);
  const get = (model: Loose, where: object) => call(model.objects, "get", where) as Promise<Row>;
  const names = async (rows: object) =>
    ((await call(rows, "toArray")) as { name: string }[]).map(({ name }) => name);

  beforeEach(async () => {
    await executeScript("truncate country, city, street, flag, club, membership restart identity");
    await call(client.Country.objects, "bulkCreate", [
      { code: "zz", name: "Zed" },
      { code: "nl", name: "Netherlands" },
      { code: "fr", name: "France" },
    ]);
    const france = await get(client.Country, { code: "fr" });
    await call(client.City.objects, "create", { name: "Lille", country: france });
    await call(client.City.objects, "bulkCreate", [
      { name: "Delft", country: "nl", twin: france },
      { name: "Breda", country: "nl" },
    ]);
  });

  test("nothing is linked to a row that has no such value", async () => {
    const nowhere = (await call(client.Country.objects, "create", { name: "Nowhere" })) as Row;
    const club = (await call(client.Club.objects, "create", { name: "c" })) as { countries: Loose };
    for (const [rows, row] of [
      [nowhere.clubs, club],
      [club.countries, nowhere],
    ] as const) {
      await expect(call(rows, "add", row)).rejects.toThrow("the Country has no code to refer to");
      await expect(call(rows, "set", [row])).rejects.toThrow("the Country has no code to refer to");
    }
    expect(await call(nowhere.clubs, "count")).toBe(0);
  });

  test("holds that field's value, and is compared by it and by instances", async () => {
    const lille = await get(client.City, { name: "Lille" });
    expect(lille.countryId).toBe("fr");
    const nl = await get(client.Country, { code: "nl" });
    const rows = client.City.objects.orderBy("name");
    expect(await names(rows.filter({ country: "nl" }))).toEqual(["Breda", "Delft"]);
    expect(await names(rows.filter({ country: nl }))).toEqual(["Breda", "Delft"]);
    expect(await names(rows.filter({ country__in: [nl, "fr"] }))).toEqual(["Breda", "Delft", "Lille"]);
    expect(
      await names(rows.filter({ country__in: client.Country.objects.filter({ name: "France" }) })),
    ).toEqual(["Lille"]);
    expect(await names(rows.exclude({ country: nl }))).toEqual(["Lille"]);
    expect(await names(rows.filter({ country__id: 2 }))).toEqual(["Breda", "Delft"]);
    expect(await names(rows.filter({ country__pk: 2 }))).toEqual(["Breda", "Delft"]);
    expect(await names(rows.filter({ twin__isnull: true }))).toEqual(["Breda", "Lille"]);
    expect(await names(rows.filter(client.City.f.country.eq("nl")))).toEqual(["Breda", "Delft"]);
    expect(await names(client.Country.objects.filter({ cities__name: "Lille" }))).toEqual(["France"]);
    expect(await names(client.Country.objects.filter({ cities__isnull: true }))).toEqual(["Zed"]);
    expect(await names(client.Country.objects.exclude({ cities__name: "Delft" }))).toEqual(["France", "Zed"]);
    expect(await names(client.City.objects.orderBy("country", "name"))).toEqual(["Lille", "Breda", "Delft"]);
    expect(await call(rows.valuesList("country", { flat: true }), "toArray")).toEqual(["nl", "nl", "fr"]);
    expect(rows.filter({ country: "nl" }).toSQL().sql as unknown as string).not.toContain("join");
  });

  test("is fetched, joined and prefetched", async () => {
    const lille = await get(client.City, { name: "Lille" });
    expect(((await call(lille, "fetchCountry")) as Row).name).toBe("France");
    const joined = (await call(
      client.City.objects.selectRelated("country").only("name", "country__name").orderBy("name"),
      "toArray",
    )) as Row[];
    expect(joined.map(({ country }) => country.name)).toEqual(["Netherlands", "Netherlands", "France"]);
    const ahead = (await call(
      client.City.objects.prefetchRelated("country").orderBy("name"),
      "toArray",
    )) as Row[];
    expect(ahead.map(({ country }) => country.name)).toEqual(["Netherlands", "Netherlands", "France"]);
    const back = (await call(client.Country.objects.prefetchRelated("cities", "twins"), "toArray")) as Row[];
    expect(back.map(({ cities }) => loaded(cities))).toEqual([["Lille"], ["Delft", "Breda"], []]);
    expect(back.map(({ twins }) => loaded(twins))).toEqual([["Delft"], [], []]);
  });

  test("has related managers", async () => {
    const zed = await get(client.Country, { code: "zz" });
    const breda = await get(client.City, { name: "Breda" });
    await call(zed.cities, "add", breda);
    expect(breda.countryId).toBe("zz");
    const made = (await call(zed.cities, "create", { name: "Zot" })) as Row;
    expect(made.countryId).toBe("zz");
    expect(await names(zed.cities.orderBy("name"))).toEqual(["Breda", "Zot"]);
    const twins = await get(client.Country, { code: "fr" });
    await call(twins.twins, "set", [breda]);
    expect(await names(client.City.objects.filter({ twin: "fr" }))).toEqual(["Breda"]);
    await call(twins.twins, "clear");
    expect(await call(client.City.objects.filter({ twin__isnull: false }), "count")).toBe(0);
    breda.country = await get(client.Country, { code: "nl" });
    await call(breda, "save");
    expect(await call(client.City.objects.filter({ country: "nl" }), "count")).toBe(2);
  });

  test("stands between many and many", async () => {
    const club = (await call(client.Club.objects, "create", { name: "Six" })) as { countries: Loose };
    const nl = await get(client.Country, { code: "nl" });
    await call(club.countries, "add", nl, "fr");
    expect(await names(club.countries)).toEqual(["France", "Netherlands"]);
    expect(await names(client.Club.objects.filter({ countries: nl }))).toEqual(["Six"]);
    await call(club.countries, "set", ["zz", nl]);
    expect(await names(club.countries)).toEqual(["Netherlands", "Zed"]);
    await call(club.countries, "remove", nl);
    expect(await names(club.countries)).toEqual(["Zed"]);
    const [ahead] = (await call(
      client.Country.objects.prefetchRelated("clubs").filter({ code: "zz" }),
      "toArray",
    )) as Row[];
    expect(ahead && loaded(ahead.clubs)).toEqual(["Six"]);
  });

  test("goes with the row that it refers to, or lets go of it", async () => {
    const delft = await get(client.City, { name: "Delft" });
    await call(client.Street.objects, "create", { name: "Markt", city: delft });
    const france = await get(client.Country, { code: "fr" });
    expect(await call(france, "delete")).toEqual([2, { City: 1, Country: 1 }]);
    expect((await get(client.City, { name: "Delft" })).twinId).toBeNull();
    await call(client.Flag.objects, "create", { sign: "nl" });
    await call(client.City.objects.filter({ name: "Breda" }), "update", { flag: "nl" });
    await expect(call(client.Flag.objects.filter({ sign: "nl" }), "delete")).rejects.toThrow(/City\.flag/);
    expect(await call(client.Country.objects.filter({ code: "nl" }), "delete")).toEqual([
      5,
      { Street: 1, City: 2, Flag: 1, Country: 1 },
    ]);
  });

  test("needs a value to refer to", async () => {
    const city = (await call(client.City.objects, "get", { name: "Lille" })) as Row;
    const unsaved = new (client.Country as unknown as new (values: object) => Row)({ code: "xx", name: "X" });
    city.country = unsaved;
    expect(city.countryId).toBe("xx");
    await call(unsaved, "save");
    await call(city, "save");
    expect(await names(client.City.objects.filter({ country__name: "X" }))).toEqual(["Lille"]);
  });
});
