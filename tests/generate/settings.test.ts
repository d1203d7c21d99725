import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkspace } from "./workspace.js";

const workspace = createWorkspace();
const folders = ["never", "oslo"] as const;

beforeAll(async () => {
  for (const folder of folders) workspace.copy("library/models", `${folder}/models`);
  workspace.write("never/ormgen.config.json", '{ "lazy": "never" }');
  workspace.write("oslo/ormgen.config.json", '{ "timeZone": "Europe/Oslo" }');
  workspace.write("never/check.ts", NEVER);
  workspace.write("oslo/check.ts", OSLO);
  for (const folder of folders) {
    for (const args of [["--quiet"], ["makemigrations"], ["migrate"]]) {
      expect(await workspace.ormgen(folder, ...args)).toMatchObject({ status: 0 });
    }
  }
  expect(await workspace.tsc()).toEqual({ status: 0, output: "" });
});
afterAll(() => workspace.remove());

const NEVER = `import { strict as assert } from "node:assert";
import { Author, Book, RelationNotLoaded } from "./generated/index.js";

const author = Author.objects.createSync({ name: "Jane Austen" });
const { id } = Book.objects.createSync({ title: "Emma", author, price: "9.50", pages: 474 });
const book = Book.objects.getSync({ id });
// @ts-expect-error -- its type says that the author is not there, whatever the style of the call
assert.throws(() => book.author.name, RelationNotLoaded);
assert.equal(Book.objects.selectRelated("author").getSync({ id }).author.name, "Jane Austen");
assert.equal(book.fetchAuthorSync().name, "Jane Austen");
console.log("nothing is lazy");
`;

/** In 2024 the clocks of Oslo went forward on 31 March at 01:00 UTC, and back on 27 October at 01:00 UTC. */
const OSLO = `import { strict as assert } from "node:assert";
import { Author, Book, extract, trunc } from "./generated/index.js";

const author = await Author.objects.create({ name: "Sigrid Undset" });
const local = {
  "2024-03-30T22:59:00Z": { hour: 23, date: "2024-03-30", day: "2024-03-29T23:00:00.000Z" },
  "2024-03-30T23:00:00Z": { hour: 0, date: "2024-03-31", day: "2024-03-30T23:00:00.000Z" },
  "2024-03-31T00:59:00Z": { hour: 1, date: "2024-03-31", day: "2024-03-30T23:00:00.000Z" },
  "2024-03-31T01:00:00Z": { hour: 3, date: "2024-03-31", day: "2024-03-30T23:00:00.000Z" },
  "2024-03-31T22:00:00Z": { hour: 0, date: "2024-04-01", day: "2024-03-31T22:00:00.000Z" },
  "2024-10-27T00:30:00Z": { hour: 2, date: "2024-10-27", day: "2024-10-26T22:00:00.000Z" },
  "2024-10-27T01:30:00Z": { hour: 2, date: "2024-10-27", day: "2024-10-26T22:00:00.000Z" },
  "2024-10-27T22:59:00Z": { hour: 23, date: "2024-10-27", day: "2024-10-26T22:00:00.000Z" },
};
for (const [title, { hour, date, day }] of Object.entries(local)) {
  const { id } = await Book.objects.create({ title, author, price: "1", pages: 1 });
  await Book.objects.filter({ id }).update({ createdAt: new Date(title) });
  for (const rows of [
    Book.objects.filter({ id, createdAt__hour: hour }),
    Book.objects.filter({ id, createdAt__date: date }),
    Book.objects.filter({ id, createdAt__year: 2024, createdAt__day: Number(date.slice(-2)) }),
  ]) {
    assert.equal(await rows.count(), 1, title);
    assert.equal(rows.countSync(), 1, title);
  }
  const [row] = await Book.objects
    .filter({ id })
    .annotate({ day: trunc("day", Book.f.createdAt), hour: extract("hour", Book.f.createdAt) })
    .values("day", "hour")
    .toArray();
  assert.deepEqual([new Date(String(row?.day)).toISOString(), row?.hour], [day, hour], title);
}
assert.equal(await Book.objects.filter({ createdAt__hour: 2 }).count(), 2);
console.log("the clocks of Oslo");
`;

test.each([
  ["never", "an instance from a sync call is not lazy where the client says so", "nothing is lazy"],
  ["oslo", "parts of dates and truncation follow the client's time zone", "the clocks of Oslo"],
])("%s: %s", async (folder, _, said) => {
  const ended = await workspace.node(folder, "check.js");
  expect(ended).toEqual({ status: 0, output: `${said}\n` });
});
