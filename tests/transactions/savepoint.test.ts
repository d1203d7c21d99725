import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  atomic,
  atomicSync,
  InvalidValue,
  onCommit,
  Tag,
  TransactionAborted,
  UniqueViolation,
} from "../../fixtures/library/generated/index.js";
import { onQuery } from "../../fixtures/library/generated/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  let before: number;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  beforeEach(async () => {
    await library.reset();
    before = await Tag.objects.count();
  });
  afterAll(() => library.close());

  const undo = new Error("undo");
  const none = { savepoint: false };
  const create = (name: string) => Tag.objects.create({ name });

  test("it is a part of the block around it, and runs its hooks with it", async () => {
    const log: string[] = [];
    const value = await atomic(async () => {
      await create("outer");
      const inner = await atomic(async () => {
        onCommit(() => log.push("inner"));
        return create("inner");
      }, none);
      expect(log).toEqual([]);
      return inner.name;
    });
    expect([value, log, await Tag.objects.count()]).toEqual(["inner", ["inner"], before + 2]);
    atomicSync(() => atomicSync(() => Tag.objects.createSync({ name: "sync" }), none));
    expect(Tag.objects.countSync()).toBe(before + 3);
  });

  test("outermost, it is a transaction like another", async () => {
    await atomic(() => create("kept"), none);
    await expect(atomic(() => create("undone").then(() => Promise.reject(undo)), none)).rejects.toBe(undo);
    expect(() =>
      atomicSync(() => {
        Tag.objects.createSync({ name: "undone" });
        throw undo;
      }, none),
    ).toThrow(undo);
    expect(await Tag.objects.count()).toBe(before + 1);
  });

  test("an error that is caught around it cannot become a commit, and says why", async () => {
    const hooks: string[] = [];
    const swallowing = atomic(async () => {
      onCommit(() => hooks.push("ran"));
      await create("outer");
      await atomic(async () => {
        await create("inner");
        throw undo;
      }, none).catch(() => undefined);
    });
    const error = await swallowing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionAborted);
    expect(error).toMatchObject({ cause: undo, message: /savepoint: false/u });
    expect(() =>
      atomicSync(() => {
        onCommit(() => hooks.push("ran"));
        try {
          atomicSync(() => {
            throw undo;
          }, none);
        } catch {
          // Swallowed, before a statement was sent.
        }
      }),
    ).toThrow(TransactionAborted);
    expect([hooks, await Tag.objects.count()]).toEqual([[], before]);
  });

  test("a statement of its own that failed dooms it as well", async () => {
    const swallowing = atomic(async () => {
      const { id } = await create("outer");
      await atomic(() => Tag.objects.create({ id, name: "again" }), none).catch(() => undefined);
    });
    await expect(swallowing).rejects.toMatchObject({ cause: expect.any(UniqueViolation) as unknown });
    expect(await Tag.objects.count()).toBe(before);
  });

  test("after it failed nothing runs in the block around it, nor in a block beside it", async () => {
    const sent: string[] = [];
    const going = atomic(async () => {
      await create("outer");
      await atomic(() => Promise.reject(undo), none).catch(() => undefined);
      const stop = onQuery(({ sql, error }) => void (error === undefined && sent.push(sql)));
      await expect(Tag.objects.count()).rejects.toBeInstanceOf(TransactionAborted);
      expect(() => Tag.objects.countSync()).toThrow(TransactionAborted);
      await expect(atomic(() => Tag.objects.count())).rejects.toBeInstanceOf(TransactionAborted);
      stop();
    });
    await expect(going).rejects.toBeInstanceOf(TransactionAborted);
    expect(sent).toEqual([]);
  });

  test("only the nearest block with a savepoint is undone", async () => {
    await atomic(async () => {
      await create("kept");
      const middle = atomic(async () => {
        await create("undone");
        await atomic(() => atomic(() => Promise.reject(undo), none), none).catch(() => undefined);
      });
      await expect(middle).rejects.toMatchObject({ name: "TransactionAborted", cause: undo });
      await create("kept, too");
    });
    expect(await Tag.objects.count()).toBe(before + 2);
  });

  test("durable is refused inside, and what is not a switch by name", async () => {
    const nested = atomic(() => atomic(() => 1, { savepoint: false, durable: true }));
    await expect(nested).rejects.toThrow("durable");
    await expect(atomic(() => 1, { savepoint: "no" } as object)).rejects.toBeInstanceOf(InvalidValue);
    expect(() => atomicSync(() => 1, { savepoint: 0 } as object)).toThrow("savepoint of atomicSync()");
  });
});
