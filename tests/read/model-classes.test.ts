import { expect, test } from "vitest";
import { load, messagesOf, modelOf } from "./load.js";

function names(files: Readonly<Record<string, string>>): readonly string[] {
  const { schema, diagnostics } = load(files);
  expect(diagnostics).toEqual([]);
  return schema?.models.map(({ name }) => name) ?? [];
}

test.each([
  ['import { Model, fields } from "ormgen";', "Model"],
  ['import { Model as Base, fields } from "ormgen";', "Base"],
  ['import * as orm from "ormgen"; import { fields } from "ormgen";', "orm.Model"],
  ['import { Root, fields } from "./root.js";', "Root"],
  ['import * as root from "./root.js"; import { fields } from "./root.js";', "root.Model"],
])("%s class extends %s", (imports, base) => {
  const files = {
    "models/root.ts": 'export { Model as Root } from "ormgen"; export * from "ormgen";',
    "models/book.ts": `${imports} export class Book extends ${base} { title = fields.text(); }`,
  };
  expect(names(files)).toEqual(["Book"]);
});

test("other classes are none of our business, nor is what tells TypeScript what the client has", () => {
  const files = {
    "models/book.ts": `
      import { Model, fields } from "ormgen";
      class Helper { title = "x"; book = new Book(); }
      export class Book extends Model {
        title = fields.text();
        author = fields.foreignKey(() => Author, { onDelete: "cascade" });
        declare readonly pk: number;
        declare authorId: number;
        fetchAuthor!: () => Promise<Author>;
        get by() { return this.authorId; }
      }
      export class Author extends Model { books!: Iterable<Book>; }
    `,
  };
  expect(modelOf("Book", files).fields.map(({ name }) => name)).toEqual(["id", "title", "author"]);
  expect(modelOf("Book", files).members.map(({ name }) => name)).toEqual(["by"]);
});

test("a model's own members take the place of all that its base has of that name", () => {
  const files = {
    "models/book.ts": `
      import { Model, fields } from "ormgen";
      abstract class Named extends Model {
        static LIMIT = 3;
        get label() { return "base"; }
        set label(text: string) { void text; }
      }
      export class Book extends Named {
        title = fields.text();
        static override LIMIT = 5;
        override label = (() => this.title) as never;
      }
      export class Film extends Named {
        override get label() { return "film"; }
      }
    `,
  };
  expect(messagesOf(files)).toEqual([expect.stringMatching(/ORM1011 the property "label" of model "Book"/)]);
  const film = modelOf("Film", {
    "models/book.ts": files["models/book.ts"].replace(/override label =.*/, ""),
  });
  expect(film.members.map(({ kind, name, text }) => [kind, name, text])).toEqual([
    ["property", "LIMIT", "static LIMIT = 3;"],
    ["getter", "label", 'get label() { return "film"; }'],
  ]);
});

test("the order of files changes nothing", () => {
  const a = `import { Model, fields } from "ormgen"; import { B } from "./b.js"; export class A extends Model { b = fields.manyToMany(() => B, { relatedName: "+" }); }`;
  const b = `import { Model, fields } from "ormgen"; import { A } from "./a.js"; export class B extends Model { a = fields.foreignKey(() => A, { onDelete: "cascade", relatedName: "+" }); }`;
  const one = load({ "models/a.ts": a, "models/b.ts": b });
  const other = load({ "models/b.ts": b, "models/a.ts": a });
  expect(one.diagnostics).toEqual([]);
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});

test("circles of imports, exports and bases end", () => {
  const files = {
    "models/a.ts": `export * from "./b.js"; import { Model, fields } from "ormgen"; import { limit, Round } from "./b.js"; export class A extends Round { a = fields.text({ maxLength: limit }); }`,
    "models/b.ts": `export * from "./a.js"; import { A } from "./a.js"; export class Round extends A {} export const limit: number = other; const other: number = limit;`,
  };
  expect(messagesOf(files).some((message) => message.startsWith("ORM1009"))).toBe(true);
});

test("a base without fields of its own, abstract by either spelling", () => {
  const files = {
    "models/book.ts": `
      import { Model, fields } from "ormgen";
      abstract class One extends Model { one = fields.text(); title = fields.text(); }
      class Two extends One { two = fields.text(); static options = { abstract: true, ordering: ["two"] }; }
      export class Book extends Two { title = fields.text({ maxLength: 3 }); }
    `,
  };
  const book = modelOf("Book", files);
  expect(book.fields.map(({ name }) => name)).toEqual(["id", "one", "title", "two"]);
  expect(book.fields[2]).toMatchObject({ type: { maxLength: 3 } });
  expect(book.ordering).toEqual(["two"]);
});

test("comments are the JSDoc before a declaration", () => {
  const files = {
    "models/book.ts": `
      import { Model, fields } from "ormgen";
      // Not this.
      /* Nor this. */
      /**
       * A book.
       *
       *   - indented
       */
      export class Book extends Model {
        /** The title. */
        title = fields.text();
        // no comment
        pages = fields.integer({ comment: "said twice" });
      }
    `,
  };
  const book = modelOf("Book", files);
  expect(book.comment).toBe("A book.\n\n  - indented");
  expect(book.fields.map(({ comment }) => comment)).toEqual([null, "The title.", "said twice"]);
});
