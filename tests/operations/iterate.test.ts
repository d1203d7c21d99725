import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Tag, atomic, atomicSync, connect, disconnect } from "../../fixtures/library/generated/index.js";
import { executeRaw, executeScript } from "../../runtime/executor/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { counted } from "../library/counted.js";

const ROWS = 100_000;

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
    await executeScript(
      `truncate library_tag restart identity cascade; insert into library_tag (name) select 'tag ' || n from generate_series(1, ${String(ROWS)}) n`,
    );
  });
  afterAll(() => library.close());
  // Nothing is left open: no cursor, and on a server no transaction.
  afterEach(async () => {
    expect(await executeRaw("select name from pg_cursors where name like 'ormgen%'")).toEqual([]);
    const open = await library.server?.query(
      "select query from pg_stat_activity where state like 'idle in%' and datname = current_database()",
    );
    expect(open ?? []).toEqual([]);
  });

  test("every row once, in order, holding a chunk at a time", async () => {
    let seen = 0;
    let most = 0;
    const before = memory();
    for await (const tag of Tag.objects.orderBy("id").iterate({ chunkSize: 500 })) {
      seen += 1;
      if (tag.id !== seen) throw new Error(`row ${String(tag.id)} came as ${String(seen)}`);
      if (seen % 20_000 === 0) most = Math.max(most, memory() - before);
    }
    expect(seen).toBe(ROWS);
    // All rows at once take several times as much.
    expect(most).toBeLessThan(4_000_000);
  });

  test("every row once, in order, sync", () => {
    let seen = 0;
    for (const tag of Tag.objects.orderBy("id").iterateSync({ chunkSize: 5000 }))
      if (tag.id === seen + 1) seen += 1;
    expect(seen).toBe(ROWS);
  });

  test("a chunk is a fetch, and breaking off asks for no more", async () => {
    const { log } = await counted(async () => {
      for await (const tag of Tag.objects.orderBy("id").iterate({ chunkSize: 10 })) if (tag.id === 25) break;
      for (const tag of Tag.objects.orderBy("id").iterateSync({ chunkSize: 10 })) if (tag.id === 5) break;
    });
    expect(log.filter((sql) => sql.startsWith("fetch"))).toHaveLength(4);
    // On a server the cursor ends with the transaction that was made for it.
    expect(log.filter((sql) => sql.startsWith("close"))).toHaveLength(driver === "embedded" ? 2 : 0);
  });

  test("a consumer that throws, or calls return(), ends it", async () => {
    const consume = async () => {
      for await (const tag of Tag.objects.iterate({ chunkSize: 10 })) throw new Error(`at ${typeof tag.id}`);
    };
    await expect(consume()).rejects.toThrow("at number");
    const rows = Tag.objects.iterate({ chunkSize: 10 });
    await rows.next();
    await rows.return?.();
    expect(await rows.next()).toEqual({ done: true, value: undefined });
  });

  test("the program's own queries go on meanwhile", async () => {
    const names: string[] = [];
    for await (const tag of Tag.objects.filter({ id__lte: 4 }).orderBy("id").iterate({ chunkSize: 2 })) {
      await Tag.objects.filter({ id: tag.id + 1 }).update({ name: `changed ${String(tag.id)}` });
      names.push(tag.name);
    }
    // A cursor sees the rows as they were when it was opened.
    expect(names).toEqual(["tag 1", "tag 2", "tag 3", "tag 4"]);
    expect((await Tag.objects.get({ id: 3 })).name).toBe("changed 2");
  });

  test("within a transaction, in both styles", async () => {
    await atomic(async () => {
      await Tag.objects.filter({ id: 1 }).update({ name: "inside" });
      for await (const tag of Tag.objects.orderBy("id").iterate({ chunkSize: 1 })) {
        expect(tag.name).toBe("inside");
        break;
      }
      expect(await Tag.objects.count()).toBe(ROWS);
    });
    atomicSync(() => {
      const [tag] = Tag.objects.filter({ id: 1 }).iterateSync();
      expect(tag?.name).toBe("inside");
    });
  });

  test("an error in a later chunk is the database's own", async () => {
    const rows = Tag.objects.filter({ id__lte: 50 }).orderBy("id");
    const failing = rows.annotate({ n: Tag.f.id.div(Tag.f.id.sub(30)) });
    const read = async () => {
      for await (const tag of failing.iterate({ chunkSize: 10 })) void tag;
    };
    await expect(read()).rejects.toThrow("division by zero");
    expect(() => [...failing.iterateSync({ chunkSize: 10 })]).toThrow("division by zero");
    await expect(atomic(read)).rejects.toThrow("division by zero");
    expect(await Tag.objects.count()).toBe(ROWS);
  });
});

test("a pool of one connection is free again after breaking off", async () => {
  const library = await openLibrary("server");
  await connect(library.server?.url ?? "", { name: "one", pool: { max: 1 } });
  for (let round = 0; round < 3; round += 1) {
    for await (const tag of Tag.objects.using("one").iterate({ chunkSize: 1 })) {
      expect(tag.id).toBeGreaterThan(0);
      break;
    }
  }
  expect(await Tag.objects.using("one").count()).toBe(7);
  await disconnect("one");
  await library.close();
});

function memory(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
