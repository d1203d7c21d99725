import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { looseClient, type Loose } from "./loose.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Project extends Model {
  name = fields.text();
}
export class Item extends Model {
  project = fields.foreignKey(() => Project, { onDelete: "cascade", relatedName: "items", null: false });
  code = fields.text();
  text = fields.text({ default: "" });
  author = fields.foreignKey(() => User, { onDelete: "setNull", null: true, relatedName: "items" });
  static options = { primaryKey: ["project", "code"] };
}
export class User extends Model {
  name = fields.text();
}
`;

let client: Loose;
beforeAll(async () => {
  const made = await looseClient(MODELS);
  ({ client } = made);
  return made.end;
});

describe.each(styles)("a key of several columns, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  interface Row {
    projectId: number;
    code: string;
    text: string;
    authorId: number | null;
    items: Loose;
  }
  const rows = () => client.Item.objects;
  const codes = async (from: Loose) =>
    ((await call(from, "toArray")) as Row[]).map(({ projectId, code }) => `${String(projectId)}${code}`);
  const names = (from: Loose) => call(from.valuesList("name", { flat: true }), "toArray");

  beforeEach(async () => {
    await executeScript(`truncate project, item, "user" restart identity`);
    await call(client.Project.objects, "bulkCreate", [{ name: "p" }, { name: "q" }, { name: "r" }]);
    await call(client.User.objects, "bulkCreate", [{ name: "u" }, { name: "v" }, { name: "w" }]);
    await call(rows(), "bulkCreate", [
      { project: 1, code: "a", author: 1 },
      { project: 1, code: 'b",\\ (c)', author: 1 },
      { project: 2, code: "a", author: 2 },
      { project: 2, code: "", author: null },
    ]);
  });

  test("is a list in conditions", async () => {
    const by = rows().orderBy("pk");
    expect(await codes(by)).toEqual(["1a", '1b",\\ (c)', "2", "2a"]);
    expect(await codes(by.reverse())).toEqual(["2a", "2", '1b",\\ (c)', "1a"]);
    expect(await codes(rows().orderBy("-pk"))).toEqual(["2a", "2", '1b",\\ (c)', "1a"]);
    expect(((await call(rows(), "get", { pk: [1, "a"] })) as Row).authorId).toBe(1);
    expect(
      await codes(
        by.filter({
          pk__in: [
            [1, "a"],
            [2, ""],
            [3, "a"],
          ],
        }),
      ),
    ).toEqual(["1a", "2"]);
    expect(await codes(by.filter({ pk__in: [] }))).toEqual([]);
    expect(
      await codes(
        by.exclude({
          pk__in: [
            [1, "a"],
            [2, ""],
          ],
        }),
      ),
    ).toEqual(['1b",\\ (c)', "2a"]);
    expect(await codes(by.exclude({ pk: [1, "a"] }))).toEqual(['1b",\\ (c)', "2", "2a"]);
    expect(await codes(by.filter({ pk__gt: [1, "a"] }))).toEqual(['1b",\\ (c)', "2", "2a"]);
    expect(await codes(by.filter({ pk__lte: [1, "b"] }))).toEqual(["1a"]);
    expect(
      await codes(
        by.filter({
          pk__range: [
            [1, "b"],
            [2, ""],
          ],
        }),
      ),
    ).toEqual(['1b",\\ (c)', "2"]);
    expect(await codes(by.filter({ pk__isnull: false }))).toHaveLength(4);
    expect(await codes(by.filter(client.Item.f.pk.eq([2, "a"])))).toEqual(["2a"]);
    expect(await codes(by.filter({ pk__in: rows().filter({ code: "a" }) }))).toEqual(["1a", "2a"]);
    expect(
      await codes(by.filter({ pk__in: rows().filter({ code: "a" }).values("project", "code") })),
    ).toEqual(["1a", "2a"]);
    expect(
      await codes(
        by.filter({
          pk__in: rows()
            .filter({ code: "a" })
            .union(rows().filter({ code: "" })),
        }),
      ),
    ).toEqual(["1a", "2", "2a"]);
  });

  test("is read as a list", async () => {
    const by = rows().orderBy("pk");
    expect(await call(by.valuesList("pk", { flat: true }), "toArray")).toEqual([
      [1, "a"],
      [1, 'b",\\ (c)'],
      [2, ""],
      [2, "a"],
    ]);
    expect(await call(by.values("pk", "text").limit(1), "toArray")).toEqual([{ pk: [1, "a"], text: "" }]);
    const found = (await call(rows(), "inBulk", [
      [2, "a"],
      [1, "a"],
      [9, "z"],
    ])) as Map<unknown, Row>;
    expect(found.size).toBe(2);
    expect(found.get([2, "a"])?.authorId).toBe(2);
    expect(found.has([9, "z"])).toBe(false);
    expect([...found.keys()]).toContainEqual([1, "a"]);
    const all = (await call(rows().only("text"), "inBulk")) as Map<unknown, Row>;
    expect(all.get([2, ""])?.text).toBe("");
    const [, created] = (await call(rows(), "getOrCreate", { pk: [3, "n"] })) as [Row, boolean];
    expect([created, await call(rows(), "count")]).toEqual([true, 5]);
  });

  test("is refused where it is none", async () => {
    for (const pk of [1, [1], [1, "a", 2], { a: 1 }, "1,a", [1, null], [1, undefined], ["x", "a"]])
      await expect(call(rows(), "get", { pk })).rejects.toThrow(/Item: the condition 'pk'/);
    await expect(call(rows(), "get", { pk__in: [1] })).rejects.toThrow(
      /a key of 2 columns is a list of 2 values/,
    );
    await expect(call(rows().filter({ pk__in: rows().values("code") }), "count")).rejects.toThrow(
      /2 columns/,
    );
    await expect(call(rows(), "get", { pk__contains: [1, "a"] })).rejects.toThrow(
      /no field or lookup|contains/,
    );
  });

  test("is related to from the other end", async () => {
    const by = client.User.objects.orderBy("name");
    expect(await names(by.filter({ items__isnull: true }))).toEqual(["w"]);
    expect(await names(by.filter({ items__isnull: false }).distinct())).toEqual(["u", "v"]);
    expect(await names(by.exclude({ items__isnull: true }).distinct())).toEqual(["u", "v"]);
    expect(await names(by.filter({ items: [2, "a"] }))).toEqual(["v"]);
    const item = (await call(rows(), "get", { pk: [1, "a"] })) as Row;
    expect(await names(by.filter({ items: item }))).toEqual(["u"]);
    expect(await names(by.exclude({ items: item }))).toEqual(["v", "w"]);
    expect(await names(by.filter({ items__in: [item, [2, "a"]] }))).toEqual(["u", "v"]);
    expect(await names(by.exclude({ items__in: [item, [2, "a"]] }))).toEqual(["w"]);
    expect(await names(by.filter({ items__in: rows().filter({ code: "a" }) }))).toEqual(["u", "v"]);
    const count = (await import("../../runtime/index.js")).count as unknown as Loose;
    const counted = by.annotate({ n: count(client.User.f.items) });
    expect(await call(counted.valuesList("n", { flat: true }), "toArray")).toEqual([2, 1, 0]);
    const apart = by.annotate({ n: count(client.User.f.items, { distinct: true }) });
    expect(await call(apart.valuesList("n", { flat: true }), "toArray")).toEqual([2, 1, 0]);
    expect(
      await call(client.User.objects.orderBy("items", "name").valuesList("name", "items"), "toArray"),
    ).toEqual([
      ["u", [1, "a"]],
      ["u", [1, 'b",\\ (c)']],
      ["v", [2, "a"]],
      ["w", null],
    ]);
  });

  test("is related and let go", async () => {
    const [u, , w] = (await call(client.User.objects.orderBy("name"), "toArray")) as Row[];
    if (!u || !w) throw new Error("no users");
    const item = (await call(rows(), "get", { pk: [2, "a"] })) as Row;
    await call(w.items, "add", item, [1, "a"]);
    expect(item.authorId).toBe(3);
    expect(await codes(w.items.orderBy("pk"))).toEqual(["1a", "2a"]);
    await call(w.items, "remove", [1, "a"]);
    expect(await codes(w.items.orderBy("pk"))).toEqual(["2a"]);
    await call(w.items, "set", [[2, ""], item]);
    expect(await codes(w.items.orderBy("pk"))).toEqual(["2", "2a"]);
    expect(await call(w.items, "contains", item)).toBe(true);
    const ahead = (await call(
      client.User.objects.prefetchRelated("items").orderBy("name"),
      "toArray",
    )) as Row[];
    expect(ahead.map(({ items }) => (items.loaded as unknown as Row[]).length)).toEqual([1, 0, 2]);
    await call(w.items, "clear");
    expect(await call(rows().filter({ author: 3 }), "count")).toBe(0);
    await expect(call(w.items, "add", 5)).rejects.toThrow(/Item\(project, code\) takes a list of 2 values/);
    expect(await call(client.Project.objects.filter({ name: "q" }), "delete")).toEqual([
      3,
      { Item: 2, Project: 1 },
    ]);
    expect(await call(rows().filter({ pk: [1, "a"] }), "update", { text: "x" })).toBe(1);
    expect(await call(rows().filter({ pk: [1, "a"] }), "delete")).toEqual([1, { Item: 1 }]);
  });
});
