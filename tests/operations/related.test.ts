import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connectOwn } from "../library/own-database.js";
import { executeScript } from "../../runtime/executor/index.js";
import { clientOf, type DynamicClient, type Rows } from "../library/client-of.js";
import { counted } from "../library/counted.js";
import { styles } from "../library/style.js";

interface Person {
  readonly id: string;
  readonly friends: Rows;
  readonly following: Rows;
  readonly followers: Rows;
}

let client: DynamicClient;
beforeAll(async () => {
  client = await clientOf(`
    import { Model, fields } from "ormgen";
    export class Person extends Model {
      id = fields.uuid({ primaryKey: true, default: () => crypto.randomUUID() });
      name = fields.text();
      friends = fields.manyToMany(() => Person);
      following = fields.manyToMany(() => Person, { symmetrical: false, relatedName: "followers" });
    }
  `);
  return connectOwn();
});
beforeEach(() => executeScript(`drop schema public cascade; create schema public; ${client.sql}`));
afterAll(() => client.remove());

describe.each(styles)("$name: a many-to-many with itself", (m) => {
  let people: Person[];
  beforeEach(async () => {
    const rows = ["a", "b", "c", "d"].map((name) => ({ name }));
    people = (await m.call(
      (client.models["Person"] as { objects: object }).objects,
      "bulkCreate",
      rows,
    )) as Person[];
  });
  const at = (index: number) => people[index] as Person;
  const names = (rows: Rows) => m.call(rows.orderBy("name").valuesList("name", { flat: true }), "toArray");

  test("holds both ways where it is symmetrical", async () => {
    await m.call(at(0).friends, "add", at(1), at(2).id, at(0));
    expect(await names(at(0).friends)).toEqual(["a", "b", "c"]);
    expect(await names(at(1).friends)).toEqual(["a"]);
    await m.call(at(1).friends, "add", at(0));
    expect(await names(at(1).friends)).toEqual(["a"]);
    await m.call(at(2).friends, "remove", at(0));
    expect(await names(at(0).friends)).toEqual(["a", "b"]);
    await m.call(at(0).friends, "set", [at(3), at(1).id]);
    expect(await names(at(0).friends)).toEqual(["b", "d"]);
    expect(await names(at(3).friends)).toEqual(["a"]);
    await m.call(at(3).friends, "clear");
    expect(await names(at(0).friends)).toEqual(["b"]);
  });

  test("holds one way where it is not", async () => {
    await m.call(at(0).following, "add", at(1), at(2));
    expect(await names(at(1).following)).toEqual([]);
    expect(await names(at(1).followers)).toEqual(["a"]);
    await m.call(at(3).followers, "set", [at(0), at(2)]);
    expect(await names(at(0).following)).toEqual(["b", "c", "d"]);
    await m.call(at(3).followers, "clear");
    expect(await names(at(0).following)).toEqual(["b", "c"]);
    expect(await names(at(2).following)).toEqual([]);
  });

  test("the number of queries does not grow with the rows", async () => {
    const one = await counted(() => m.call(at(0).following, "set", [at(1)]));
    const rows = Array.from({ length: 2000 }, (_, index) => ({ name: String(index) }));
    const more = (await m.call(
      (client.models["Person"] as { objects: object }).objects,
      "bulkCreate",
      rows,
    )) as Person[];
    const many = await counted(() => m.call(at(2).following, "set", more));
    expect(many.log).toEqual(one.log);
    expect(await m.call(at(2).following, "count")).toBe(2000);
    const none = await counted(() => m.call(at(2).following, "set", []));
    expect(none.log.length).toBeLessThan(7);
    expect(await m.call(at(2).following, "count")).toBe(0);
  });
});
