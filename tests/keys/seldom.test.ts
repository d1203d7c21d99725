import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { executeRaw, executeScript } from "../../runtime/executor/index.js";
import { clientWith } from "../expressions/answers.js";
import { styles } from "../library/style.js";
import { schemaOf } from "../migrate/models.js";

const HEAD = 'import { Model, check, exclude, fields, sql, unique } from "ormgen";\n';
const MODELS = `${HEAD}
export class Room extends Model {
  number = fields.integer();
  size = fields.integer();
  facts = fields.json<{ beds?: number; view?: string }>({ type: "json", null: true });
  static options = {
    constraints: [
      unique("number", { include: ["size"] }),
      unique("size", "number", { deferrable: "immediate", name: "size_number" }),
      check("size_positive", "size > 0", { validated: false }),
    ],
  };
}
export class Stay extends Model {
  room = fields.foreignKey(() => Room, { onDelete: "cascade", relatedName: "stays" });
  during = fields.range("date");
  guest = fields.text();
  cancelled = fields.boolean({ default: false });
  static options = {
    constraints: [
      exclude("taken", [["room", "="], ["during", "&&"]], { where: "not cancelled", include: ["guest"] }),
      exclude("twins", [[sql("lower(guest)"), "="], [{ field: "during", ops: "range_ops" }, "="]], { deferrable: "deferred" }),
    ],
  };
}
export class Reading extends Model {
  id = fields.id();
  day = fields.date();
  value = fields.integer();
  static options = { partitionBy: "RANGE (day)", primaryKey: ["id", "day"] };
}
`;

test.each([
  ['CONSTRAINT "room_number_key" UNIQUE ("number") INCLUDE ("size")'],
  ['CONSTRAINT "size_number" UNIQUE ("size", "number") DEFERRABLE\n'],
  ['ALTER TABLE "room" ADD CONSTRAINT "size_positive" CHECK (size > 0) NOT VALID;'],
  ['"facts" json,'],
  ['EXCLUDE USING gist ("room_id" WITH =, "during" WITH &&) INCLUDE ("guest") WHERE (not cancelled)'],
  ['EXCLUDE USING gist ((lower(guest)) WITH =, "during" range_ops WITH =) DEFERRABLE INITIALLY DEFERRED'],
  ['CREATE EXTENSION IF NOT EXISTS "btree_gist";'],
  ['CONSTRAINT "reading_pkey" PRIMARY KEY ("id", "day")\n) PARTITION BY RANGE (day);'],
])("%s", (sql) => {
  expect(createSql(stateOf(schemaOf(MODELS))).join("\n")).toContain(sql);
});

interface Rows {
  filter(where: object): Rows;
  exclude(where: object): Rows;
  orderBy(...names: readonly string[]): Rows;
  values(...names: readonly string[]): Rows;
  valuesList(...names: readonly (string | object)[]): Rows;
  distinct(): Rows;
}
interface Found {
  id: number;
  facts: unknown;
  save(): Promise<unknown>;
}
type Client = Readonly<Record<"Room" | "Stay" | "Reading", { objects: Rows }>>;

let client: Client;
beforeAll(async () => {
  const made = await clientWith(MODELS);
  client = made.client as unknown as Client;
  await executeScript(
    "create table reading_2025 partition of reading for values from ('2025-01-01') to ('2026-01-01')",
  );
  return made.end;
});

describe.each(styles)("rows, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  beforeEach(async () => {
    await executeScript("truncate room, stay, reading restart identity");
    await call(client.Room.objects, "bulkCreate", [
      { number: 1, size: 2, facts: { view: "sea", beds: 2 } },
      { number: 2, size: 2, facts: { beds: 3 } },
      { number: 3, size: 4 },
    ]);
  });

  test("a json column keeps what was written, and is compared as jsonb", async () => {
    const rooms = client.Room.objects;
    const count = (where: object) => call(rooms.filter(where), "count");
    expect(await count({ facts: { beds: 2, view: "sea" } })).toBe(1);
    expect(await count({ facts__beds: 3 })).toBe(1);
    expect(await count({ facts__beds__gte: 2 })).toBe(2);
    expect(await count({ facts__contains: { view: "sea" } })).toBe(1);
    expect(await count({ facts__has_key: "view" })).toBe(1);
    expect(await count({ facts__in: [{ beds: 3 }, { beds: 4 }] })).toBe(1);
    expect(await count({ facts__isnull: true })).toBe(1);
    expect(await count({ stays__room__facts__beds: 3 })).toBe(0);
    expect(await call(rooms.exclude({ facts__beds: 3 }), "count")).toBe(2);
    const listed = rooms.orderBy("number").valuesList("facts", { flat: true });
    expect(await call(listed, "toArray")).toEqual([{ view: "sea", beds: 2 }, { beds: 3 }, null]);
    expect(await call(rooms.values("facts").distinct(), "count")).toBe(3);
    const room = (await call(rooms, "get", { number: 2 })) as Found;
    room.facts = { zzz: 1, a: "x" };
    await call(room, "save");
    const [row] = await executeRaw("select facts::text as text from room where number = 2");
    expect(row?.["text"]).toBe('{"zzz":1,"a":"x"}');
    expect(await call(rooms.filter({ number: 1 }), "update", { facts: { beds: 9 } })).toBe(1);
    expect(await count({ facts__beds: 9 })).toBe(1);
  });

  test("what an exclusion forbids is an ExclusionViolation with its name", async () => {
    const stays = client.Stay.objects;
    const during = { lower: "2025-01-01", upper: "2025-01-05", bounds: "[)" };
    await call(stays, "create", { room: 1, during, guest: "Ada" });
    await call(stays, "create", { room: 2, during, guest: "Bob" });
    await call(stays, "create", { room: 1, during, guest: "Cyd", cancelled: true });
    await expect(call(stays, "create", { room: 1, during, guest: "Dan" })).rejects.toMatchObject({
      name: "ExclusionViolation",
      constraint: "taken",
    });
    await expect(call(stays, "create", { room: 3, during, guest: "ADA" })).rejects.toMatchObject({
      name: "ExclusionViolation",
      constraint: "twins",
    });
    expect(await call(stays.filter({}), "count")).toBe(3);
  });

  test("rows of a partitioned table go through it", async () => {
    const readings = client.Reading.objects;
    await call(readings, "bulkCreate", [
      { day: "2025-02-01", value: 1 },
      { day: "2025-03-01", value: 2 },
    ]);
    const made = (await call(readings, "create", { day: "2025-04-01", value: 3 })) as Found;
    expect(made.id).toBeGreaterThan(0);
    expect(await call(readings.filter({ value__gt: 1 }), "update", { value: 5 })).toBe(2);
    expect(await call(readings.filter({ value: 5 }), "count")).toBe(2);
    expect(await call(readings.filter({ pk: [made.id, "2025-04-01"] }), "delete")).toEqual([
      1,
      { Reading: 1 },
    ]);
    await expect(call(readings, "create", { day: "2030-01-01", value: 1 })).rejects.toThrow(/no partition/);
  });
});
