import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Tag } from "../../fixtures/library/generated/index.js";
import { OrmgenError, PoolTimeout, TransactionClosed } from "../../runtime/errors/index.js";
import { atomic, atomicSync, connect, executeRaw } from "../../runtime/executor/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  beforeEach(() => library.reset());
  afterAll(() => library.close());

  const iterators = {
    "iterate()": () => Tag.objects.orderBy("id").iterate({ chunkSize: 2 })[Symbol.asyncIterator](),
    "a queryset's": () => Tag.objects.orderBy("id")[Symbol.asyncIterator](),
  };
  const iteratorsSync = {
    "iterateSync()": () => Tag.objects.orderBy("id").iterateSync({ chunkSize: 2 })[Symbol.iterator](),
    "a queryset's": () => Tag.objects.orderBy("id")[Symbol.iterator](),
  };

  test.each(Object.entries(iterators))("one row of a stream holds up no transaction: %s", async (_, open) => {
    for (const nested of [false, true]) {
      let rows: AsyncIterator<unknown> | undefined;
      const read = async () => {
        rows = open();
        expect((await rows.next()).done).toBe(false);
        await Tag.objects.create({ name: nested ? "nested" : "outer" });
      };
      await atomic(nested ? () => atomic(read) : read);
      expect(await Tag.objects.count()).toBe(nested ? 9 : 8);
      // A second row is in memory already, or refused; none comes from outside of the transaction.
      const rest = await drain(rows!);
      expect(rest instanceof TransactionClosed || rest === 6).toBe(true);
      await expect(open().return!()).resolves.toMatchObject({ done: true });
    }
  });

  test.each(Object.entries(iteratorsSync))("the same in sync: %s", async (_, open) => {
    let rows: Iterator<unknown> | undefined;
    atomicSync(() => {
      rows = open();
      rows.next();
      Tag.objects.createSync({ name: "x" });
    });
    expect(() => rows!.return!()).not.toThrow();
    await atomic(async () => {
      rows = open();
      rows.next();
      await Tag.objects.create({ name: "y" });
    });
    expect(await Tag.objects.count()).toBe(9);
    expect(() => rows!.return!()).not.toThrow();
  });

  test("an iterator does not leave its transaction unseen", async () => {
    for (const wrap of [(it: unknown) => it, (it: unknown) => [it], (it: unknown) => ({ a: { it } })]) {
      for (const open of [iterators["iterate()"], iteratorsSync["iterateSync()"], () => Tag.objects.all()]) {
        await expect(atomic(() => wrap(open()))).rejects.toBeInstanceOf(OrmgenError);
        expect(() => atomicSync(() => wrap(open()))).toThrow(OrmgenError);
      }
    }
    let rows: AsyncIterator<unknown> | undefined;
    await atomic(() => {
      rows = iterators["iterate()"]();
    });
    await expect(rows!.next()).rejects.toBeInstanceOf(TransactionClosed);
    expect(await atomic(() => [new Map([[1, { a: [null, new Date(0)] }]])])).toHaveLength(1);
  });

  test("a stream that nobody reads gives its place back, and is named meanwhile", async () => {
    if (driver === "embedded") return;
    await connect(library.server?.url, {
      name: "few",
      pool: { max: 1, timeoutMs: 100, streamIdleMs: 3_000 },
    });
    const few = Tag.objects.using("few");
    const rows = few.iterate({ chunkSize: 2 })[Symbol.asyncIterator]();
    await rows.next();
    const error: unknown = await few.count().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PoolTimeout);
    expect(String(error)).toMatch(/a stream \(.*streams\.test\.ts:\d+:\d+\)/u);
    await untilFree(() => few.count());
    await expect(rows.next().then(() => rows.next())).rejects.toThrow("Nobody read this stream");
  });

  test("a stream that nobody can reach any more gives its place back", async () => {
    if (driver === "embedded") return;
    await connect(library.server?.url, { name: "few", pool: { max: 1, timeoutMs: 100 } });
    const few = Tag.objects.using("few");
    await (async () => void (await few.iterate({ chunkSize: 2 })[Symbol.asyncIterator]().next()))();
    await untilFree(() => {
      collect();
      return few.count();
    });
    expect(await few.count()).toBe(7);
  });

  test("reading on after a pause is fine, and breaking off leaves nothing", async () => {
    let seen = 0;
    for await (const tag of Tag.objects.orderBy("id").iterate({ chunkSize: 3 })) {
      await sleep(1);
      seen += tag.id;
      if (tag.id === 5) break;
    }
    expect(seen).toBe(15);
    expect(await executeRaw("SELECT name FROM pg_cursors WHERE name LIKE 'ormgen%'")).toEqual([]);
  });
});

async function drain(rows: AsyncIterator<unknown>): Promise<unknown> {
  try {
    let count = 0;
    while ((await rows.next()).done !== true) count += 1;
    return count;
  } catch (error) {
    return error;
  }
}

async function untilFree(query: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      return void (await query());
    } catch (error) {
      if (!(error instanceof PoolTimeout)) throw error;
    }
  }
}
