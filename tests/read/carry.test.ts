import { describe, expect, test } from "vitest";
import { modelOf } from "./load.js";

const head = 'import { Model, fields } from "ormgen";\n';

function carriedBy(members: string, top = "", more: Readonly<Record<string, string>> = {}) {
  const book = `${head}${top}\nexport class Book extends Model {\n  title = fields.text();\n${members}\n}\n`;
  return modelOf("Book", { "models/book.ts": book, ...more });
}

describe("what carried code needs", () => {
  test("declarations, in turn and in file order, without export", () => {
    const top = `
      const unused = 1;
      export const SEPARATOR = ", ";
      type Shape = { size: Size };
      type Size = number;
      export default function join(parts: string[]): string { return parts.join(SEPARATOR); }
    `;
    const { carried } = carriedBy(
      "get label(): string { const s: Shape = { size: 1 }; return join([this.title, `${s.size}`]); }",
      top,
    );
    expect(carried.declarations.map(({ text }) => text)).toEqual([
      'const SEPARATOR = ", ";',
      "type Shape = { size: Size };",
      "type Size = number;",
      "function join(parts: string[]): string { return parts.join(SEPARATOR); }",
    ]);
  });

  test("static properties come with what their values need, others as declarations", () => {
    const top = "const LIMITS = { title: 5 }; type Note = { text: string }; let seen = 0;";
    const members = `
      static readonly LIMIT: number = LIMITS.title
      static shout = (text: string) => text.toUpperCase();
      /** Not stored. */
      note?: Note;
      protected readonly shelf!: string;
    `;
    const { members: found, carried } = carriedBy(members, top);
    expect(found.map(({ kind, comment, text }) => [kind, comment, text])).toEqual([
      ["property", null, "static readonly LIMIT: number = LIMITS.title;"],
      ["property", null, "static shout = (text: string) => text.toUpperCase();"],
      ["property", "Not stored.", "declare note?: Note;"],
      ["property", null, "declare protected readonly shelf: string;"],
    ]);
    expect(carried.declarations.map(({ text }) => text)).toEqual([
      "const LIMITS = { title: 5 };",
      "type Note = { text: string };",
    ]);
  });

  test("overloads and merged declarations come whole", () => {
    const top =
      "function f(a: string): string;\nfunction f(a: number): number;\nfunction f(a: unknown): unknown { return a; }";
    expect(carriedBy("get x(): string { return f(this.title); }", top).carried.declarations).toHaveLength(3);
  });

  test("names that are bound inside are not needed", () => {
    const top = `const a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, T = 9; type U = 1; label: for (;;) break label;`;
    const code = `
      method<T, U extends T>(a: T, { x: b, ...c }: { x: U }, [d]: number[]): T {
        const object = { e: 1, f() { return this.e; }, get g() { return 1; } };
        for (const h of [object.e, object.f(), object.g]) { e: while (h) break e; }
        try { var g = 1; } catch (f) { void f; }
        void [b, c, d, g];
        return a;
      }`;
    expect(carriedBy(code, top).carried).toMatchObject({
      imports: [],
      declarations: [],
      models: [],
      generated: [],
      names: [],
    });
  });

  test("names that look bound and are not are needed", () => {
    const top = "const a = 1; const b = 2; const c = 3;";
    const code = "method(x = a) { { const b = 1; void b; } return { c, x: b }; }";
    const { carried } = carriedBy(code, top);
    expect(carried.declarations.map(({ text }) => text)).toEqual([
      "const a = 1;",
      "const b = 2;",
      "const c = 3;",
    ]);
  });

  test("imports, as values or types by their use", () => {
    const top = `
      import { join, type ParsedPath, sep as separator } from "node:path";
      import { URL as Address } from "node:url";
      import * as crypto from "node:crypto";
      import assert from "node:assert";
      import { unused } from "node:fs";
      import { help } from "./help.js";
      import { far } from "../far/away.js";
    `;
    const code = `method(path: ParsedPath, url: Address): string {
      assert(url); return join(path.dir, separator, crypto.randomUUID(), help(), far());
    }`;
    const more = {
      "models/help.ts": "export function help() { return 1; }",
      "far/away.ts": "export const far = () => 1;",
    };
    expect(carriedBy(code, top, more).carried.imports).toEqual(
      [
        { name: "Address", imported: "URL", typeOnly: true, from: "node:url", relative: false },
        { name: "assert", imported: "default", typeOnly: false, from: "node:assert", relative: false },
        { name: "crypto", imported: "*", typeOnly: false, from: "node:crypto", relative: false },
        { name: "far", imported: "far", typeOnly: false, from: "far/away.js", relative: true },
        { name: "help", imported: "help", typeOnly: false, from: "models/help.js", relative: true },
        { name: "join", imported: "join", typeOnly: false, from: "node:path", relative: false },
        { name: "ParsedPath", imported: "ParsedPath", typeOnly: true, from: "node:path", relative: false },
        { name: "separator", imported: "sep", typeOnly: false, from: "node:path", relative: false },
      ].sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
  });

  test("from a file with models, the declaration itself, under its own name", () => {
    const more = {
      "models/tag.ts": `${head}const dash = "-"; export const slug = (s: string) => s + dash; export class Tag extends Model {}`,
    };
    const book = carriedBy(
      "get s() { return { slugify, t: slugify(this.title) }; }",
      'import { slug as slugify } from "./tag.js";',
      more,
    );
    expect(book.members[0]?.text).toBe("get s() { return { slugify: slug, t: slug(this.title) }; }");
    expect(book.carried.imports).toEqual([]);
    expect(book.carried.declarations.map(({ text }) => text)).toEqual([
      'const dash = "-";',
      "const slug = (s: string) => s + dash;",
    ]);
  });

  test("models by their own names, however they came", () => {
    const more = {
      "models/tag.ts": `${head}export class Tag extends Model {}`,
      "models/all.ts": 'export { Tag as Label } from "./tag.js";',
    };
    const top = 'import { Label as L } from "./all.js"; import * as all from "./all.js";';
    const book = carriedBy(
      "static tags(): L[] { return [new L(), new all.Label(), Book] as never; }",
      top,
      more,
    );
    expect(book.members[0]?.text).toBe(
      "static tags(): Tag[] { return [new Tag(), new Tag(), Book] as never; }",
    );
    expect(book.carried.models).toEqual(["Tag"]);
  });

  test("names of the client, and this parameters away", () => {
    const top = 'import { count, type BookQuerySet, type Book as Row } from "../generated/index.js";';
    const code = `
      is(this: Row, other: Row): boolean { return this === other; }
      static queryset = {
        counted(this: BookQuerySet) { return this.annotate({ n: count() }); },
        both: async function (this: BookQuerySet, other: BookQuerySet) { return other; },
        same(this: BookQuerySet): BookQuerySet { return this; },
      };`;
    const book = carriedBy(code, top);
    expect(book.members[0]?.text).toBe("is(other: Book): boolean { return this === other; }");
    expect(book.querysetMethods.map(({ text }) => text)).toEqual([
      "counted() { return this.annotate({ n: count() }); }",
      "async both(other: BookQuerySet) { return other; }",
      "same(this: BookQuerySet): BookQuerySet { return this; }",
    ]);
    expect(book.carried).toMatchObject({
      models: [],
      generated: ["count"],
      generatedValues: ["count"],
    });
  });
});

test("methods come from constants and bases too", () => {
  const more = {
    "models/methods.ts": `const LIMIT = 3; export const shared = { few() { return this.limit(LIMIT); } };`,
  };
  const top =
    'import { shared } from "./methods.js"; abstract class Base extends Model { static queryset = { ...shared, none1() {} }; }';
  const files = {
    "models/book.ts": `${head}${top} export class Book extends Base { static queryset = { ...Base.queryset, none1() { return 1; } }; }`,
    ...more,
  };
  const book = modelOf("Book", files);
  expect(book.querysetMethods.map(({ text }) => text)).toEqual([
    "few() { return this.limit(LIMIT); }",
    "none1() { return 1; }",
  ]);
  expect(book.carried.declarations.map(({ text }) => text)).toEqual(["const LIMIT = 3;"]);
});

test("defaults, validators and type arguments are carried", () => {
  const top = `
    interface Details { pages: Pages }
    type Pages = number;
    const make = (): Details => ({ pages: 1 });
    const short = (value: string) => (value.length > 3 ? "too long" : undefined);
  `;
  const book = carriedBy(
    "details = fields.json<Details>({ default: make }); code = fields.text({ validators: [short] });",
    top,
  );
  expect(book.fields[2]).toMatchObject({
    default: { kind: "function", code: { text: "make" } },
    type: { tsType: { text: "Details" } },
  });
  expect(book.carried.declarations).toHaveLength(4);
});
