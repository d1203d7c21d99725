import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  atomic,
  atomicSync,
  Author,
  Book,
  ForeignKeyViolation,
  onCommit,
  Tag,
  TransactionAborted,
  UniqueViolation,
} from "../../fixtures/library/generated/index.js";
import { executeRaw, executeRawSync, executeScript } from "../../runtime/executor/index.js";
import {
  captureOnCommitCallbacks,
  captureOnCommitCallbacksSync,
  withRollback,
  withRollbackSync,
} from "../../runtime/testing/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";

const undo = new Error("undo");

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
    await executeScript(
      "create table late (id int primary key, other int references late deferrable initially deferred)",
    );
  });
  afterAll(() => library.close());

  test("what a test writes is gone afterwards, in both styles, and its value is given", async () => {
    const before = await Tag.objects.count();
    const inside = await withRollback(async () => {
      await Tag.objects.create({ name: "one" });
      Tag.objects.createSync({ name: "two" });
      return Tag.objects.count();
    });
    expect(inside).toBe(before + 2);
    expect(await Tag.objects.count()).toBe(before);
    expect(
      withRollbackSync(() => {
        Tag.objects.createSync({ name: "three" });
        return Tag.objects.countSync();
      }),
    ).toBe(before + 1);
    expect(Tag.objects.countSync()).toBe(before);
  });

  test("a test that throws is undone, too, and its error passes", async () => {
    const before = await Tag.objects.count();
    const failing = withRollback(async () => {
      await Tag.objects.create({ name: "one" });
      throw undo;
    });
    await expect(failing).rejects.toBe(undo);
    expect(() =>
      withRollbackSync(() => {
        Tag.objects.createSync({ name: "two" });
        throw undo;
      }),
    ).toThrow(undo);
    expect(await Tag.objects.count()).toBe(before);
  });

  test("a statement that fails is undone by itself, first, between others and last", async () => {
    await withRollback(async () => {
      const again = () => executeRaw("insert into late values (1)");
      await expect(executeRaw("select * from nowhere")).rejects.toThrow("nowhere");
      await again();
      await expect(again()).rejects.toBeInstanceOf(UniqueViolation);
      await expect(again()).rejects.toBeInstanceOf(UniqueViolation);
      expect(await executeRaw("select * from late")).toHaveLength(1);
      expect(() => executeRawSync("insert into late values (1)")).toThrow(UniqueViolation);
      expect(await Author.objects.filter({ id: 1 }).exists()).toBe(true);
      await expect(again()).rejects.toBeInstanceOf(UniqueViolation);
    });
    withRollbackSync(() => {
      const again = () => executeRawSync("insert into late values (1)");
      again();
      expect(again).toThrow(UniqueViolation);
      expect(executeRawSync("select * from late")).toHaveLength(1);
      expect(again).toThrow(UniqueViolation);
    });
    expect(await executeRaw("select * from late")).toEqual([]);
  });

  test("an atomic() inside is as the program's own: an error in it undoes it, and a swallowed one is told", async () => {
    const before = await Tag.objects.count();
    await withRollback(async () => {
      await atomic(() => Tag.objects.create({ name: "kept" }));
      const failing = atomic(async () => {
        await Tag.objects.create({ name: "undone" });
        throw undo;
      });
      await expect(failing).rejects.toBe(undo);
      const swallowing = atomic(async () => {
        await executeRaw("select * from nowhere").catch(() => undefined);
      });
      await expect(swallowing).rejects.toBeInstanceOf(TransactionAborted);
      await atomic(() => Tag.objects.create({ name: "durable" }), { durable: true });
      const joining = atomic(
        async () => {
          await Tag.objects.create({ name: "without a savepoint" });
          throw undo;
        },
        { savepoint: false },
      );
      await expect(joining).rejects.toBe(undo);
      expect(await Tag.objects.filter({ name__in: ["kept", "durable"] }).count()).toBe(2);
      expect(await Tag.objects.count()).toBe(before + 2);
    });
    withRollbackSync(() => {
      atomicSync(() => Tag.objects.createSync({ name: "durable" }), { durable: true });
      expect(Tag.objects.countSync()).toBe(before + 1);
    });
    expect(await Tag.objects.count()).toBe(before);
  });

  test("one inside another is undone alone", async () => {
    const before = await Tag.objects.count();
    await withRollback(async () => {
      await Tag.objects.create({ name: "outer" });
      await withRollback(async () => {
        await Tag.objects.create({ name: "inner" });
        await expect(executeRaw("select * from nowhere")).rejects.toThrow("nowhere");
        expect(await Tag.objects.count()).toBe(before + 2);
      });
      expect(await Tag.objects.count()).toBe(before + 1);
      expect(withRollbackSync(() => Tag.objects.createSync({ name: "sync" }).name)).toBe("sync");
    });
    expect(await Tag.objects.count()).toBe(before);
  });

  test("a stream, a prefetch and a bulk write work inside", async () => {
    await withRollback(async () => {
      const titles: string[] = [];
      for await (const book of Book.objects.orderBy("id").iterate({ chunkSize: 7 })) {
        if (titles.length === 10)
          await expect(executeRaw("select * from nowhere")).rejects.toThrow("nowhere");
        titles.push(book.title);
      }
      expect(titles).toHaveLength(await Book.objects.count());
      await Tag.objects.bulkCreate([{ name: "x" }, { name: "y" }]);
      const [author] = await Author.objects.filter({ id: 1 }).prefetchRelated("books__tags").toArray();
      expect(author?.books.loaded.length).toBeGreaterThan(0);
    });
  });

  test("a foreign key that is checked at the commit is checked before the end, in both styles", async () => {
    const wrong = "insert into late values (1, 2)";
    await expect(withRollback(() => executeRaw(wrong))).rejects.toBeInstanceOf(ForeignKeyViolation);
    expect(() => withRollbackSync(() => executeRawSync(wrong))).toThrow(ForeignKeyViolation);
    const mended = withRollback(async () => {
      await executeRaw(wrong);
      await executeRaw("insert into late values (2)");
    });
    await expect(mended).resolves.toBeUndefined();
    const failing = withRollback(async () => {
      await executeRaw(wrong);
      throw undo;
    });
    await expect(failing).rejects.toBe(undo);
    expect(await executeRaw("select * from late")).toEqual([]);
  });

  test("hooks wait for a commit that never comes, and run where they are asked to", async () => {
    const log: string[] = [];
    await withRollback(async () => {
      onCommit(() => log.push("first"));
      const hooks = await captureOnCommitCallbacks(async () => {
        await atomic(async () => {
          await Tag.objects.create({ name: "hooked" });
          onCommit(async () => {
            log.push(`sees ${String(await Tag.objects.filter({ name: "hooked" }).count())}`);
            onCommit(() => log.push("one more"));
          });
        });
        const undone = atomic(() => {
          onCommit(() => log.push("never"));
          throw undo;
        });
        await expect(undone).rejects.toBe(undo);
      });
      expect([hooks.length, log]).toEqual([1, []]);
      const run = await captureOnCommitCallbacks(hooks[0]!, { execute: true });
      expect([run.length, log]).toEqual([1, ["sees 1", "one more"]]);
      await expect(
        captureOnCommitCallbacks(() => onCommit(() => Promise.reject(undo)), { execute: true }),
      ).rejects.toBe(undo);
    });
    withRollbackSync(() => {
      const hooks = captureOnCommitCallbacksSync(() => onCommit(() => log.push("sync")), { execute: true });
      expect(hooks).toHaveLength(1);
    });
    expect(log).toEqual(["sees 1", "one more", "sync"]);
    await expect(captureOnCommitCallbacks(() => undefined)).rejects.toThrow("inside withRollback()");
  });

  test("what leaves it is refused, and so is an option that there is not", async () => {
    await expect(withRollback(() => Tag.objects.all())).rejects.toThrow("withRollback() returned a queryset");
    expect(() => withRollbackSync(() => Promise.resolve())).toThrow("withRollbackSync() returned a promise");
    await expect(withRollback(() => 1, { usng: "x" } as object)).rejects.toThrow('no option "usng"');
    await expect(withRollback(() => 1, { using: "nowhere" })).rejects.toThrow("nowhere");
    expect(await executeRaw("select 1 as one")).toEqual([{ one: 1 }]);
  });
});
