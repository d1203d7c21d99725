import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Author, Book, Tag, atomic, atomicSync, prefetch } from "../../fixtures/library/generated/index.js";
import { connectSync } from "../../runtime/executor/index.js";
import { BridgeConnection } from "../../runtime/driver/bridge/bridge-connection.js";
import { ServerConnection } from "../../runtime/driver/pg/server-connection.js";
import { openLibrary, type Library } from "../library/library.js";
import { styles, type Style } from "../library/style.js";

interface Work {
  readonly title: string;
  /** How often the program waits for the server. */
  readonly exchanges: number;
  readonly async: () => Promise<unknown>;
  readonly sync: () => unknown;
}

let made = 0;
const unique = () => `made ${String((made += 1))}`;
const names = (count: number) => Array.from({ length: count }, () => ({ name: unique() }));
const detail = Book.objects.selectRelated("author", "publisher").prefetchRelated("tags", "reviews");
const deep = Author.objects.prefetchRelated("books__tags", "books__reviews", "profile");
const latest = Author.objects.prefetchRelated(prefetch("books", Book.objects.orderBy("-id").limit(2)));
const tags = Tag.objects.orderBy("id");

async function read(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const row of rows) expect(row).toBeDefined();
}

function readSync(rows: Iterable<unknown>): void {
  for (const row of rows) expect(row).toBeDefined();
}

const table: readonly Work[] = [
  {
    ...{ title: "get()", exchanges: 1 },
    async: () => Book.objects.get({ id: 1 }),
    sync: () => Book.objects.getSync({ id: 1 }),
  },
  {
    ...{ title: "get() by key with relations to many rows: all at once", exchanges: 1 },
    async: () => detail.get({ id: 1 }),
    sync: () => detail.getSync({ id: 1 }),
  },
  {
    ...{ title: "get() by key with the last rows of a relation", exchanges: 1 },
    async: () => latest.get({ pk: 1 }),
    sync: () => latest.getSync({ pk: 1 }),
  },
  {
    ...{ title: "get() by key, two levels deep: one exchange a level behind the first", exchanges: 2 },
    async: () => deep.get({ id: 1 }),
    sync: () => deep.getSync({ id: 1 }),
  },
  {
    ...{ title: "many rows, two levels deep: one exchange a level", exchanges: 3 },
    async: () => deep.orderBy("id").toArray(),
    sync: () => deep.orderBy("id").toArraySync(),
  },
  {
    ...{ title: "create()", exchanges: 1 },
    async: () => Tag.objects.create({ name: unique() }),
    sync: () => Tag.objects.createSync({ name: unique() }),
  },
  {
    ...{ title: "bulkCreate() of one statement", exchanges: 1 },
    async: () => Tag.objects.bulkCreate(names(1_000)),
    sync: () => Tag.objects.bulkCreateSync(names(1_000)),
  },
  {
    ...{ title: "bulkCreate() in ten batches: all, and COMMIT", exchanges: 2 },
    async: () => Tag.objects.bulkCreate(names(100), { batchSize: 10 }),
    sync: () => Tag.objects.bulkCreateSync(names(100), { batchSize: 10 }),
  },
  {
    ...{ title: "bulkUpdate() of one statement, after reading", exchanges: 2 },
    async: async () => Tag.objects.bulkUpdate(await tags.limit(5).toArray(), ["name"]),
    sync: () => Tag.objects.bulkUpdateSync(tags.limit(5).toArraySync(), ["name"]),
  },
  {
    ...{ title: "getOrCreate() that makes", exchanges: 2 },
    async: () => Tag.objects.getOrCreate({ name: unique() }),
    sync: () => Tag.objects.getOrCreateSync({ name: unique() }),
  },
  {
    ...{ title: "updateOrCreate() that makes: look, make, COMMIT", exchanges: 3 },
    async: () => Tag.objects.updateOrCreate({ name: unique() }, { defaults: { name: unique() } }),
    sync: () => Tag.objects.updateOrCreateSync({ name: unique() }, { defaults: { name: unique() } }),
  },
  {
    ...{ title: "iterate() over one chunk: all, and COMMIT", exchanges: 2 },
    async: () => read(tags.limit(20).iterate({ chunkSize: 50 })),
    sync: () => readSync(tags.limit(20).iterateSync({ chunkSize: 50 })),
  },
  {
    ...{ title: "iterate() over three chunks", exchanges: 4 },
    async: () => read(tags.limit(20).iterate({ chunkSize: 8 })),
    sync: () => readSync(tags.limit(20).iterateSync({ chunkSize: 8 })),
  },
  {
    ...{ title: "three writes in a transaction, one of them in a savepoint: each, and COMMIT", exchanges: 4 },
    async: () =>
      atomic(async () => {
        await Tag.objects.create({ name: unique() });
        await atomic(() => Tag.objects.create({ name: unique() }));
        await Tag.objects.bulkCreate(names(2));
      }),
    sync: () =>
      atomicSync(() => {
        Tag.objects.createSync({ name: unique() });
        atomicSync(() => Tag.objects.createSync({ name: unique() }));
        Tag.objects.bulkCreateSync(names(2));
      }),
  },
];

async function exchangesOf(style: Pick<Style, "name">, work: Work): Promise<number> {
  const spies = [
    vi.spyOn(ServerConnection.prototype, "exchange"),
    vi.spyOn(ServerConnection.prototype, "exchangeSync"),
    vi.spyOn(BridgeConnection.prototype, "exchangeSync"),
  ];
  try {
    if (style.name === "async") await work.async();
    else work.sync();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe.each(styles)("$name, on a server", (style) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary("server");
  });
  afterAll(() => library.close());

  test.each(table)("$title", async (work) => {
    // Statements are prepared, and a connection is there.
    await exchangesOf(style, work);
    expect(await exchangesOf(style, work)).toBe(work.exchanges);
  });
});

describe("a program that is sync alone, on a server", () => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary("server");
    // Opens one that only a worker reaches: nothing async is asked of it.
    connectSync(library.server?.url ?? "");
  });
  afterAll(() => library.close());

  test.each(table)("$title", async (work) => {
    await exchangesOf({ name: "sync" }, work);
    expect(await exchangesOf({ name: "sync" }, work)).toBe(work.exchanges);
  });
});
