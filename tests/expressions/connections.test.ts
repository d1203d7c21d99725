import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { connect, executeScript } from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { clientOf, type DynamicClient } from "../library/client-of.js";
import { connectOwn } from "../library/own-database.js";
import { fn, ran, SHELF, type Loose } from "./answers.js";

let made: DynamicClient;
let other: TestDatabase | null = null;
let Author: Loose;
let Book: Loose;
let here: object;
let there: unknown;
beforeAll(async () => {
  made = await clientOf(SHELF);
  ({ Author, Book } = made.models as unknown as Loose);
  const end = await connectOwn();
  await executeScript(made.sql);
  if (inject("driver") === "server") other = await createDatabase();
  await connect(other?.url ?? "memory://", { name: "other" });
  await executeScript(made.sql, "other");
  here = await ran<object>(Author.objects.create({ name: "here", age: 1, active: true }));
  there = await ran<object>(Author.objects.using("other").create({ name: "there", age: 1, active: true }));
  return end;
});
afterAll(async () => {
  await other?.drop();
  made.remove();
});

const refused = (call: () => unknown, message: RegExp) =>
  expect(Promise.resolve().then(call)).rejects.toThrow(message);
const ROW = /is a row of the connection "other", what refers to it is written to "default"/;
const QUERY = /a query of the connection "other" stands inside one of "default"/;

describe("a row of another connection", () => {
  test("is refused as a foreign key, by name", async () => {
    const book = { title: "t", pages: 1 };
    await refused(() => Book.objects.create({ ...book, author: there }), ROW);
    await refused(() => Book.objects.bulkCreate([{ ...book, author: there }]), ROW);
    await refused(() => Book.objects.getOrCreate({ ...book, author: there }), ROW);
    await refused(
      () => Book.objects.updateOrCreate({ title: "t" }, { defaults: { pages: 1, author: there } }),
      ROW,
    );
    await refused(() => Book.objects.filter({ id: 1 }).update({ author: there }), ROW);
    await refused(
      () => new (Book as unknown as new (values: object) => Loose)({ ...book, author: there }).save(),
      ROW,
    );
    const mine = await ran<Loose & { author: unknown }>(Book.objects.create({ ...book, author: here }));
    mine.author = there as Loose;
    await refused(() => mine.save(), ROW);
    const theirs = await ran<Loose>(Book.objects.using("other").create({ ...book, author: there }));
    await refused(() => (here as { books: Loose }).books.add(theirs), ROW);
    await refused(() => (here as { books: Loose }).books.set([theirs]), ROW);
    expect(await ran(Book.objects.using("other").count())).toBe(1);
    expect(await ran(Book.objects.count())).toBe(1);
  });
});

describe("a query of another connection", () => {
  const theirs = () => Author.objects.using("other").values("id");

  test("is refused inside, by every operation", async () => {
    const rows = () => Book.objects.filter({ author__in: theirs() });
    await refused(() => rows().toArray(), QUERY);
    await refused(() => rows().count(), QUERY);
    await refused(() => rows().exists(), QUERY);
    await refused(() => rows().first(), QUERY);
    await refused(() => rows().update({ pages: 1 }), QUERY);
    await refused(() => rows().delete(), QUERY);
    await refused(() => rows().aggregate({ n: fn.count() }), QUERY);
    await refused(() => Book.objects.filter(fn.exists(Author.objects.using("other"))).count(), QUERY);
    await refused(() => Book.objects.annotate({ a: fn.subquery(theirs()) }).toArray(), QUERY);
    await refused(() => Book.objects.orderBy(fn.subquery(theirs())).toArray(), QUERY);
    await refused(() => Book.objects.filter({ id: 1 }).update({ pages: fn.subquery(theirs()) }), QUERY);
    await refused(
      () => Book.objects.bulkCreate([{ title: "t", author: here, pages: fn.subquery(theirs()) }]),
      QUERY,
    );
    await refused(
      () => Book.objects.create({ title: "t", author: here, pages: fn.subquery(theirs()) }),
      QUERY,
    );
    await refused(() => Book.objects.values("id").union(theirs()).toArray(), QUERY);
    await refused(
      () => Book.objects.filter({ author__in: Author.objects.filter({ id__in: theirs() }) }).count(),
      QUERY,
    );
    await refused(() => Book.objects.filter({ author__in: theirs() }).toSQL(), QUERY);
  });

  test("that names none runs where the whole runs", async () => {
    const books = Book.objects.filter({ author__in: Author.objects.filter({ name: "there" }) });
    expect(await ran(books.using("other").count())).toBe(1);
    expect(await ran(books.using("default").count())).toBe(0);
    expect(await ran(Book.objects.using("other").filter({ author__in: theirs() }).count())).toBe(1);
  });
});

describe("an instance is written to another connection", () => {
  interface Row {
    name: string;
    save(options?: object): Loose;
    delete(options?: object): Loose;
  }
  const author = (values: object) => new (Author as unknown as new (values: object) => Row)(values);
  const names = (using: string) =>
    ran<string[]>(
      Author.objects
        .using(using)
        .filter({ name__startswith: "moved" })
        .orderBy("id")
        .valuesList("name", { flat: true })
        .toArray(),
    );

  test("by save({ using }), and is that connection's from then on", async () => {
    const row = author({ name: "moved", age: 1, active: true });
    await ran(row.save({ using: "other" }));
    expect([await names("default"), await names("other")]).toEqual([[], ["moved"]]);
    row.name = "moved on";
    await ran(row.save());
    expect([await names("default"), await names("other")]).toEqual([[], ["moved on"]]);
    await ran(row.save({ using: "default", insert: true }));
    expect([await names("default"), await names("other")]).toEqual([["moved on"], ["moved on"]]);
    await ran(row.delete({ using: "other" }));
    expect([await names("default"), await names("other")]).toEqual([["moved on"], []]);
    row.name = "moved back";
    await ran(row.save({ using: "default", changed: true }));
    await ran(row.delete());
    expect([await names("default"), await names("other")]).toEqual([[], []]);
  });

  test("where writing fails, it stays where it was", async () => {
    const row = await ran<Row>(Author.objects.create({ name: "moved", age: 1, active: true }));
    await refused(() => row.save({ using: "nowhere" }), /No connection is named "nowhere"/);
    await refused(() => row.save({ using: "other", update: true }), /found no row to update/);
    await refused(() => row.save({ using: "other", changed: true }), /does not know what changed/);
    await refused(() => row.save({ using: 3 }), /using of save\(\) is the name of a connection/);
    await refused(() => row.delete({ id: 5 }), /delete\(\) has no option "id"/);
    row.name = "moved here";
    await ran(row.save());
    expect([await names("default"), await names("other")]).toEqual([["moved here"], []]);
    await ran(row.delete());
  });
});
