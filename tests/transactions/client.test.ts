import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  Author,
  Book,
  Tag,
  TransactionClosed,
  UniqueViolation,
  atomic,
  atomicSync,
  detached,
  onCommit,
} from "../../fixtures/library/generated/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { gate } from "../server/gate.js";

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  beforeEach(() => library.reset());
  afterAll(() => library.close());

  const row = { title: "In a transaction", author: 1, price: "1.00", pages: 1 };
  const undo = new Error("undo");
  const names = () => Tag.objects.orderBy("id").valuesList("name", { flat: true }).toArray();

  test("every kind of writing is undone together, and the instances say what was written", async () => {
    const before = [await Book.objects.count(), await Tag.objects.count(), await names()];
    let book: Book | undefined;
    const failing = atomic(async () => {
      book = await Book.objects.create(row);
      await Tag.objects.bulkCreate([{ name: "x" }, { name: "y" }]);
      await book.tags.set([1, 2]);
      await Book.objects.filter({ id: 1 }).update({ pages: 999 });
      await Author.objects.filter({ id: 2 }).delete();
      await Tag.objects.updateOrCreate({ name: "sql" }, { defaults: { name: "changed" } });
      expect(await Tag.objects.count()).toBe(9);
      throw undo;
    });
    await expect(failing).rejects.toBe(undo);
    expect([await Book.objects.count(), await Tag.objects.count(), await names()]).toEqual(before);
    expect((await Book.objects.get({ id: 1 })).pages).toBe(0);
    expect(book?.id).toBeGreaterThan(48);
    await expect(book?.refresh()).rejects.toBeInstanceOf(Book.DoesNotExist);
  });

  test("the same in sync", () => {
    expect(() =>
      atomicSync(() => {
        const book = Book.objects.createSync(row);
        book.tags.addSync(1);
        expect(book.author.books.countSync()).toBe(3);
        Tag.objects.filter({ id: 6 }).deleteSync();
        throw undo;
      }),
    ).toThrow(undo);
    expect([Book.objects.countSync(), Tag.objects.countSync()]).toEqual([48, 7]);
    atomicSync(() => Book.objects.createSync(row));
    expect(Book.objects.countSync()).toBe(49);
  });

  test("an inner transaction is undone alone", async () => {
    const hooks: string[] = [];
    await atomic(async () => {
      await Tag.objects.create({ name: "outer" });
      onCommit(() => void hooks.push("outer"));
      await atomic(async () => {
        await Tag.objects.create({ name: "inner" });
        onCommit(() => void hooks.push("inner"));
        throw undo;
      }).catch(() => undefined);
      await expect(atomic(() => Tag.objects.create({ name: "sql" }))).rejects.toBeInstanceOf(UniqueViolation);
      await atomic(() => Tag.objects.create({ name: "kept" }));
      expect(hooks).toEqual([]);
    });
    expect((await names()).slice(7)).toEqual(["outer", "kept"]);
    expect(hooks).toEqual(["outer"]);
  });

  test("many at once inside one transaction, and many transactions at once", async () => {
    await atomic(() =>
      Promise.all(Array.from({ length: 20 }, (_, at) => Tag.objects.create({ name: `t${String(at)}` }))),
    );
    expect(await Tag.objects.count()).toBe(27);
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        atomic(async () => {
          await Tag.objects.create({ name: `u${String(at)}` });
          if (at % 2 === 0) throw undo;
        }),
      ),
    );
    expect(settled.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect(await Tag.objects.filter({ name__startswith: "u" }).count()).toBe(11);
  });

  test("both styles in one transaction, where a sync call can reach it", async () => {
    const mixed = async () => {
      const tag = await Tag.objects.create({ name: "async" });
      Tag.objects.createSync({ name: "sync" });
      expect(Tag.objects.getSync({ id: tag.id }).name).toBe("async");
      expect(await Tag.objects.filter({ name: "sync" }).exists()).toBe(true);
      const book = Book.objects.getSync({ id: 2 });
      await book.tags.add(tag);
      expect(book.tags.filter({ id: tag.id }).existsSync()).toBe(true);
      atomicSync(() => Tag.objects.createSync({ name: "nested" }));
      throw undo;
    };
    await expect(atomic(mixed, { sync: true })).rejects.toBe(undo);
    await expect(atomic(mixed)).rejects.toBe(undo);
    expect(await Tag.objects.count()).toBe(7);
  });

  test("a sync call reaches an async transaction, lazy relations too", async () => {
    const book = Book.objects.getSync({ id: 2 });
    const failing = atomic(async () => {
      await Author.objects.filter({ id: 8 }).update({ name: "Changed" });
      expect(book.author.name).toBe("Changed");
      book.pages = 77;
      book.saveSync();
      expect((await Book.objects.get({ id: 2 })).pages).toBe(77);
      throw undo;
    });
    await expect(failing).rejects.toBe(undo);
    expect(Book.objects.getSync({ id: 2 }).author.name).not.toBe("Changed");
  });

  test("what comes too late runs nowhere", async () => {
    let late: Promise<unknown> | undefined;
    let made: Tag | undefined;
    const over = gate();
    await atomic(async () => {
      made = await Tag.objects.create({ name: "x" });
      late = over.opened.then(() => made?.delete());
    });
    over.open();
    await expect(late).rejects.toBeInstanceOf(TransactionClosed);
    expect(await Tag.objects.count()).toBe(8);
    await expect(atomic(() => Tag.objects.filter({ name: "x" }) as never)).rejects.toThrow(/queryset/u);
  });

  test("detached() writes outside", async () => {
    if (driver === "embedded") return;
    await expect(
      atomic(async () => {
        await Tag.objects.create({ name: "inside" });
        await detached(() => Tag.objects.create({ name: "outside" }));
        throw undo;
      }),
    ).rejects.toBe(undo);
    expect((await names()).slice(7)).toEqual(["outside"]);
  });

  test("a failed statement that is swallowed undoes everything", async () => {
    const swallowed = atomic(async () => {
      await Tag.objects.create({ name: "x" });
      await Tag.objects
        .filter({ name__regex: "(" })
        .count()
        .catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ name: "TransactionAborted" });
    expect(await Tag.objects.count()).toBe(7);
  });
});
