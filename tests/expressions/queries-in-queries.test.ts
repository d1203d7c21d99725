import { afterAll, beforeAll, expect, test } from "vitest";
import { clientWith, fn, ran, type Answers, type Loose } from "./answers.js";

let client: Answers;
let end: () => Promise<void>;

const MODELS = `
import { Model, fields } from "ormgen";
export class Author extends Model {
  name = fields.text({ unique: true });
}
export class Book extends Model {
  title = fields.text();
  pages = fields.integer();
  author = fields.foreignKey(() => Author, { onDelete: "cascade", relatedName: "books", null: true, to: "name" });
  tags = fields.manyToMany(() => Tag, { relatedName: "books" });
}
export class Tag extends Model {
  name = fields.text();
}
export class Note extends Model {
  text = fields.text();
  author = fields.foreignKey(() => Author, { onDelete: "cascade", null: true });
}
`;

beforeAll(async () => {
  ({ client, end } = await clientWith(MODELS));
  const { Author, Book, Note } = client;
  await ran(Author.objects.bulkCreate([{ name: "ann" }, { name: "bob" }, { name: "cy" }]));
  await ran(
    Book.objects.bulkCreate([
      { title: "x", pages: 1, author: "ann" },
      { title: "y", pages: 2, author: "ann" },
      { title: "z", pages: 3, author: "bob" },
    ]),
  );
  await ran(Note.objects.bulkCreate([{ text: "n", author: 3 }, { text: "m" }]));
});
afterAll(() => end());

const { arraySubquery, exists, outerRef, subquery } = fn;
const titled = (title: string) =>
  client.Book.objects.filter({ author: outerRef(client.Author.f.name), title });
const rows = (queryset: Loose) => ran(queryset.toArray());
const names = (authors: Loose) => rows(authors.orderBy("name").valuesList("name", { flat: true }));

test("the parts of a union inside a query speak of the query around", async () => {
  const { Author, Book } = client;
  const either = titled("x").union(titled("z"));
  expect(await names(Author.objects.filter(exists(either)))).toEqual(["ann", "bob"]);
  expect(await names(Author.objects.exclude(exists(either)))).toEqual(["cy"]);
  const both = Author.objects.annotate({ n: subquery(either.orderBy("-title").values("pages").limit(1)) });
  expect(await rows(both.orderBy("name").valuesList("name", "n"))).toEqual([
    ["ann", 1],
    ["bob", 3],
    ["cy", null],
  ]);
  const all = arraySubquery(titled("x").values("title").union(titled("y").values("title")).orderBy("-title"));
  const listed = Author.objects.annotate({ all }).orderBy("name").valuesList("all", { flat: true });
  expect(await rows(listed)).toEqual([["y", "x"], [], []]);
  const own = Book.objects.filter({ author: outerRef(Author.f.name) }).values("author");
  const left = own.difference(Book.objects.filter({ pages: 3 }).values("author"));
  expect(await names(Author.objects.filter({ name__in: left }))).toEqual(["ann"]);
});

test("a part's slice and further queries inside of it do so, too", async () => {
  const { Author, Book, Tag } = client;
  const first = Book.objects
    .filter({ author: outerRef(Author.f.name) })
    .orderBy("pages")
    .limit(1);
  expect(await names(Author.objects.filter(exists(first.union(titled("none")))))).toEqual(["ann", "bob"]);
  const tag = Tag.objects.filter({ books: outerRef(Book.f.id) });
  const deep = Book.objects
    .filter({ author: outerRef(Author.f.name) })
    .exclude(exists(tag.union(Tag.objects.filter({ name: outerRef(outerRef(Author.f.name)) }))));
  expect(await names(Author.objects.filter(exists(deep)))).toEqual(["ann", "bob"]);
});

test("unions in a union give what is asked of the whole", async () => {
  const { Author, Book } = client;
  const nested = Book.objects
    .filter({ title: "x" })
    .union(Book.objects.filter({ title: "y" }))
    .union(Book.objects.filter({ title: "x" }), { all: true });
  expect(await rows(nested.values("title").orderBy("-id"))).toEqual([
    { title: "y" },
    { title: "x" },
    { title: "x" },
  ]);
  expect(await ran(nested.aggregate({ pages: fn.sum(Book.f.pages) }))).toEqual({ pages: 4 });
  expect(await ran(Book.objects.filter({ pk__in: nested }).count())).toBe(2);
  expect(await names(Author.objects.filter({ books__in: nested }).distinct())).toEqual(["ann"]);
});

test("a union of what a foreign key refers to by another column", async () => {
  const { Author, Book } = client;
  const authors = Author.objects.filter({ name: "bob" }).union(Author.objects.filter({ name: "cy" }));
  expect(
    await rows(Book.objects.filter({ author__in: authors }).valuesList("title", { flat: true })),
  ).toEqual(["z"]);
  expect(await ran(Book.objects.filter(Book.f.author.in(authors)).count())).toBe(1);
  expect(await ran(Book.objects.exclude({ author__in: authors }).count())).toBe(2);
});

test("a queryset of another model beside a relation is refused by name", async () => {
  const { Author, Book, Note, Tag } = client;
  const text =
    'Note.author takes a queryset of Author, not of Tag: name what it is compared with, .values("…")';
  expect(() => Note.objects.filter({ author__in: Tag.objects.all() })).toThrow(text);
  expect(() => Note.objects.exclude({ author: Tag.objects.limit(1) })).toThrow(text);
  expect(() => Note.objects.filter(Note.f.author.in(Tag.objects.all()))).toThrow(text);
  expect(() => Author.objects.filter({ books__in: Tag.objects.all() })).toThrow(
    "Author.books takes a queryset of Book, not of Tag",
  );
  expect(() => Book.objects.filter({ tags__in: Book.objects.all().union(Book.objects.all()) })).toThrow(
    "Book.tags takes a queryset of Tag, not of Book",
  );
  // What is named is compared as it is, and a key with any key.
  expect(await ran(Note.objects.filter({ author__in: Tag.objects.values("id") }).count())).toBe(0);
  expect(await ran(Note.objects.filter({ pk__in: Book.objects.all() }).count())).toBe(2);
});
