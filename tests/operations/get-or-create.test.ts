import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Author, Publisher, Tag, atomic, onQuery } from "../../fixtures/library/generated/index.js";
import { connectSync, disconnectSync } from "../../fixtures/library/generated/index.js";
import { openLibrary, type Library } from "../library/library.js";

let library: Library;
beforeAll(async () => {
  library = await openLibrary("server");
});
beforeEach(() => library.reset());
afterAll(() => library.close());

const twenty = Array.from({ length: 20 }, (_, at) => at);

describe("on a server", () => {
  test("twenty at once make one row, and one of them made it", async () => {
    const all = await Promise.all(
      twenty.map((at) => Publisher.objects.getOrCreate({ name: "race" }, { defaults: { city: String(at) } })),
    );
    expect(all.filter(([, made]) => made)).toHaveLength(1);
    expect(new Set(all.map(([{ id }]) => id)).size).toBe(1);
    expect(await Publisher.objects.filter({ name: "race" }).count()).toBe(1);
  });

  test("twenty at once, each in a transaction of its own", async () => {
    const all = await Promise.all(twenty.map(() => atomic(() => Tag.objects.getOrCreate({ name: "race" }))));
    expect(all.filter(([, made]) => made)).toHaveLength(1);
    expect(await Tag.objects.filter({ name: "race" }).count()).toBe(1);
  });

  test("twenty updates at once: one row, and it is one of theirs", async () => {
    const all = await Promise.all(
      twenty.map((at) =>
        Publisher.objects.updateOrCreate({ name: "race" }, { defaults: { city: `city ${String(at)}` } }),
      ),
    );
    expect(all.filter(([, made]) => made)).toHaveLength(1);
    expect((await Publisher.objects.get({ name: "race" })).city).toMatch(/^city \d+$/u);
  });

  test("updateOrCreate locks what it updates", async () => {
    const log: string[] = [];
    const stop = onQuery(({ sql }) => log.push(sql));
    await Publisher.objects.updateOrCreate({ name: "House 1" }, { defaults: { city: "x" } });
    stop();
    expect(log.filter((sql) => sql.includes("for update of"))).toHaveLength(1);
    expect(log.some((sql) => sql.startsWith('update "library_publisher" set "city" = '))).toBe(true);
  });

  test("defaults are called when they are needed, and only then", async () => {
    let calls = 0;
    const defaults = { email: () => `${String((calls += 1))}@e.org` };
    const [made] = await Author.objects.getOrCreate({ name: "lazy" }, { defaults });
    await Author.objects.getOrCreate({ name: "lazy" }, { defaults });
    expect([made.email, calls]).toEqual(["1@e.org", 1]);
  });

  test("a lookup that is no equality makes no value", async () => {
    const [made, created] = await Tag.objects.getOrCreate(
      { name__iexact: "FRESH" },
      { defaults: { name: "fresh" } },
    );
    expect([made.name, created]).toEqual(["fresh", true]);
    expect((await Tag.objects.getOrCreate({ name__iexact: "FRESH" }))[1]).toBe(false);
  });

  test("a sync caller and an async one meet at one row", async () => {
    connectSync(library.server?.url, { name: "other" });
    const pending = Tag.objects.getOrCreate({ name: "both" });
    const [own] = Tag.objects.using("other").getOrCreateSync({ name: "both" });
    expect((await pending)[0].id).toBe(own.id);
    disconnectSync("other");
  });
});
