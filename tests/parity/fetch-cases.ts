import {
  Author,
  Book,
  Category,
  Profile,
  Publisher,
  Review,
  Tag,
} from "../../fixtures/library/generated/index.js";
import { parity, type Case } from "./case.js";

const models: readonly {
  name: string;
  prototype: object;
  objects: { orderBy(name: "id"): { limit(n: number): object } };
}[] = [Author, Book, Category, Profile, Publisher, Review, Tag];

/** The methods of the library's instances that fetch a related row: `Book.fetchAuthor`. */
export const fetches = models.flatMap((model) =>
  Object.getOwnPropertyNames(model.prototype)
    .filter((name) => /^fetch[A-Z]/u.test(name) && !name.endsWith("Sync"))
    .map((method) => ({ model, method })),
);

/** Each of them for every row, whether it has a related one or not, and again where it is fetched already. */
export const fetching: readonly Case[] = fetches.map(({ model, method }) =>
  parity(`instance.fetch ${model.name}.${method}`, "of every row, twice", async (m) => {
    const rows = (await m.call(model.objects.orderBy("id").limit(8), "toArray")) as object[];
    const found: unknown[] = [];
    for (const row of rows) {
      const first = await m.call(row, method);
      found.push([first, (await m.call(row, method)) === first]);
    }
    return found;
  }),
);
