import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connect, disconnect, executeRaw, executeScript } from "../../runtime/executor/index.js";
import { createProject } from "../cli/command-line.js";
import { clientOf } from "../library/client-of.js";
import { createDatabase } from "../server/database.js";
import { schemaOf } from "./models.js";
import { HEAD } from "./project.js";

interface People {
  all(): People;
  create(values: object): Promise<{ email: string }>;
  bulkCreate(values: readonly object[]): Promise<unknown>;
  filter(where: object): People;
  exclude(where: object): People;
  orderBy(name: string): People;
  valuesList(name: string, options: { flat: true }): People;
  toArray(): Promise<unknown[]>;
  toArraySync(): unknown[];
  getOrCreate(where: object): Promise<[unknown, boolean]>;
}

const emails = (people: People) => people.orderBy("email").valuesList("email", { flat: true });

describe.each(["embedded", "server"])("a column of citext (%s)", (where) => {
  test("compares without case, wherever it is compared", async () => {
    const client = await clientOf(
      `${HEAD}export class Person extends Model { email = fields.text({ type: "citext", unique: true }); }`,
    );
    const database = where === "server" ? await createDatabase() : null;
    await connect(database?.url ?? "memory://", { name: "default" });
    try {
      await executeScript(client.sql);
      const { Person } = client.models as unknown as { Person: { objects: People } };
      const { objects } = Person;
      await objects.create({ email: "Ann@x.org" });
      await objects.bulkCreate([{ email: "bob@x.org" }, { email: "Cid@y.org" }]);
      const asked: readonly (readonly [People, readonly string[]])[] = [
        [objects.filter({ email: "ANN@X.ORG" }), ["Ann@x.org"]],
        [objects.filter({ email__in: ["ann@x.org", "BOB@x.org"] }), ["Ann@x.org", "bob@x.org"]],
        [objects.exclude({ email__in: ["ann@x.org"] }), ["bob@x.org", "Cid@y.org"]],
        [objects.exclude({ email: "CID@Y.org" }), ["Ann@x.org", "bob@x.org"]],
        [objects.filter({ email__gt: "B" }), ["bob@x.org", "Cid@y.org"]],
        [objects.filter({ email__range: ["a", "B"] }), ["Ann@x.org"]],
        [objects.filter({ email__iexact: "ann@x.ORG" }), ["Ann@x.org"]],
        [objects.filter({ email__icontains: "X.O" }), ["Ann@x.org", "bob@x.org"]],
        [objects.filter({ email__istartswith: "c" }), ["Cid@y.org"]],
        [objects.filter({ email__isnull: false }), ["Ann@x.org", "bob@x.org", "Cid@y.org"]],
      ];
      for (const [people, expected] of asked) {
        expect(await emails(people).toArray()).toEqual(expected);
        expect(emails(people).toArraySync()).toEqual(expected);
      }
      expect((await objects.getOrCreate({ email: "BOB@X.ORG" }))[1]).toBe(false);
      await expect(objects.create({ email: "ann@X.org" })).rejects.toThrow(/unique/u);
    } finally {
      await disconnect("default");
      await database?.drop();
      client.remove();
    }
  });
});

test("what types and operator classes need is found, and what the config names is there beside it", () => {
  const { extensions } = schemaOf(`${HEAD}export class A extends Model {
  tags = fields.array(fields.text({ type: "citext" }));
  place = fields.custom<string>({ dbType: "geometry(Point, 4326)" });
  near = fields.custom<number[]>({ dbType: "vector(3)", parse: JSON.parse, serialize: JSON.stringify });
  name = fields.text();
  static options = { indexes: [index({ field: "name", ops: "gist_trgm_ops" }, { using: "gist" })] };
}`);
  expect(extensions).toEqual(["citext", "pg_trgm", "postgis", "vector"]);
});

test("from the config to the embedded database and away again", async () => {
  const { root, ormgen, write } = createProject();
  const config = (names: readonly string[]) => {
    write("ormgen.config.js", `export default { extensions: ${JSON.stringify(names)} };`);
  };
  config(["unaccent", "btree_gist"]);
  write("models/a.ts", `${HEAD}export class A extends Model { email = fields.text({ type: "citext" }); }`);
  expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(readFileSync(join(root, ".ormgen/extensions.json"), "utf8"))).toEqual([
    ...["btree_gist", "citext", "unaccent"],
  ]);
  for (const command of ["drift", "verify"])
    expect(await ormgen(command)).toMatchObject({ status: 0, stderr: "" });
  // Who opens the directory later needs no word of it.
  await connect(`embedded:${join(root, ".ormgen")}`, { name: "default" });
  expect(await executeRaw("select unaccent('Zoë') as name, 'A'::citext = 'a' as same")).toEqual([
    { name: "Zoe", same: true },
  ]);
  await disconnect("default");
  config(["btree_gist"]);
  expect((await ormgen("makemigrations")).stdout).toContain(
    "- extension unaccent (it stays in the database)",
  );
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  for (const command of ["drift", "verify"])
    expect(await ormgen(command)).toMatchObject({ status: 0, stderr: "" });
  config(["no such\nthing"]);
  expect((await ormgen("makemigrations")).stdout).toMatch(/extension/u);
  write("ormgen.config.js", "export default { extensions: 'citext' };");
  expect((await ormgen("generate")).stderr).toContain(
    "`extensions` must be a list of the names of extensions",
  );
});
