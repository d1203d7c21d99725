import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { styles } from "../library/style.js";
import { looseClient, type Loose } from "./loose.js";

const MODELS = `
import { Model, fields, unique } from "ormgen";
export class Tenant extends Model {
  name = fields.text();
}
export class User extends Model {
  tenant = fields.foreignKey(() => Tenant, { onDelete: "cascade", relatedName: "users" });
  number = fields.integer();
  name = fields.text();
  email = fields.text({ null: true });
  static options = { primaryKey: ["tenant", "number"], constraints: [unique("tenant", "email")] };
}
export class Post extends Model {
  title = fields.text();
  tenant = fields.foreignKey(() => Tenant, { onDelete: "doNothing", relatedName: "+" });
  userNumber = fields.integer({ null: true });
  user = fields.foreignKey(() => User, {
    onDelete: "setNull",
    columns: [["userNumber", "number"], ["tenant", "tenant"]],
    relatedName: "posts",
  });
}
export class Note extends Model {
  text = fields.text();
  house = fields.foreignKey(() => Tenant, { onDelete: "doNothing", relatedName: "+" });
  mail = fields.text({ null: true });
  user = fields.foreignKey(() => User, {
    onDelete: "cascade",
    columns: [["house", "tenant"], ["mail", "email"]],
    relatedName: "notes",
  });
}
export class Entry extends Model {
  note = fields.foreignKey(() => Note, { onDelete: "cascade" });
}
export class Flag extends Model {
  tenant = fields.foreignKey(() => Tenant, { onDelete: "doNothing", relatedName: "+" });
  number = fields.integer();
  user = fields.oneToOne(() => User, { onDelete: "restrict", columns: [["tenant", "tenant"], ["number", "number"]], relatedName: "flag" });
}
`;

let client: Loose;
beforeAll(async () => {
  const made = await looseClient(MODELS);
  ({ client } = made);
  return made.end;
});

