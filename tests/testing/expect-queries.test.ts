import { AssertionError } from "node:assert";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atomic, Author, Book, Tag } from "../../fixtures/library/generated/index.js";
import { executeRaw } from "../../runtime/executor/index.js";
import { expectNoRepeats, expectQueries, withRollback } from "../../runtime/testing/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  afterAll(() => library.close());

  function failureOf(fn: () => unknown): AssertionError {
    try {
      fn();
    } catch (error) {
      if (error instanceof AssertionError) return error;
      throw error;
    }
    throw new Error("nothing was thrown");
  }

  test("the right number passes and gives the value, in both styles", async () => {
    const books = await expectQueries(1, () => Book.objects.selectRelated("author").toArray());
    expect(expectQueries(0, () => books.map((book) => book.author.name))).toHaveLength(books.length);
    expect(expectQueries(1, () => Tag.objects.countSync())).toBe(await Tag.objects.count());
    await expectQueries(2, () =>
      atomic(async () => {
        await Tag.objects.count();
        await atomic(() => Tag.objects.count());
      }),
    );
    await withRollback(() => expectQueries(1, () => Tag.objects.create({ name: "x" })));
  });

  test("another number names each query with its SQL and its line", async () => {
    const wrong = expectQueries(1, async () => {
      await Tag.objects.count();
      await Author.objects.filter({ name: "a secret" }).exists();
    });
    const error = await wrong.catch((thrown: unknown) => thrown as AssertionError);
    expect(error).toBeInstanceOf(AssertionError);
    const { message, stack } = error as AssertionError;
    expect(message).toMatch(/^1 query was expected, and 2 ran:\n {2}1\. select count/u);
    expect(message).toMatch(/\n {5}at .*expect-queries\.test\.ts:\d+:\d+\)?\n {2}2\. select/u);
    expect(message).not.toContain("secret");
    expect(/^\s+at .*$/mu.exec(stack ?? "")?.[0]).toContain("expect-queries.test.ts");
    const sync = failureOf(() => expectQueries(2, () => Tag.objects.countSync()));
    expect(sync.message).toMatch(/^2 queries were expected, and 1 ran:\n/u);
    expect(sync.stack).toContain("expect-queries.test.ts");
    expect(failureOf(() => expectQueries(1, () => 0)).message).toBe("1 query was expected, and none ran.");
    const failed = expectQueries(0, () => executeRaw("select * from nowhere").catch(() => undefined));
    await expect(failed).rejects.toThrow("1. select * from nowhere (failed)");
  });

  test("the callback's own error passes, and what others run meanwhile does not count", async () => {
    const own = new Error("own");
    await expect(expectQueries(5, () => Promise.reject(own))).rejects.toBe(own);
    expect(() =>
      expectQueries(5, () => {
        throw own;
      }),
    ).toThrow(own);
    await Promise.all([
      Tag.objects.count(),
      expectQueries(1, () => Tag.objects.count()),
      expectQueries(2, async () => {
        await expectQueries(1, () => Tag.objects.count());
        await Tag.objects.count();
      }),
      Tag.objects.count(),
    ]);
    expect(() => expectQueries(-1, () => 0)).toThrow("a whole one from 0");
  });

  test("a query for each row is a repeat, and its line is named", async () => {
    const lazy = failureOf(() =>
      expectNoRepeats(() => {
        for (const book of Book.objects.orderBy("id").limit(3)) void book.author.name;
      }),
    );
    expect(lazy.message).toMatch(
      /^3 calls at .*expect-queries\.test\.ts:\d+:\d+\)? ran the same query of Author: /u,
    );
    expect(lazy.message).toContain("library_author");
    const counting = expectNoRepeats(async () => {
      for (const id of [1, 2]) await Book.objects.filter({ author: id }).count();
    });
    await expect(counting).rejects.toThrow(/^2 calls at .* of Book: /u);
  });

  test("a query asked once is none, nor is what one call sends in pieces", async () => {
    const titles = await expectNoRepeats(async () => {
      const found: string[] = [];
      for await (const book of Book.objects.selectRelated("author").iterate({ chunkSize: 5 })) {
        found.push(book.title, book.author.name);
      }
      return found;
    });
    expect(titles).toHaveLength(2 * (await Book.objects.count()));
    await withRollback(() =>
      expectNoRepeats(() =>
        Tag.objects.bulkCreate(
          Array.from({ length: 6 }, (_, at) => ({ name: `tag ${String(at)}` })),
          { batchSize: 2 },
        ),
      ),
    );
    await expectNoRepeats(async () => {
      await Tag.objects.count();
      await Tag.objects.count();
    });
  });
});
