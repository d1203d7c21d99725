import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connectOwn } from "../library/own-database.js";
import { executeRaw, executeScript } from "../../runtime/executor/index.js";
import { clientOf, type DynamicClient, type DynamicModel } from "../library/client-of.js";
import { counted } from "../library/counted.js";
import { styles } from "../library/style.js";

const MODELS = `
import { Model, fields } from "ormgen";

export class Root extends Model { name = fields.text(); }
export class Child extends Model { root = fields.foreignKey(() => Root, { onDelete: "cascade", relatedName: "children" }); }
export class Grandchild extends Model { child = fields.foreignKey(() => Child, { onDelete: "cascade" }); }
export class Single extends Model { root = fields.oneToOne(() => Root, { onDelete: "cascade", relatedName: "single" }); }
export class Nulled extends Model { root = fields.foreignKey(() => Root, { onDelete: "setNull", null: true }); }
export class Defaulted extends Model { root = fields.foreignKey(() => Root, { onDelete: "setDefault", default: 1 }); }
export class ByDatabase extends Model { root = fields.foreignKey(() => Root, { onDelete: "setDefault", dbDefault: "1" }); }
export class Restricted extends Model { root = fields.foreignKey(() => Root, { onDelete: "restrict" }); }
export class Nothing extends Model { root = fields.foreignKey(() => Root, { onDelete: "doNothing" }); }
export class Loose extends Model { root = fields.foreignKey(() => Root, { onDelete: "doNothing", constraint: false }); }
export class Label extends Model { roots = fields.manyToMany(() => Root, { relatedName: "labels" }); }

export class Artist extends Model { name = fields.text(); }
export class Album extends Model { artist = fields.foreignKey(() => Artist, { onDelete: "cascade" }); }
export class Song extends Model {
  artist = fields.foreignKey(() => Artist, { onDelete: "cascade" });
  album = fields.foreignKey(() => Album, { onDelete: "restrict" });
}
export class Track extends Model {
  album = fields.foreignKey(() => Album, { onDelete: "restrict" });
  number = fields.integer();
  artist = fields.foreignKey(() => Artist, { onDelete: "cascade" });
  static options = { primaryKey: ["album", "number"] };
}

export class Knot extends Model { above = fields.foreignKey(() => Knot, { onDelete: "cascade", null: true, relatedName: "below" }); }
export class Left extends Model { right = fields.foreignKey(() => Right, { onDelete: "cascade", null: true, relatedName: "lefts" }); }
export class Right extends Model { left = fields.foreignKey(() => Left, { onDelete: "cascade", null: true, relatedName: "rights" }); }
`;

/**
 * What becomes of rows that refer to what is deleted: what their foreign key holds where they stay. The statements are
 * those for every relation that leads to Root.
 */
const matrix: readonly {
  readonly onDelete: string;
  readonly of: string;
  readonly after: "gone" | "refused" | "kept" | number | null;
  readonly single?: boolean;
  readonly queries: number;
}[] = [
  { onDelete: "cascade", of: "Child", after: "gone", queries: 11 },
  { onDelete: "cascade", of: "Single", after: "gone", single: true, queries: 10 },
  { onDelete: "setNull", of: "Nulled", after: null, queries: 10 },
  { onDelete: "setDefault", of: "Defaulted", after: 1, queries: 10 },
  { onDelete: "setDefault", of: "ByDatabase", after: 1, queries: 10 },
  { onDelete: "restrict", of: "Restricted", after: "refused", queries: 3 },
  { onDelete: "doNothing", of: "Nothing", after: "refused", queries: 10 },
  { onDelete: "doNothing", of: "Loose", after: "kept", queries: 10 },
];

let client: DynamicClient;
beforeAll(async () => {
  client = await clientOf(MODELS);
  return connectOwn();
});
afterAll(() => client.remove());
beforeEach(() => executeScript(client.sql));
afterEach(() => executeScript("drop schema public cascade; create schema public"));

