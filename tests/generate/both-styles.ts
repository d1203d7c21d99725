import type { PairNames } from "../../generator/plan/pair-names.js";

/** A program that asks the library the same in both styles, under a convention; it prints what it got. */
export function bothStyles(names: (method: string) => PairNames): string {
  const a = (method: string) => names(method).async;
  const s = (method: string) => names(method).sync;
  return `import { strict as assert } from "node:assert";
import { Author, Book, RelationNotLoaded, Tag, ${a("atomic")}, ${s("atomic")} } from "./generated/index.js";

const tag = Tag.objects.${s("create")}({ name: "classic" });
const [author, made] = await Author.objects.${a("getOrCreate")}({ name: "Jane Austen" });
assert.equal(made, true);
const book = await Book.objects.${a("create")}({ title: "Emma", author, price: "9.50", pages: 474 });
await book.tags.${a("add")}(tag);
assert.deepEqual(book.tags.${s("toArray")}().map(({ name }) => name), ["classic"]);
book.pages = 475;
book.${s("save")}();

const fromAsync = await Book.objects.${a("get")}({ author__name: "Jane Austen" });
const fromSync = Book.objects.${s("get")}({ author__name: "Jane Austen" });
assert.equal(fromAsync.pages, 475);
assert.equal(fromSync.author.name, "Jane Austen");
assert.throws(
  () => fromAsync.author,
  (error: Error) => error instanceof RelationNotLoaded && error.message.includes("await book.${a("fetchAuthor")}()"),
);
assert.equal((await fromAsync.${a("fetchAuthor")}()).name, "Jane Austen");
assert.equal(fromSync.${s("fetchAuthor")}().name, "Jane Austen");

const titles: string[] = [];
for await (const each of Book.objects.selectRelated("author")) titles.push(each.author.name);
for (const each of Book.objects.filter({ title__startswith: "E" })) titles.push(each.title);
for await (const each of Book.objects.${a("iterate")}({ chunkSize: 1 })) titles.push(each.title);
for (const each of Book.objects.${s("iterate")}({ chunkSize: 1 })) titles.push(each.title);
assert.deepEqual(titles, ["Jane Austen", "Emma", "Emma", "Emma"]);

await assert.rejects(
  ${a("atomic")}(async () => {
    await Book.objects.all().${a("delete")}();
    throw new Error("undo");
  }),
  /undo/,
);
assert.throws(() => {
  ${s("atomic")}(() => {
    Book.objects.all().${s("delete")}();
    throw new Error("undo");
  });
}, /undo/);
assert.equal(await Book.objects.${a("count")}(), Book.objects.${s("count")}());

await Book.objects.all().${a("delete")}();
Author.objects.all().${s("delete")}();
await Tag.objects.all().${a("delete")}();
assert.equal(Author.objects.${s("exists")}(), false);
console.log("both styles agree");
`;
}
