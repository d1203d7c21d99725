import { beforeAll, beforeEach, expect, test } from "vitest";
import { SchemaDrift } from "../../runtime/errors/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { clientWith, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Item extends Model {
  name = fields.text({ unique: true });
}
export class Keyed extends Model {
  name = fields.text({ primaryKey: true });
}
`;

let client: Loose & { readonly Keyed: Loose };
beforeAll(async () => {
  const made = await clientWith(MODELS);
  client = made.client as never;
  await executeScript(`
    create function skips() returns trigger language plpgsql as $$
      begin if new.name like 'no%' then return null; end if; return new; end $$;
    create trigger skips before insert on item for each row execute function skips();
    create trigger skips before insert on keyed for each row execute function skips();`);
  return made.end;
});
beforeEach(() => executeScript("truncate item, keyed restart identity"));

const said = (of: string) => `Item: of ${of}: a trigger or a rule of "item" left rows out`;

test("keys that come back of some rows alone are given to no instance", async () => {
  const rows = ["a", "no", "c"].map((name) => ({ name }));
  const items = rows.map((row) => new (client.Item as unknown as new (row: object) => { id: number })(row));
  await expect(ran(client.Item.objects.bulkCreate(items))).rejects.toThrow(
    said("3 new rows the database gave 2 back"),
  );
  expect(items.map(({ id }) => id)).toEqual([undefined, undefined, undefined]);
});

test("a row that was not made is not taken for made", async () => {
  const call = ran(client.Item.objects.create({ name: "no" }));
  await expect(call).rejects.toThrow(SchemaDrift);
  await expect(call).rejects.toThrow(said("1 new row the database gave 0 back"));
  await expect(ran(client.Item.objects.getOrCreate({ name: "no" }))).rejects.toThrow(SchemaDrift);
  expect(await ran(client.Item.objects.count())).toBe(0);
});

test("where nothing has to come back, nothing is missed", async () => {
  await ran(client.Keyed.objects.create({ name: "no" }));
  await ran(client.Keyed.objects.bulkCreate([{ name: "no" }, { name: "yes" }]));
  await ran(client.Item.objects.bulkCreate([{ name: "no" }, { name: "yes" }], { ignoreConflicts: true }));
  expect([await ran(client.Keyed.objects.count()), await ran(client.Item.objects.count())]).toEqual([1, 1]);
});
