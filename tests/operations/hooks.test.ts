import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SyncForbidden } from "../../runtime/errors/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { Account, Entry, Order, atomic, atomicSync } from "../../fixtures/club/generated/index.js";
import { heard } from "../../fixtures/club/models/heard.js";
import { clientOf } from "../library/client-of.js";
import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";
import { styles } from "../library/style.js";

beforeAll(async () => {
  const end = await connectOwn();
  await executeScript(tablesOf("fixtures/club"));
  return end;
});
beforeEach(async () => {
  for (const model of [Order, Account, Entry]) await model.objects.all().delete();
  heard.length = 0;
});

const said = () => heard.splice(0);
const entries = () => Entry.objects.orderBy("id").valuesList("text", { flat: true }).toArray();

describe.each(styles)("$name: hooks that block", (m) => {
  test("run around create(), save(), getOrCreate() and delete(), and after the commit", async () => {
    const ann = (await m.call(Account.objects, "create", { owner: "Ann" })) as Account;
    expect(ann.slug).toBe("ann");
    expect(said()).toEqual(["create Ann", "committed create Ann"]);
    ann.owner = "Anna";
    await m.call(ann, "save");
    expect(said()).toEqual(["update Anna", "committed update Anna"]);
    expect((await Account.objects.get({ id: ann.id })).slug).toBe("anna");
    await m.call(Account.objects, "getOrCreate", { owner: "Anna" });
    expect(said()).toEqual([]);
    await m.call(Account.objects, "getOrCreate", { owner: "Ben" });
    expect(said()).toEqual(["create Ben", "committed create Ben"]);
    await m.call(Account.objects, "updateOrCreate", { owner: "Ben" }, { defaults: { balance: 3 } });
    expect(said()).toEqual(["update Ben", "committed update Ben"]);
    await m.call(new Account({ owner: "Cleo" }), "save");
    expect(said()).toEqual(["create Cleo", "committed create Cleo"]);
    await m.call(ann, "delete");
    expect(said()).toEqual(["deleted Anna", "committed delete Anna"]);
    expect(await Account.objects.count()).toBe(2);
  });

  test("do not run where nothing is written, nor for many rows at once", async () => {
    const [ann] = (await m.call(Account.objects, "bulkCreate", [{ owner: "Ann" }])) as Account[];
    await m.call(Account.objects, "bulkUpdate", [ann], ["balance"]);
    await m.call(Account.objects.filter({ owner: "Ann" }), "update", { balance: 3 });
    await m.call(Account.objects.filter({ owner: "Ann" }), "delete");
    expect(said()).toEqual([]);
    const ben = (await m.call(Account.objects, "create", { owner: "Ben" })) as Account;
    said();
    await m.call(ben, "save", { changed: true });
    expect(said()).toEqual([]);
    Object.assign(ben, { balance: -1 });
    await m.call(ben, "save", { only: [] });
    expect(said()).toEqual([]);
  });

  test("undo what they throw at, before and after", async () => {
    const broke = { owner: "Ann", balance: -1 };
    await expect(m.call(Account.objects, "create", broke)).rejects.toThrow("an account is never overdrawn");
    await expect(m.call(Account.objects, "create", { owner: "Ann", balance: 5000 })).rejects.toThrow(
      "too much to keep",
    );
    expect(await Account.objects.count()).toBe(0);
    expect(said()).toEqual(["create Ann"]);
    const rich = new Account({ owner: "Ann", balance: 5000 });
    await expect(m.call(rich, "save")).rejects.toThrow("too much to keep");
    rich.balance = 10;
    await m.call(rich, "save");
    expect(said()).toEqual(["create Ann", "create Ann", "committed create Ann"]);
    await expect(m.call(rich, "delete")).rejects.toThrow("there is money in the account");
    expect(await Account.objects.filter({ balance: 10 }).count()).toBe(1);
    await expect(m.call(Account.objects, "create", { owner: "Ann" })).rejects.toThrow(/account_owner/);
    expect(await Account.objects.count()).toBe(1);
  });

  test("after the commit means that of the outermost transaction", async () => {
    const run = async (fail: boolean): Promise<void> => {
      const block = () => {
        const made = m.start(Account.objects, "create", { owner: fail ? "Ann" : "Ben" });
        const then = () => {
          expect(said()).toEqual([`create ${fail ? "Ann" : "Ben"}`]);
          if (fail) throw new Error("no");
        };
        return made instanceof Promise ? made.then(then) : then();
      };
      if (m.name === "sync") atomicSync(() => void block());
      else await atomic(async () => void (await block()));
    };
    await expect(run(true)).rejects.toThrow("no");
    expect(said()).toEqual([]);
    await run(false);
    expect(said()).toEqual(["committed create Ben"]);
  });
});

