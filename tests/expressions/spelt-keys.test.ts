import { beforeAll, beforeEach, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { clientWith, ran, type Loose } from "./answers.js";

/** What the database takes for one key may be written in several ways: each must find its rows. */
const MODELS = `
import { Model, fields } from "ormgen";
export class Owner extends Model {
  id = fields.uuid({ primaryKey: true });
  email = fields.text({ type: "citext", unique: true });
  handle = fields.custom<string>({ dbType: "citext", unique: true });
  price = fields.decimal({ precision: 10, scale: 2, unique: true });
  free = fields.decimal({ unique: true });
  since = fields.timestamp({ unique: true });
  ip = fields.inet({ unique: true });
  opens = fields.time({ unique: true });
}
export class Thing extends Model {
  owner = fields.foreignKey(() => Owner, { onDelete: "cascade", relatedName: "byId", null: true });
  email = fields.foreignKey(() => Owner, { onDelete: "cascade", to: "email", relatedName: "byEmail" });
  handle = fields.foreignKey(() => Owner, { onDelete: "cascade", to: "handle", relatedName: "byHandle" });
  price = fields.foreignKey(() => Owner, { onDelete: "cascade", to: "price", relatedName: "byPrice" });
  free = fields.foreignKey(() => Owner, { onDelete: "cascade", to: "free", relatedName: "byFree" });
  ip = fields.foreignKey(() => Owner, { onDelete: "cascade", to: "ip", relatedName: "byIp" });
  opens = fields.foreignKey(() => Owner, { onDelete: "cascade", to: "opens", relatedName: "byOpens" });
}
`;

const UPPER = "018F3A5C-0000-7000-8000-00000000ABCD";
const LOWER = UPPER.toLowerCase();
const NAMES = ["owner", "email", "handle", "price", "free", "ip", "opens"] as const;
const BACK = ["byId", "byEmail", "byHandle", "byPrice", "byFree", "byIp", "byOpens"] as const;

type Row = Record<(typeof NAMES)[number], { id: string } | null> & Record<(typeof BACK)[number], Loose>;

let client: Loose & { readonly Owner: Loose; readonly Thing: Loose };
beforeAll(async () => {
  const made = await clientWith(MODELS, { extensions: ["citext"] });
  client = made.client as never;
  return made.end;
});
beforeEach(async () => {
  await executeScript("truncate owner, thing restart identity");
  const since = new Date("2024-01-01T00:00:00Z");
  const at = { ip: "2001:db8::1", opens: "14:30" };
  const owner = { id: LOWER, email: "Ann@X.org", handle: "Ann", price: "1.50", free: "1500", since, ...at };
  await ran(client.Owner.objects.create(owner));
  const other = {
    email: "b@x.org",
    handle: "b",
    price: "9.00",
    free: "9",
    since: new Date(0),
    ip: "10.0.0.1",
    opens: "09:00",
  };
  await ran(client.Owner.objects.create({ id: "018f3a5c-0000-7000-8000-00000000dcba", ...other }));
  const thing = {
    owner: UPPER,
    email: "ann@x.ORG",
    handle: "ANN",
    price: "15e-1",
    free: "1.5E3",
    ...{ ip: "2001:DB8:0::1/128", opens: "14:30:00.000" },
  };
  await ran(client.Thing.objects.create(thing));
});

test("a prefetch finds the rows of a key that is spelt otherwise, from either end", async () => {
  const [thing] = await ran<Row[]>(client.Thing.objects.prefetchRelated(...NAMES).toArray());
  expect(NAMES.map((name) => thing?.[name]?.id)).toEqual(NAMES.map(() => LOWER));
  const [owner, other] = await ran<Row[]>(
    client.Owner.objects
      .orderBy("free")
      .reverse()
      .prefetchRelated(...BACK)
      .toArray(),
  );
  const counts = (row: Row | undefined) =>
    BACK.map((name) => (row?.[name].loaded as unknown as object[]).length);
  expect([counts(owner), counts(other)]).toEqual([BACK.map(() => 1), BACK.map(() => 0)]);
});

test("inBulk() gives rows for any spelling of their keys", async () => {
  const given: [string | undefined, unknown][] = [
    [undefined, UPPER],
    ["email", "ANN@x.org"],
    ["handle", "aNN"],
    ["price", "1.5"],
    ["free", "15e2"],
    ["since", new Date("2024-01-01T00:00:00Z")],
    ["ip", "2001:0db8:0:0::0.0.0.1"],
    ["opens", "14:30:00"],
    ["opens", "14:30:00.0"],
  ];
  for (const [field, key] of given) {
    const found = await ran<Map<unknown, { id: string }>>(
      client.Owner.objects.inBulk([key], ...(field ? [{ field }] : [])),
    );
    expect(
      [...found.values()].map(({ id }) => id),
      field,
    ).toEqual([LOWER]);
    expect(found.get(key)?.id, field).toBe(LOWER);
    expect(found.has("nobody"), field).toBe(false);
  }
});

test("an instance is its row's, however its key is spelt", async () => {
  const owner = new (client.Owner as unknown as new (values: object) => Row)({ id: UPPER });
  const thing = await ran<Row>(client.Thing.objects.get());
  await ran(owner.byId.remove(thing));
  expect(await ran(owner.byId.count())).toBe(0);
  await ran(owner.byId.set([thing]));
  await ran(owner.byId.set([thing]));
  expect(await ran(owner.byId.count())).toBe(1);
});
