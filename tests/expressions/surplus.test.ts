import { beforeAll, describe, expect, test } from "vitest";
import {
  chainArguments,
  instancePairs,
  mostArguments,
  querysetPairs,
  relatedPairs,
} from "../../generator/plan/methods.js";
import { ran, shelf, type Loose } from "./answers.js";

type Methods = Record<string, (...given: unknown[]) => unknown>;

let Book: Loose;
let Author: Loose;
beforeAll(async () => {
  const { client, end } = await shelf();
  ({ Book, Author } = client);
  return end;
});

/** The methods of each kind of object, by the number of arguments that they take at most. */
const METHODS = {
  queryset: { ...fixed(querysetPairs), ...chainArguments, toSQL: 0 },
  "related manager": { ...fixed(querysetPairs), ...chainArguments, ...fixed(relatedPairs), toSQL: 0 },
  instance: { ...fixed(instancePairs), fetchAuthor: 0, fetchAuthorSync: 0 },
} satisfies Record<string, Record<string, number>>;

/** What takes a list takes any number of arguments. */
function fixed(pairs: typeof querysetPairs): Record<string, number> {
  const lists = /^(?:conditions|conditionsMaybe|orderNames|columns|relatedAdded|relatedItems)$/;
  const counted = pairs.filter(({ parameters }) => !parameters.some((each) => lists.test(each)));
  return Object.fromEntries(
    counted.flatMap((pair) => [
      [pair.name, mostArguments(pair)],
      [`${pair.name}Sync`, mostArguments(pair)],
    ]),
  );
}

async function targetOf(kind: keyof typeof METHODS): Promise<Methods> {
  if (kind === "queryset") return Book.objects.filter({ pages: 12 }) as unknown as Methods;
  if (kind === "instance") return ran<Methods>(Book.objects.get({ title: "x" }));
  return (await ran<{ books: Methods }>(Author.objects.get({ name: "b" }))).books;
}

describe.each(Object.keys(METHODS) as (keyof typeof METHODS)[])("a method of a %s", (kind) => {
  test.each(Object.entries(METHODS[kind]))(
    "%s() refuses more than it takes (%i), and does nothing",
    async (method, most) => {
      const target = await targetOf(kind);
      expect(target[method]).toBeTypeOf("function");
      for (const further of [{ id: 1 }, 5, undefined]) {
        const given = [...Array.from({ length: most }, () => ({ limit: 1 })), further];
        const call = Promise.resolve().then(() => target[method]!(...given));
        await expect(call, method).rejects.toThrow(
          most === 0
            ? `${method}() takes no arguments`
            : new RegExp(`^${method}\\(\\) takes (one argument|at most ${String(most)} arguments), and got`),
        );
      }
      expect(await ran(Book.objects.count())).toBe(4);
    },
  );
});

test("every method without parameters is among them", () => {
  for (const name of ["all", "none", "reverse", "fetchPeers", "toArray", "first", "last", "count", "exists"])
    expect(METHODS.queryset, name).toHaveProperty(name, 0);
  for (const name of ["count", "countSync", "delete", "existsSync"])
    expect(METHODS["related manager"], name).toHaveProperty(name, 0);
  for (const name of ["fetchAuthor", "fetchAuthorSync"])
    expect(METHODS.instance, name).toHaveProperty(name, 0);
});

test("conditions are said before", async () => {
  const call = Promise.resolve().then(() => (Book.objects as unknown as Methods)["countSync"]!({ id: 1 }));
  await expect(call).rejects.toThrow(
    "countSync() takes no arguments: say conditions with .filter({ … }) before it",
  );
});
