import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
  kyselyFor,
} from "../../runtime/executor/index.js";
import { SchemaDrift, UniqueViolation } from "../../runtime/errors/index.js";

beforeAll(async () => {
  await connect("memory://");
  await executeScript("CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item VALUES (1, 'a')");
});
afterAll(() => disconnect());

describe("the embedded session", () => {
  test("answers in both styles", async () => {
    const expected = [{ id: 1, name: "a" }];
    expect(await executeRaw("SELECT * FROM item WHERE id = $1", [1])).toEqual(expected);
    expect(executeRawSync("SELECT * FROM item WHERE id = $1", [1])).toEqual(expected);
  });

  test("gives the classes of errors, with SQL and without values", async () => {
    const error: unknown = await executeRaw("INSERT INTO item VALUES ($1)", [1]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UniqueViolation);
    expect(error).toMatchObject({ table: "item", columns: ["id"], sql: "INSERT INTO item VALUES ($1)" });
    expect(() => executeRawSync("SELECT * FROM nowhere")).toThrow(SchemaDrift);
  });

  test("shares one transaction between the styles", async () => {
    await expect(
      atomic(async () => {
        await executeRaw("INSERT INTO item VALUES (2, 'b')");
        executeRawSync("INSERT INTO item VALUES (3, 'c')");
        await atomic(async () => {
          await executeRaw("INSERT INTO item VALUES (4, 'd')");
          throw new Error("inner");
        }).catch(() => undefined);
        expect(executeRawSync("SELECT count(*)::int AS n FROM item")).toEqual([{ n: 3 }]);
        throw new Error("outer");
      }),
    ).rejects.toThrow("outer");
    expect(await executeRaw("SELECT count(*)::int AS n FROM item")).toEqual([{ n: 1 }]);
    atomicSync(() => executeRawSync("INSERT INTO item VALUES (9, 'z')"));
    expect(
      await kyselyFor<{ item: { id: number; name: string } }>().selectFrom("item").select("id").execute(),
    ).toEqual([{ id: 1 }, { id: 9 }]);
  });
});
