import { beforeAll, expect, test } from "vitest";
import { ran, shelf, type Loose } from "./answers.js";

let Book: Loose;
let Author: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book, Author } = client);
  return end;
});

test("a method that takes nothing refuses what it is given, and does nothing", async () => {
  const rows = Book.objects.filter({ pages: 12 }) as unknown as Record<
    string,
    (...given: unknown[]) => unknown
  >;
  const author = await ran<{ books: Record<string, (...given: unknown[]) => unknown> }>(
    Author.objects.get({ name: "b" }),
  );
  for (const name of ["toArray", "first", "last", "count", "exists", "delete"]) {
    for (const method of [name, `${name}Sync`]) {
      for (const given of [{ id: 1 }, 5, undefined]) {
        const call = Promise.resolve().then(() => rows[method]!(given));
        await expect(call, method).rejects.toThrow(
          `${method}() takes no arguments: say conditions with .filter({ … }) before it`,
        );
      }
    }
  }
  await expect(Promise.resolve().then(() => author.books["clear"]!(1))).rejects.toThrow(
    "clear() takes no arguments",
  );
  expect(await ran(Book.objects.count())).toBe(4);
});