describe("async hooks", () => {
  test("are awaited, and what they write belongs to the same transaction", async () => {
    const order = await Order.objects.create({ text: "tea" });
    expect(await entries()).toEqual(["create tea"]);
    expect(said()).toEqual(["committed tea"]);
    await order.save();
    await order.delete();
    expect(await entries()).toEqual(["create tea", "update tea", "delete tea"]);
    said();
    await expect(Order.objects.create({ text: "" })).rejects.toThrow("an order says something");
    expect((await entries()).length).toBe(3);
    expect(await Order.objects.count()).toBe(0);
    expect(said()).toEqual([]);
  });

  test("hold behind a relation, in a transaction and in a savepoint", async () => {
    const account = await Account.objects.create({ owner: "Ann" });
    said();
    await atomic(async () => {
      await account.orders.create({ text: "tea" });
      await expect(account.orders.create({ text: "" })).rejects.toThrow("an order says something");
      await Promise.all([
        account.orders.create({ text: "milk" }),
        account.orders.getOrCreate({ text: "bread" }),
      ]);
      expect(said()).toEqual([]);
    });
    expect(said().sort()).toEqual(["committed bread", "committed milk", "committed tea"]);
    expect((await entries()).sort()).toEqual(["create bread", "create milk", "create tea"]);
  });

  test("are refused in a sync call, by name, before anything is written", async () => {
    const account = await Account.objects.create({ owner: "Ann" });
    const order = await Order.objects.create({ text: "tea" });
    const untyped = (target: object) => target as Record<string, (...args: unknown[]) => unknown>;
    const calls: [object, string, string, string][] = [
      [order, "saveSync", "Order.afterSave", "save"],
      [order, "deleteSync", "Order.beforeDelete", "delete"],
      [Order.objects, "createSync", "Order.afterSave", "create"],
      [Order.objects.filter({ id: 1 }), "getOrCreateSync", "Order.afterSave", "getOrCreate"],
      [Order.objects, "updateOrCreateSync", "Order.afterSave", "updateOrCreate"],
      [account.orders, "createSync", "Order.afterSave", "create"],
      [account.orders, "getOrCreateSync", "Order.afterSave", "getOrCreate"],
    ];
    for (const [target, method, hook, twin] of calls) {
      const refused = () => untyped(target)[method]!({ text: "milk" });
      expect(refused).toThrow(SyncForbidden);
      expect(refused).toThrow(
        `${hook} is an async hook, and ${method}() cannot wait for it: await ${twin}()`,
      );
    }
    expect(await Order.objects.count()).toBe(1);
  });

  test("that are not declared async are refused by what they give", async () => {
    const client = await clientOf(`
      import { Model, fields } from "ormgen";
      export class Thing extends Model {
        name = fields.text();
        static hooks = {
          afterSave() { return this.name === "a" ? Promise.reject(new Error("late")) : undefined; },
        };
      }
      export class Base extends Model {
        name = fields.text();
        static options = { abstract: true };
        static hooks = { beforeSave() { this.name += "!"; }, afterSave() { this.name += "?"; } };
      }
      export class Heir extends Base {
        static hooks = { afterSave() { this.name += "."; } };
      }
    `);
    await executeScript(client.sql);
    const of = (name: string) =>
      client.models[name]!.objects as unknown as Record<string, (v: object) => unknown>;
    expect(() => of("Thing")["createSync"]!({ name: "a" })).toThrow(
      "Thing.afterSave is an async hook, and saveSync() cannot wait for it: await save()",
    );
    of("Thing")["createSync"]!({ name: "b" });
    await expect(of("Thing")["create"]!({ name: "a" })).rejects.toThrow("late");
    expect(await (of("Thing")["count"] as unknown as () => Promise<number>).call(of("Thing"))).toBe(1);
    expect(await of("Heir")["create"]!({ name: "x" })).toMatchObject({ name: "x!." });
    client.remove();
  });
});
