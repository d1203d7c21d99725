import { beforeAll, describe, expect, test } from "vitest";
import { styles } from "../library/style.js";
import { ran, shelf, type Loose } from "./answers.js";

let Book: Loose;
let Author: Loose;
let a: { id: number };
let b: { id: number };
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book, Author } = client);
  a = await ran(Author.objects.get({ name: "a" }));
  b = await ran(Author.objects.get({ name: "b" }));
  return end;
});

describe.each(styles)("in the style $name", (style) => {
  test.each<[string, () => Loose, number]>([
    ["pk", () => Author.objects.filter({ pk: a }), 1],
    ["pk of an expression", () => Book.objects.filter({ pk: Book.f.author.id }), 1],
    ["pk__in", () => Author.objects.filter({ pk__in: [a, b.id] }), 2],
    ["pk__in of none", () => Author.objects.filter({ pk__in: [] }), 0],
    ["pk__in of a set", () => Author.objects.filter({ pk__in: new Set([a]) }), 1],
    ["not pk__in", () => Author.objects.exclude({ pk__in: [a] }), 1],
    ["a relation's pk", () => Book.objects.filter({ author__pk: a }), 2],
    ["a relation", () => Book.objects.filter({ author: a }), 2],
    ["a relation's list", () => Book.objects.filter({ author__in: [a, b.id] }), 4],
    ["a reference to a relation", () => Book.objects.filter(Book.f.author.eq(a)), 2],
    ["a reference's list", () => Book.objects.filter(Book.f.author.in([b])), 2],
    ["a nullable relation's ne", () => Book.objects.filter(Book.f.second.ne(a)), 3],
  ])("an instance stands for its key: %s", async (_, rows, count) => {
    expect(await style.call(rows(), "count")).toBe(count);
  });

  test("of another model, or not saved, it is refused by name", async () => {
    const unsaved = new (Author as unknown as new (values: object) => object)({
      name: "c",
      age: 1,
      active: true,
    });
    const book = await ran(Book.objects.first());
    const refused = (rows: () => Loose) =>
      expect(Promise.resolve().then(() => style.call(rows(), "count"))).rejects;
    await refused(() => Author.objects.filter({ pk: unsaved })).toThrow(
      "the Author is not saved and has no key yet",
    );
    await refused(() => Author.objects.filter({ pk__in: [book] })).toThrow(
      "takes an Author or its key, got a Book",
    );
    await refused(() => Book.objects.filter({ title: a })).toThrow("got an object of class Author");
  });
});
