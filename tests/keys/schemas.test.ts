import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { looseClient, type Loose } from "./loose.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class User extends Model {
  name = fields.text();
}
export class Line extends Model {
  name = fields.text();
  static options = { table: "user", schema: "sales" };
}
export class Item extends Model {
  name = fields.text();
  user = fields.foreignKey(() => User, { onDelete: "cascade", relatedName: "items" });
  line = fields.foreignKey(() => Line, { onDelete: "setNull", null: true, relatedName: "items" });
  tags = fields.manyToMany(() => Tag, { relatedName: "items" });
  static options = { schema: "sales" };
}
export class Tag extends Model {
  name = fields.text({ unique: true });
  static options = { schema: "My Schema" };
}
`;

let client: Loose;
beforeAll(async () => {
  const made = await looseClient(MODELS);
  ({ client } = made);
  return made.end;
});

describe.each(styles)("tables outside of public, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  interface Row {
    name: string;
    user: Row;
    line: Row | null;
    tags: Loose;
    items: Loose;
  }
  const names = (from: Loose) => call(from.orderBy("name").valuesList("name", { flat: true }), "toArray");

  beforeEach(async () => {
    await executeScript(
      `truncate "user", sales."user", sales.item, sales.item_tags, "My Schema".tag restart identity cascade`,
    );
    await call(client.User.objects, "bulkCreate", [{ name: "u" }, { name: "v" }]);
    await call(client.Line.objects, "create", { name: "l" });
    await call(client.Item.objects, "create", { name: "a", user: 1, line: 1 });
    await call(client.Item.objects, "bulkCreate", [{ name: "b", user: 2 }]);
  });

  test("are read, joined and written", async () => {
    const rows = client.Item.objects;
    const joined = (await call(rows.selectRelated("user", "line").orderBy("name"), "toArray")) as Row[];
    expect(joined.map(({ user, line }) => [user.name, line?.name])).toEqual([
      ["u", "l"],
      ["v", undefined],
    ]);
    expect(await names(rows.filter({ line__name: "l", user__name: "u" }))).toEqual(["a"]);
    expect(await names(rows.exclude({ line__name: "l" }))).toEqual(["b"]);
    expect(await names(client.Line.objects.exclude({ items__name: "b" }))).toEqual(["l"]);
    expect(await call(rows.filter({ user__name: "v" }), "update", { name: "c" })).toBe(1);
    const [first] = joined;
    if (!first) throw new Error("no row");
    first.name = "d";
    await call(first, "save");
    await call(rows, "bulkUpdate", [first], ["name"]);
    await call(first, "refresh");
    expect(await names(rows.all())).toEqual(["c", "d"]);
    const tag = (await call(client.Tag.objects, "create", { name: "t" })) as Row;
    await call(first.tags, "add", tag);
    expect(await names(first.tags)).toEqual(["t"]);
    expect(await names(tag.items)).toEqual(["d"]);
    const ahead = (await call(
      client.User.objects.prefetchRelated("items__tags").filter({ name: "u" }),
      "get",
    )) as Row;
    expect((ahead.items.loaded as unknown as Row[]).map(({ name }) => name)).toEqual(["d"]);
    expect(await call(client.Line.objects.filter({ name: "l" }), "delete")).toEqual([1, { Line: 1 }]);
    expect(await call(client.User.objects.filter({ name: "u" }), "delete")).toEqual([
      3,
      { Item_tags: 1, Item: 1, User: 1 },
    ]);
    await expect(call(client.Tag.objects, "create", { name: "t" })).rejects.toThrow(/tag_name_key|unique/i);
  });
});
