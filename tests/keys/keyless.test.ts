import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { schemaOf } from "../migrate/models.js";
import { looseClient, type Loose } from "./loose.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class User extends Model {
  name = fields.text();
}
export class Log extends Model {
  text = fields.text();
  level = fields.integer({ default: 0 });
  user = fields.foreignKey(() => User, { onDelete: "cascade", null: true, relatedName: "logs" });
  static options = { primaryKey: [] };
}
`;

let client: Loose;
beforeAll(async () => {
  const made = await looseClient(MODELS);
  ({ client } = made);
  return made.end;
});

describe.each(styles)("a table without a primary key, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  interface Row {
    text: string;
    level: number;
    name: string;
    user: Row | null;
    logs: Loose;
  }
  const texts = (from: Loose) => call(from.orderBy("text").valuesList("text", { flat: true }), "toArray");

  beforeEach(async () => {
    await executeScript(`truncate log, "user" restart identity`);
    await call(client.User.objects, "bulkCreate", [{ name: "u" }, { name: "v" }]);
    await call(client.Log.objects, "create", { text: "a", user: 1 });
    await call(client.Log.objects, "bulkCreate", [
      { text: "b", level: 2, user: 1 },
      { text: "c" },
      { text: "c" },
    ]);
  });

  test("is written and read by conditions", async () => {
    const rows = client.Log.objects;
    const made = (await call(rows, "create", { text: "d" })) as Row;
    expect(made.level).toBe(0);
    expect(await texts(rows.all())).toEqual(["a", "b", "c", "c", "d"]);
    expect(await call(rows.filter({ text: "c" }), "count")).toBe(2);
    expect(await call(rows.filter({ text: "c" }).distinct(), "count")).toBe(1);
    expect(await call(rows.filter({ text: "c" }), "update", { level: 5 })).toBe(2);
    expect(await call(rows.filter({ level: 5 }), "delete")).toEqual([2, { Log: 2 }]);
    expect(((await call(rows, "first")) as Row).text).toBe("a");
    expect(((await call(rows.orderBy("text"), "last")) as Row).text).toBe("d");
    expect(await call(rows, "exists")).toBe(true);
    const joined = (await call(rows.selectRelated("user").orderBy("text"), "toArray")) as Row[];
    expect(joined.map(({ user }) => user?.name)).toEqual(["u", "u", undefined]);
    expect(await call(rows.filter({ user__name: "u" }), "count")).toBe(2);
    expect(await texts(rows.exclude({ user__name: "u" }))).toEqual(["d"]);
  });

  test("is related to", async () => {
    const by = client.User.objects.orderBy("name");
    const names = (from: Loose) => call(from.valuesList("name", { flat: true }), "toArray");
    expect(await names(by.filter({ logs__isnull: true }))).toEqual(["v"]);
    expect(await names(by.filter({ logs__text: "b" }))).toEqual(["u"]);
    expect(await names(by.exclude({ logs__text: "b" }))).toEqual(["v"]);
    const ahead = (await call(by.prefetchRelated("logs"), "toArray")) as Row[];
    expect(ahead.map(({ logs }) => (logs.loaded as unknown as Row[]).length)).toEqual([2, 0]);
    const [u] = ahead;
    if (!u) throw new Error("no user");
    const made = (await call(u.logs, "create", { text: "e" })) as Row;
    expect(made.text).toBe("e");
    await expect(call(u.logs, "add", made)).rejects.toThrow(/User\.logs: Log has no primary key/);
    await call(u.logs, "clear");
    expect(await call(u.logs, "count")).toBe(0);
    await call(client.Log.objects.filter({ text: "a" }), "update", { user: u });
    expect(await call(u, "delete")).toEqual([2, { Log: 1, User: 1 }]);
  });

  test("has no row that could be told from another", async () => {
    const row = (await call(client.Log.objects, "get", { text: "a" })) as Row;
    for (const method of ["save", "delete", "refresh"])
      await expect(call(row, method)).rejects.toThrow(`Log has no primary key: ${method}() cannot tell`);
    await expect(call(client.Log.objects, "bulkUpdate", [row], ["text"])).rejects.toThrow(
      /Log has no primary key/,
    );
    await expect(call(client.Log.objects, "contains", row)).rejects.toThrow(/Log has no primary key/);
    await expect(call(client.Log.objects, "last")).rejects.toThrow(
      /Log has no primary key: last\(\) takes an order/,
    );
    await expect(call(client.Log.objects, "inBulk", [1])).rejects.toThrow(/Log has no primary key/);
    await expect(call(client.Log.objects, "get", { pk: 1 })).rejects.toThrow(/no field or lookup 'pk'/);
    await expect(call(client.Log.objects.filter({ user__name: "u" }), "delete")).rejects.toThrow(
      /own columns alone/,
    );
  });
});

const sqlOf = (options: string, lines = "") =>
  createSql(
    stateOf(
      schemaOf(`import { Model, fields } from "ormgen";
export class Log extends Model { a = fields.integer(); b = fields.integer(); ${lines}
static options = { ${options} }; }`),
    ),
  ).join("\n");

test.each([
  ["primaryKey: []", "", '  "b" integer NOT NULL\n);'],
  ['primaryKey: { fields: ["a", "b"], name: "own" }', "", 'CONSTRAINT "own" PRIMARY KEY ("a", "b")'],
  ['primaryKey: { name: "own" }', "", 'CONSTRAINT "own" PRIMARY KEY ("id")'],
  ['primaryKey: { fields: ["id"], name: "own" }', "id = fields.id();", 'CONSTRAINT "own" PRIMARY KEY ("id")'],
  [
    'primaryKey: { name: "own" }',
    "c = fields.text({ primaryKey: true });",
    'CONSTRAINT "own" PRIMARY KEY ("c")',
  ],
])("options { %s } %s", (options, lines, sql) => {
  expect(sqlOf(options, lines)).toContain(sql);
});

test.each([
  ["primaryKey: {}", /an array of fields, or \{ fields, name \}/],
  ['primaryKey: { name: "" }', /an array of fields, or \{ fields, name \}/],
  ['primaryKey: { fields: ["x"], name: "own" }', /unknown field "x"/],
])("options { %s } is a mistake", (options, message) => {
  expect(() => sqlOf(options)).toThrow(message);
});

test("a relation to a table without a key is a mistake", () => {
  expect(() =>
    schemaOf(`import { Model, fields } from "ormgen";
export class Log extends Model { static options = { primaryKey: [] }; a = fields.integer(); }
export class Note extends Model { log = fields.foreignKey(() => Log, { onDelete: "cascade" }); }`),
  ).toThrow(/Note\.log needs a key of one column, and "Log" has no primary key/);
});
