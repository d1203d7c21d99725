import { executeScript } from "../../runtime/executor/index.js";
import * as runtime from "../../runtime/index.js";
import { clientOf } from "../library/client-of.js";
import { connectOwn } from "../library/own-database.js";

/** What the tests call or read of a client whose types are not known. */
type Name =
  | "Article"
  | "Author"
  | "Badge"
  | "Book"
  | "Comment"
  | "Event"
  | "Item"
  | "Member"
  | "Note"
  | "Order"
  | "Person"
  | "Tag"
  | "Ticket"
  | "Visit"
  | "visits"
  | "fans"
  | "add"
  | "age"
  | "alias"
  | "all"
  | "annotate"
  | "aggregate"
  | "at"
  | "author"
  | "between"
  | "big"
  | "body"
  | "bitAnd"
  | "bitOr"
  | "bitXor"
  | "bitLeftShift"
  | "bitRightShift"
  | "overlap"
  | "contained_by"
  | "books"
  | "bulkCreate"
  | "bulkUpdate"
  | "active"
  | "asc"
  | "clear"
  | "comments"
  | "contains"
  | "count"
  | "create"
  | "data"
  | "dates"
  | "datetimes"
  | "delete"
  | "desc"
  | "difference"
  | "distinct"
  | "div"
  | "earliest"
  | "eq"
  | "everything"
  | "exclude"
  | "exists"
  | "explain"
  | "f"
  | "fetchAuthor"
  | "fetchSecond"
  | "filter"
  | "first"
  | "friends"
  | "get"
  | "getOrCreate"
  | "gt"
  | "gte"
  | "icontains"
  | "id"
  | "in"
  | "inBulk"
  | "intersection"
  | "isNull"
  | "iterate"
  | "items"
  | "last"
  | "latest"
  | "len"
  | "limit"
  | "loaded"
  | "long"
  | "lower"
  | "lt"
  | "lte"
  | "mul"
  | "mod"
  | "name"
  | "names"
  | "ne"
  | "neg"
  | "none"
  | "note"
  | "notes"
  | "label"
  | "objects"
  | "offset"
  | "only"
  | "orderBy"
  | "over"
  | "pages"
  | "pk"
  | "pow"
  | "prefetchRelated"
  | "price"
  | "published"
  | "q"
  | "rating"
  | "raw"
  | "refresh"
  | "remove"
  | "reporter"
  | "reverse"
  | "search"
  | "and"
  | "or"
  | "not"
  | "save"
  | "second"
  | "seconded"
  | "size"
  | "selectForUpdate"
  | "selectRelated"
  | "set"
  | "small"
  | "span"
  | "status"
  | "sub"
  | "text"
  | "title"
  | "toArray"
  | "toSQL"
  | "took"
  | "union"
  | "update"
  | "updateOrCreate"
  | "using"
  | "validate"
  | "values"
  | "valuesList"
  | "year"
  | "else"
  | "when"
  | "manager"
  | "tags"
  | "key"
  | "keys"
  | "item";

/** Anything of such a client: called, read and called again. */
export type Loose = ((...given: readonly unknown[]) => Loose) & { readonly [N in Name]: Loose };

/** What a call gives. */
export function ran<T = unknown>(call: Loose): Promise<T> {
  return call as unknown as Promise<T>;
}

/** The functions of the client, without their types. */
export const fn: Readonly<Record<keyof typeof runtime, Loose>> = runtime as never;

type Tag = (fragments: TemplateStringsArray, ...values: readonly unknown[]) => Loose;

/** `sql` as a tag, without its type. */
export const raw: Tag = (fragments, ...values) => fn.sql(fragments, ...values);

export type Answers = Loose;

/** The client of these models on a database of the file's own; gives what ends it. */
export async function clientWith(
  models: string,
  more: { readonly extensions?: readonly string[] } = {},
): Promise<{ client: Answers; end: () => Promise<void> }> {
  const made = await clientOf(models, more);
  const end = await connectOwn();
  await executeScript(made.sql);
  return {
    client: made.models as never,
    end: async () => {
      await end();
      made.remove();
    },
  };
}

/** Two authors and four books: a(10, true), b(20, false); x(4, a, 1.5), y(8, a, 2.5), z(12, b, null), w(12, b, null). */
export const SHELF = `
import { Model, fields } from "ormgen";
export class Author extends Model {
  name = fields.text();
  age = fields.integer();
  active = fields.boolean();
}
export class Book extends Model {
  title = fields.text();
  pages = fields.integer();
  rating = fields.float({ null: true });
  price = fields.decimal({ precision: 8, scale: 2, default: "1.00" });
  author = fields.foreignKey(() => Author, { onDelete: "cascade", relatedName: "books" });
  second = fields.foreignKey(() => Author, { onDelete: "setNull", relatedName: "seconded", null: true });
  took = fields.interval({ null: true });
  published = fields.date({ null: true });
  at = fields.timestamp({ null: true });
  data = fields.json({ null: true });
  names = fields.array(fields.text(), { null: true });
  big = fields.bigInteger({ as: "bigint", default: 1n });
  long = fields.bigInteger({ default: 1 });
  small = fields.smallInteger({ default: 1 });
  status = fields.choice(["draft", "out"], { default: "draft" });
  span = fields.range("integer", { null: true });
}
export class Note extends Model {
  text = fields.text();
  author = fields.foreignKey(() => Author, { onDelete: "cascade", null: true });
}
`;

/** The shelf, filled: its models, and what ends it. */
export async function shelf(): Promise<{ client: Answers; end: () => Promise<void> }> {
  const { client, end } = await clientWith(SHELF);
  const { Author, Book } = client;
  const [a, b] = await ran<[Loose, Loose]>(
    Author.objects.bulkCreate([
      { name: "a", age: 10, active: true },
      { name: "b", age: 20, active: false },
    ]),
  );
  await ran(
    Book.objects.bulkCreate([
      { title: "x", pages: 4, author: a, rating: 1.5, second: b },
      { title: "y", pages: 8, author: a, rating: 2.5 },
      { title: "z", pages: 12, author: b },
      { title: "w", pages: 12, author: b, second: a },
    ]),
  );
  return { client, end };
}
