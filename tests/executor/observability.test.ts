import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { context, SpanStatusCode, trace as api } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  atomic,
  atomicSync,
  Author,
  Book,
  Tag,
  withQueryTags,
} from "../../fixtures/library/generated/index.js";
import { onQuery, type QueryEvent } from "../../runtime/executor/index.js";
import { trace } from "../../runtime/opentelemetry/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  beforeEach(() => library.reset());
  afterAll(() => library.close());

  async function heard(call: () => unknown, options = {}): Promise<QueryEvent[]> {
    const events: QueryEvent[] = [];
    const stop = onQuery((event) => events.push(event), options);
    try {
      await call();
    } finally {
      stop();
    }
    return events;
  }

  test("an event says whose rows, what was called, how, where and in which transaction", async () => {
    const both = async () => {
      await Book.objects.get({ id: 1 });
      Book.objects.filter({ id: 1 }).updateSync({ pages: 5 });
      for await (const tag of Tag.objects.iterate()) void tag;
    };
    const outside = await heard(both);
    expect(
      outside.map(({ model, table, operation, style }) => [model, table, operation, style]).slice(0, 2),
    ).toEqual([
      ["Book", "library_book", "get", "async"],
      ["Book", "library_book", "update", "sync"],
    ]);
    expect(new Set(outside.slice(2).map(({ operation }) => operation))).toEqual(new Set(["iterate"]));
    expect(outside[0]).toMatchObject({ using: "default", transaction: null, rows: 1 });
    expect(outside[0]?.connection).toMatch(driver === "server" ? /@127\.0\.0\.1:\d+\/ormgen_/u : /^memory/u);
    expect(outside[0]?.milliseconds).toBeGreaterThan(0);
    const first = await heard(() => atomic(() => atomic(both)));
    const second = await heard(() => atomicSync(() => Tag.objects.createSync({ name: "x" })));
    const numbers = [...first, ...second].map(({ transaction }) => transaction);
    expect(new Set(numbers).size).toBe(2);
    expect(numbers).not.toContain(null);
  });

  test("the caller's line is there where it was asked for, in both styles", async () => {
    const calls = async () => {
      await Author.objects.count();
      Author.objects.countSync();
      for (const tag of Tag.objects.iterateSync()) void tag;
    };
    for (const { caller } of await heard(calls, { caller: true })) {
      expect(caller).toMatch(/observability\.test\.ts:\d+:\d+/u);
    }
    expect(Object.keys((await heard(calls))[0] ?? {})).not.toContain("caller");
  });

  test("the channel gets the same events, without values", async () => {
    const events: unknown[] = [];
    const listener = (event: unknown) => void events.push(event);
    subscribe("ormgen:query", listener);
    await Book.objects.filter({ title: "secret" }).count();
    Book.objects.countSync();
    unsubscribe("ormgen:query", listener);
    await Book.objects.count();
    expect(events).toMatchObject([
      { operation: "count", style: "async" },
      { operation: "count", style: "sync" },
    ]);
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  test("tags go with the SQL as a comment that nothing can leave", async () => {
    const hostile = { route: "/books?a='*/; drop table x; --", "key\n'*/": "ä\ud800" };
    const events = await heard(() =>
      withQueryTags(hostile, async () => {
        expect(await Author.objects.count()).toBe(Author.objects.countSync());
        await withQueryTags({ inner: "1" }, () => atomic(() => Tag.objects.create({ name: "x" })));
      }),
    );
    for (const { sql } of events) {
      expect(sql.match(/\*\//gu)).toHaveLength(1);
      expect(sql).toMatch(/ \/\*.*route='%2Fbooks%3Fa%3D%27%2A%2F%3B%20drop%20table%20x%3B%20--'\*\/$/u);
    }
    expect(events.at(-1)?.sql).toContain("inner='1',");
    expect((await heard(() => Author.objects.count()))[0]?.sql).not.toContain("/*");
    expect(() => withQueryTags({ n: 1 as never }, () => undefined)).toThrow("not a text");
  });

  test("OpenTelemetry's spans say what its conventions ask for, and hang where they were called", async () => {
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const stop = trace(provider);
    const tracer = provider.getTracer("test");
    await tracer.startActiveSpan("request", async (request) => {
      await Promise.all([Book.objects.get({ id: 1 }), Author.objects.count()]);
      Tag.objects.createSync({ name: "span" });
      await Tag.objects.create({ name: "span" }).catch(() => undefined);
      request.end();
    });
    stop();
    api.disable();
    context.disable();
    await Book.objects.count();
    const spans = exporter.getFinishedSpans();
    const request = spans.find(({ name }) => name === "request");
    const queries = spans.filter((span) => span !== request);
    expect(queries.length).toBeGreaterThanOrEqual(4);
    for (const span of queries) {
      expect(span.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
      expect(span.attributes).toMatchObject({
        "db.system.name": "postgresql",
        "db.query.summary": span.name,
      });
      expect(JSON.stringify(span.attributes)).not.toContain('span"');
    }
    const get = queries.find(({ attributes }) => attributes["ormgen.operation"] === "get");
    expect(get?.name).toBe("SELECT library_book");
    expect(get?.attributes).toMatchObject({
      "db.collection.name": "library_book",
      "db.operation.name": "SELECT",
      "db.response.returned_rows": 1,
      ...(driver === "server" ? { "server.address": "127.0.0.1" } : {}),
    });
    const failed = queries.find(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed?.attributes["db.response.status_code"]).toBe("23505");
    expect(failed?.attributes["error.type"]).toBe("UniqueViolation");
  });
});
