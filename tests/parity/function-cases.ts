import * as client from "../../fixtures/library/generated/index.js";
import type { Style } from "../library/style.js";
import { parity, thrown, type Case } from "./case.js";

const { Author, Book, Tag, prefetch } = client;
const books = Book.objects;
const run = (m: Style, name: string, ...args: readonly unknown[]) => m.call(client, name, ...args);
const inBlock = (m: Style, target: object, method: string, ...args: readonly unknown[]) =>
  run(m, "atomic", () => m.start(target, method, ...args));

const authors = (m: Style) =>
  m.call(Author.objects.orderBy("id").limit(6), "toArray") as Promise<client.Author[]>;

/** The functions of the client's index that come in pairs. */
export const functions: readonly Case[] = [
  parity("function.prefetchRelatedObjects", "nested", async (m) => {
    const of = await authors(m);
    await run(m, "prefetchRelatedObjects", of, "books__tags", "profile");
    return of.map((author) => [
      author.books.loaded as unknown,
      (author.books.loaded as unknown as client.Book[]).map((book) => book.tags.loaded as unknown),
    ]);
  }),
  parity("function.prefetchRelatedObjects", "with rows of one's choice", async (m) => {
    const of = await authors(m);
    const choice = prefetch("books", books.filter({ pages__gt: 100 }).orderBy("id"), { as: "thick" });
    await run(m, "prefetchRelatedObjects", of, choice);
    return of.map((author) => (author as unknown as { thick: unknown }).thick);
  }),
  parity("function.prefetchRelatedObjects", "of no instances", (m) =>
    run(m, "prefetchRelatedObjects", [], "books"),
  ),
  parity("function.prefetchRelatedObjects", "an unknown relation", async (m) =>
    run(m, "prefetchRelatedObjects", await authors(m), "boks"),
  ),
  parity("function.prefetchRelatedObjects", "no instances at all", (m) =>
    run(m, "prefetchRelatedObjects", [1], "books"),
  ),
  parity("function.atomic", "gives what its block gives", async (m) => [
    await inBlock(m, books.filter({ id: 2 }), "update", { pages: 3 }),
    await m.call(books, "get", { id: 2 }),
  ]),
  parity("function.atomic", "a block that fails leaves nothing", async (m) => [
    await thrown(() =>
      inBlock(m, Tag.objects, "bulkCreate", [{ name: "x" }, { name: "sql" }], { batchSize: 1 }),
    ),
    await m.call(Tag.objects, "toArray"),
  ]),
  parity("function.atomic", "in another one", (m) =>
    run(m, "atomic", () =>
      m.start(client, "atomic", () => m.start(Tag.objects, "create", { name: "inner" })),
    ),
  ),
  parity("function.detached", "its block runs", (m) =>
    run(m, "detached", () => m.start(Tag.objects, "count")),
  ),
  parity("function.connect function.disconnect", "a second database, and none", async (m) => {
    const other = Tag.objects.using("second");
    await run(m, "connect", "memory://", { name: "second" });
    const empty = await thrown(() => m.call(other, "count"));
    await run(m, "disconnect", "second");
    return [empty, await thrown(() => m.call(other, "count"))];
  }),
  parity("function.connect", "a URL of something else", (m) =>
    run(m, "connect", "mysql://x", { name: "second" }),
  ),
];

const locks = {
  "waits for rows": {},
  "skips locked rows": { skipLocked: true },
  "does not wait": { noWait: true },
  "of the rows alone": { of: ["self"] },
  "of a relation": { of: ["author"] },
  "of both, but their keys": { of: ["self", "author"], key: true, noWait: true },
  "but their keys": { key: true, skipLocked: true },
};

/** Locks and plans, in all that they may be told. */
export const locking: readonly Case[] = [
  ...Object.entries(locks).map(([title, options]) =>
    parity("queryset.selectForUpdate", title, async (m) => {
      const rows = books.selectRelated("author").orderBy("id").limit(5);
      const of = options as Parameters<typeof rows.selectForUpdate>[0];
      return [
        await inBlock(m, rows.selectForUpdate(of), "toArray"),
        await inBlock(m, rows.selectForUpdate(of), "get", { id: 3 }).catch((error: unknown) => error),
        await inBlock(m, books.selectRelated("author").selectForUpdate(of).filter({ id: 3 }), "count"),
      ];
    }),
  ),
  parity("queryset.selectForUpdate", "outside of a transaction", (m) =>
    m.call(books.selectForUpdate(), "toArray"),
  ),
  parity("queryset.selectForUpdate", "of grouped rows", (m) =>
    inBlock(m, books.values("status").distinct().selectForUpdate(), "toArray"),
  ),
  ...(["text", "json", "yaml", "xml"] as const).map((format) =>
    parity("queryset.explain", `as ${format}`, async (m) => {
      const plan = String(await m.call(books.filter({ id: 3 }), "explain", { format, costs: false }));
      const begins = {
        text: /^\S.*\n[^]* on library_book/u,
        json: /^\[\s*\{/u,
        yaml: /^- Plan:/u,
        xml: /^<explain/u,
      };
      return [begins[format].test(plan), plan.includes("library_book")];
    }),
  ),
  parity("queryset.explain", "with every flag", async (m) => {
    const flags = ["analyze", "verbose", "costs", "settings", "buffers", "wal", "timing", "summary"];
    const plan = await m.call(books, "explain", Object.fromEntries(flags.map((flag) => [flag, true])));
    return ["Execution Time", "Output: ", "actual time"].map((text) => String(plan).includes(text));
  }),
  parity("queryset.explain", "an unknown format", (m) => m.call(books, "explain", { format: "html" })),
];
