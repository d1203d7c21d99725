import fc from "fast-check";
import { expect, test } from "vitest";
import { Author, Book, OrmgenError } from "../../fixtures/library/generated/index.js";
import { untyped } from "../library/untyped.js";

interface Shown {
  toSQL(): { readonly sql: string; readonly parameters: readonly (string | null)[] };
}

const pieces = fc.constantFrom(
  ...["'", '"', ";", "--", "/*", "*/", "$1", "?", "::text", "\\", "\0", "\n", ")", "(", " or 1=1", "%", "__"],
  ...[
    "title",
    "author",
    "name",
    "in",
    "exact",
    "id",
    "asc",
    "null",
    "\u2028",
    "\ud800",
    "pg_sleep(9)",
    ",",
    "-",
  ],
);
const hostile = fc.oneof(
  fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

/** A text where a value stands: the SQL is that of a harmless one, and the text is a parameter or refused. */
const valuePlaces: Readonly<Record<string, (text: string) => Shown>> = {
  exact: (text) => Book.objects.filter({ title: text }),
  contains: (text) => Book.objects.filter({ title__icontains: text }),
  exclude: (text) => Book.objects.exclude({ tags__name__startswith: text }),
  in: (text) => Book.objects.filter({ title__in: [text, "x"] }),
  range: (text) => Book.objects.filter({ title__range: ["a", text] }),
  regex: (text) => Book.objects.filter({ title__regex: text }),
  search: (text) => Book.objects.filter({ title__search: text }),
  json: (text) => Book.objects.filter({ details__isbn: text }),
  has_key: (text) => Book.objects.filter({ details__has_key: text }),
  expression: (text) => Book.objects.filter(Book.f.author.name.eq(text)),
  subquery: (text) => Book.objects.filter({ author__in: Author.objects.filter({ name: text }) }),
};

/** A text where a name stands: a name of the model, or an error. */
const namePlaces: Readonly<Record<string, (text: string) => Shown>> = {
  key: (text) => Book.objects.filter(untyped({ [text]: "x" })),
  lookup: (text) => Book.objects.filter(untyped({ [`title__${text}`]: "x" })),
  path: (text) => Book.objects.filter(untyped({ [`author__${text}`]: "x" })),
  orderBy: (text) => Book.objects.orderBy(text),
  "orderBy downwards": (text) => Book.objects.orderBy(untyped(`-${text}`)),
  values: (text) => Book.objects.values(text as "title"),
  valuesList: (text) => Book.objects.valuesList(text as "title", { flat: true }),
  only: (text) => Book.objects.only(text as "title"),
  defer: (text) => Book.objects.defer(text as "title"),
  selectRelated: (text) => Book.objects.selectRelated(text as "author"),
  annotate: (text) => Book.objects.annotate({ [text]: Book.f.pages }),
  alias: (text) => Book.objects.alias({ [text]: Book.f.pages }).orderBy(text as never),
};

function shown(make: () => Shown): ReturnType<Shown["toSQL"]> | null {
  try {
    return make().toSQL();
  } catch (error) {
    if (error instanceof OrmgenError) return null;
    throw error;
  }
}

/** The SQL of every name that the model has: what a text may make of a query. */
const known = /^[\w$ "().,=*:<>\u00a0-\uffff-]*$/u;

test.each(Object.entries(valuePlaces))("a value in %s never changes the SQL", (_, place) => {
  const { sql, parameters } = place("harmless").toSQL();
  fc.assert(
    fc.property(hostile, (text) => {
      const found = shown(() => place(text));
      if (!found) return;
      expect(found.sql).toBe(sql);
      expect(found.parameters).toHaveLength(parameters.length);
    }),
    { numRuns: 500 },
  );
});

test.each(Object.entries(namePlaces))("a name in %s is one of the model's, or an error", (_, place) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const found = shown(() => place(text));
      if (!found) return;
      expect(found.sql).toMatch(known);
      expect(found.sql).not.toMatch(/--|\/\*|;|'|pg_sleep|1=1/u);
      for (const quoted of found.sql.match(/"[^"]*"/gu) ?? []) expect(quoted).toMatch(/^"[a-zA-Z_]\w*"$/u);
    }),
    { numRuns: 1000 },
  );
});

test("a path into json is a parameter, whatever it holds", () => {
  const { sql } = Book.objects.filter(untyped({ details__key: "1" })).toSQL();
  const lookups = new Set(["exact", "in", "isnull", "contains", "search", "range", "regex", "gt", "lt"]);
  fc.assert(
    fc.property(hostile, (text) => {
      fc.pre(!/^_|__|_$/u.test(text) && !lookups.has(text));
      const found = shown(() => Book.objects.filter(untyped({ [`details__${text}`]: "1" })));
      if (found) expect(found.sql).toBe(sql);
    }),
    { numRuns: 1000 },
  );
});

test("a connection's name is a name, not text of a query", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      fc.pre(name !== "default");
      const rows = Book.objects.using(name);
      expect(rows.toSQL().sql).toBe(Book.objects.toSQL().sql);
      await expect(rows.count()).rejects.toThrow("No connection is named");
      expect(() => rows.countSync()).toThrow("No connection is named");
    }),
    { numRuns: 100 },
  );
});

test("the check would see a name that goes through", () => {
  expect('select "a"; drop table x').not.toMatch(known);
  expect('select "a""b" from x'.match(/"[^"]*"/gu)).toEqual(['"a"', '"b"']);
});