function model(name: string): DynamicModel {
  const found = client.models[name];
  if (!found) throw new TypeError(`there is no ${name}`);
  return found;
}

const all = (table: string) => executeRaw(`select * from ${table} order by 1`);

describe.each(styles)("$name", (m) => {
  const make = (name: string, values: object = {}) => m.call(model(name).objects, "create", values);
  const remove = (name: string, where: object) => m.call(model(name).objects.filter(where), "delete");

  beforeEach(async () => {
    for (const name of ["one", "two"]) await make("Root", { name });
  });

  test("cascade goes as deep as it leads, and counts by model", async () => {
    for (const root of [1, 2]) await make("Child", { root });
    for (const child of [1, 1, 2]) await make("Grandchild", { child });
    await make("Single", { root: 2 });
    expect(await remove("Root", { id: 1 })).toEqual([4, { Grandchild: 2, Child: 1, Root: 1 }]);
    expect(await remove("Root", { name: "two" })).toEqual([
      4,
      { Single: 1, Grandchild: 1, Child: 1, Root: 1 },
    ]);
    expect(await all("grandchild")).toEqual([]);
  });

  test("an instance's delete() takes the same with it", async () => {
    await make("Child", { root: 2 });
    const root = (await m.call(model("Root").objects, "get", { id: 2 })) as object;
    expect(await m.call(root, "delete")).toEqual([2, { Child: 1, Root: 1 }]);
    expect(await all("child")).toEqual([]);
  });

  test("setNull, setDefault and the database's default", async () => {
    for (const name of ["Nulled", "Defaulted", "ByDatabase"]) await make(name, { root: 2 });
    expect(await remove("Root", { id: 2 })).toEqual([1, { Root: 1 }]);
    expect(await all("nulled")).toEqual([{ id: 1, root_id: null }]);
    expect(await all("defaulted")).toEqual([{ id: 1, root_id: 1 }]);
    expect(await all("by_database")).toEqual([{ id: 1, root_id: 1 }]);
  });

  test("restrict refuses and leaves everything", async () => {
    await make("Child", { root: 2 });
    for (const root of [2, 2]) await make("Restricted", { root });
    await expect(remove("Root", { id: 2 })).rejects.toMatchObject({
      name: "ForeignKeyViolation",
      message:
        'Root cannot be deleted: 2 rows of Restricted refer to it through Restricted.root (onDelete: "restrict")',
      table: "restricted",
      columns: ["root_id"],
    });
    expect(await all("child")).toHaveLength(1);
    expect(await remove("Root", { id: 1 })).toEqual([1, { Root: 1 }]);
  });

  test("restrict lets go what the same deletion takes", async () => {
    for (const name of ["a", "b"]) await make("Artist", { name });
    for (const artist of [1, 2]) await make("Album", { artist });
    await make("Song", { artist: 1, album: 1 });
    await make("Track", { artist: 1, album: 1, number: 1 });
    await expect(remove("Album", { id: 1 })).rejects.toThrow("1 row of Song refer to it");
    expect(await remove("Artist", { id: 1 })).toEqual([4, { Song: 1, Track: 1, Album: 1, Artist: 1 }]);
    await make("Artist", { name: "c" });
    await make("Track", { artist: 3, album: 2, number: 1 });
    await expect(remove("Artist", { id: 2 })).rejects.toThrow(
      "1 row of Track refer to it through Track.album",
    );
    expect(await remove("Artist", { id__in: [2, 3] })).toEqual([4, { Track: 1, Album: 1, Artist: 2 }]);
  });

  test("doNothing leaves it to the database", async () => {
    await make("Loose", { root: 2 });
    expect(await remove("Root", { id: 2 })).toEqual([1, { Root: 1 }]);
    expect(await all("loose")).toEqual([{ id: 1, root_id: 2 }]);
    await make("Nothing", { root: 1 });
    await expect(remove("Root", { id: 1 })).rejects.toThrow("nothing_root_id_fkey");
  });

  test("rows between two models go from either end", async () => {
    const labels = [await make("Label"), await make("Label")] as { roots: object }[];
    for (const label of labels) await m.call(label.roots, "add", 1, 2);
    expect(await remove("Root", { id: 1 })).toEqual([3, { Label_roots: 2, Root: 1 }]);
    expect(await remove("Label", { id: 1 })).toEqual([2, { Label_roots: 1, Label: 1 }]);
    expect(await all("label_roots")).toHaveLength(1);
  });

  test("trees and circles", async () => {
    await make("Knot", { above: null });
    for (const above of [1, 1, 2, 4]) await make("Knot", { above });
    expect(await remove("Knot", { id: 2 })).toEqual([3, { Knot: 3 }]);
    await m.call(model("Knot").objects.filter({ id: 1 }), "update", { above: 3 });
    expect(await remove("Knot", { id: 3 })).toEqual([2, { Knot: 2 }]);
    await make("Left", {});
    await make("Right", { left: 1 });
    await m.call(model("Left").objects.filter({ id: 1 }), "update", { right: 1 });
    expect(await remove("Left", { id: 1 })).toEqual([2, { Left: 1, Right: 1 }]);
  });

  const rows = (name: string, items: readonly object[]) => m.call(model(name).objects, "bulkCreate", items);
  const roots = async (count: number) => {
    const made = Array.from({ length: count }, (_, at) => ({ id: at + 100, name: "x" }));
    await rows("Root", made);
    return made.flatMap(({ id }) => [{ root: id }, { root: id }]);
  };

  test.each(matrix)("$onDelete of $of: $queries statements, however many rows", async (each) => {
    const runs: { log: string[] }[] = [];
    for (const count of [1, 400]) {
      const items = await roots(count);
      await rows(each.of, each.single ? items.filter((_, at) => at % 2 === 0) : items);
      const { value, log } = await counted(() =>
        remove("Root", { id__gte: 100 }).catch((error: unknown) => error),
      );
      const dependents = each.single ? count : 2 * count;
      runs.push({ log });
      if (each.after === "refused") {
        expect(value).toMatchObject({ name: "ForeignKeyViolation" });
        expect(await m.call(model("Root").objects, "count")).toBe(count + 2);
      } else if (each.after === "gone") {
        expect(value).toEqual([dependents + count, { [each.of]: dependents, Root: count }]);
      } else {
        expect(value).toEqual([count, { Root: count }]);
      }
      const left = (await m.call(
        model(each.of).objects.valuesList("rootId", { flat: true }),
        "toArray",
      )) as unknown[];
      expect(left).toHaveLength(each.after === "gone" ? 0 : dependents);
      if (typeof each.after !== "string") expect(new Set(left)).toEqual(new Set([each.after]));
      await m.call(model(each.of).objects.all(), "delete");
      await remove("Root", { id__gte: 100 });
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0]?.log.filter((sql) => /^(?:select|update|delete) /u.test(sql))).toHaveLength(each.queries);
  });

  test("everything at once, and deeper: the number of queries does not grow with the rows", async () => {
    const run = async (count: number) => {
      const items = await roots(count);
      for (const name of ["Child", "Nulled", "Defaulted", "ByDatabase", "Loose"]) await rows(name, items);
      const children = (await m.call(model("Child").objects, "toArray")) as { id: number }[];
      await rows(
        "Grandchild",
        children.map(({ id }) => ({ child: id })),
      );
      return counted(() => remove("Root", { id__gte: 100 }));
    };
    const few = await run(1);
    expect(few.value).toEqual([5, { Grandchild: 2, Child: 2, Root: 1 }]);
    const many = await run(3000);
    expect(many.value).toEqual([15_000, { Grandchild: 6000, Child: 6000, Root: 3000 }]);
    expect(many.log).toEqual(few.log);
  });
});