describe.each(styles)("a relation over several columns, $name", (style) => {
  const call = (target: object, method: string, ...given: readonly unknown[]) =>
    style.call(target, method, ...given);
  interface Row {
    id: number;
    tenantId: number;
    number: number;
    userNumber: number | null;
    name: string;
    title: string;
    user: Row | null;
    flag: Row | null;
    posts: Loose;
    notes: Loose;
  }
  const get = (model: Loose, where: object) => call(model.objects, "get", where) as Promise<Row>;
  const list = (from: Loose, name: string) => call(from.valuesList(name, { flat: true }), "toArray");
  const titles = (from: Loose) => list(from.orderBy("title"), "title");
  const names = (from: Loose) => list(from.orderBy("name"), "name");
  const loaded = (rows: Loose) => (rows.loaded as unknown as Row[]).map(({ title }) => title);

  beforeEach(async () => {
    await executeScript(`truncate tenant, "user", post, note, entry, flag restart identity`);
    await call(client.Tenant.objects, "bulkCreate", [{ name: "s" }, { name: "t" }]);
    await call(client.User.objects, "bulkCreate", [
      { tenant: 1, number: 1, name: "ann", email: "ann@s" },
      { tenant: 1, number: 2, name: "bob" },
      { tenant: 2, number: 1, name: "cid", email: "cid@t" },
    ]);
    const ann = await get(client.User, { name: "ann" });
    await call(client.Post.objects, "create", { title: "a", user: ann });
    await call(client.Post.objects, "bulkCreate", [
      { title: "b", tenant: 1, userNumber: 1 },
      { title: "c", tenant: 2, userNumber: 1 },
      { title: "d", tenant: 2, userNumber: null },
    ]);
    await call(client.Note.objects, "bulkCreate", [
      { text: "x", house: 1, mail: "ann@s" },
      { text: "y", house: 2, mail: null },
    ]);
  });

  test("is compared by instances and by lists", async () => {
    const rows = client.Post.objects;
    const cid = await get(client.User, { name: "cid" });
    expect(await titles(rows.filter({ user: cid }))).toEqual(["c"]);
    expect(await titles(rows.filter({ user: [1, 1] }))).toEqual(["a", "b"]);
    expect(await titles(rows.exclude({ user: [1, 1] }))).toEqual(["c", "d"]);
    expect(await titles(rows.filter({ user__in: [cid, [1, 2]] }))).toEqual(["c"]);
    expect(await titles(rows.exclude({ user__in: [cid] }))).toEqual(["a", "b", "d"]);
    expect(await titles(rows.filter({ user__in: client.User.objects.filter({ name: "ann" }) }))).toEqual([
      "a",
      "b",
    ]);
    expect(await titles(rows.filter({ user__isnull: true }))).toEqual(["d"]);
    expect(await titles(rows.filter({ user__isnull: false }))).toEqual(["a", "b", "c"]);
    expect(await titles(rows.filter({ user: null }))).toEqual(["d"]);
    expect(await titles(rows.filter({ user__name: "cid" }))).toEqual(["c"]);
    expect(await titles(rows.exclude({ user__name: "cid" }))).toEqual(["a", "b", "d"]);
    expect(await titles(rows.filter({ user__pk: [2, 1] }))).toEqual(["c"]);
    expect(await titles(rows.filter({ user__tenant__name: "s" }))).toEqual(["a", "b"]);
    expect(await list(rows.orderBy("user", "title"), "title")).toEqual(["a", "b", "c", "d"]);
    expect(await list(rows.orderBy("title"), "user")).toEqual([[1, 1], [1, 1], [2, 1], null]);
    expect(await names(client.User.objects.filter({ posts__title: "c" }))).toEqual(["cid"]);
    expect(await names(client.User.objects.exclude({ posts__title: "c" }))).toEqual(["ann", "bob"]);
    expect(await names(client.User.objects.filter({ posts__isnull: true }))).toEqual(["bob"]);
    const notes = client.Note.objects;
    const ann = await get(client.User, { name: "ann" });
    expect(await list(notes.filter({ user: ann }), "text")).toEqual(["x"]);
    expect(await list(notes.filter({ user: [1, "ann@s"] }), "text")).toEqual(["x"]);
    expect(await list(notes.filter({ user__isnull: true }), "text")).toEqual(["y"]);
    expect(await list(notes.filter({ user__in: client.User.objects.filter({ number: 1 }) }), "text")).toEqual(
      ["x"],
    );
    expect(await names(client.User.objects.exclude({ notes__text: "x" }))).toEqual(["bob", "cid"]);
  });

  test("is fetched, joined, prefetched", async () => {
    const post = await get(client.Post, { title: "c" });
    expect(((await call(post, "fetchUser")) as Row).name).toBe("cid");
    const joined = (await call(
      client.Post.objects.selectRelated("user").orderBy("title"),
      "toArray",
    )) as Row[];
    expect(joined.map(({ user }) => user?.name)).toEqual(["ann", "ann", "cid", undefined]);
    const ahead = (await call(
      client.Post.objects.prefetchRelated("user").orderBy("title"),
      "toArray",
    )) as Row[];
    expect(ahead.map(({ user }) => user?.name)).toEqual(["ann", "ann", "cid", undefined]);
    const back = (await call(
      client.User.objects.prefetchRelated("posts", "notes", "flag").orderBy("name"),
      "toArray",
    )) as Row[];
    expect(back.map(({ posts }) => loaded(posts))).toEqual([["a", "b"], [], ["c"]]);
    expect(back.map(({ notes }) => (notes.loaded as unknown as Row[]).length)).toEqual([1, 0, 0]);
    const notes = (await call(
      client.Note.objects.prefetchRelated("user").orderBy("text"),
      "toArray",
    )) as Row[];
    expect(notes.map(({ user }) => user?.name)).toEqual(["ann", undefined]);
    const bob = await get(client.User, { name: "bob" });
    expect(await call(bob.notes, "count")).toBe(0);
    await expect(call(bob.notes, "create", { text: "z" })).rejects.toThrow(
      /the User has no tenant, email to refer to/,
    );
    const narrow = (await call(
      client.Note.objects.selectRelated("user").only("text", "user__name"),
      "toArray",
    )) as Row[];
    expect(narrow[0]?.user?.name).toBe("ann");
  });

  test("has related managers", async () => {
    const bob = await get(client.User, { name: "bob" });
    const post = await get(client.Post, { title: "d" });
    await call(bob.posts, "add", post, (await get(client.Post, { title: "a" })).id);
    expect([post.tenantId, post.userNumber]).toEqual([1, 2]);
    expect(await titles(bob.posts)).toEqual(["a", "d"]);
    const made = (await call(bob.posts, "create", { title: "e" })) as Row;
    expect([made.tenantId, made.userNumber]).toEqual([1, 2]);
    await call(bob.posts, "remove", post);
    expect(await titles(bob.posts)).toEqual(["a", "e"]);
    expect((await get(client.Post, { title: "d" })).tenantId).toBe(1);
    await call(bob.posts, "set", [made]);
    expect(await titles(bob.posts)).toEqual(["e"]);
    await call(bob.posts, "clear");
    expect(await call(bob.posts, "count")).toBe(0);
    const cid = await get(client.User, { name: "cid" });
    post.user = cid;
    await call(post, "save");
    expect(await titles(cid.posts)).toEqual(["c", "d"]);
    post.userNumber = 9;
    // An instance of a sync call asks for it, and finds none.
    expect(() => post.user?.name).toThrow(/not loaded|No User matches/);
  });

  test("goes with its row, lets go of it, or holds it", async () => {
    const cid = await get(client.User, { name: "cid" });
    expect(await call(cid, "delete")).toEqual([1, { User: 1 }]);
    const post = await get(client.Post, { title: "c" });
    expect([post.tenantId, post.userNumber]).toEqual([2, null]);
    const note = await get(client.Note, { text: "x" });
    await call(client.Entry.objects, "create", { note });
    await call(client.Flag.objects, "create", { tenant: 1, number: 2 });
    await expect(call(client.User.objects.filter({ name: "bob" }), "delete")).rejects.toThrow(/Flag/);
    expect(((await call(await get(client.User, { name: "bob" }), "fetchFlag")) as Row).number).toBe(2);
    expect(await call(client.User.objects.filter({ name: "ann" }), "delete")).toEqual([
      3,
      { Entry: 1, Note: 1, User: 1 },
    ]);
    expect(await call(client.Post.objects.filter({ user__isnull: true }), "count")).toBe(4);
  });
});
