import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Author, Book, Profile, Tag } from "../../fixtures/library/generated/index.js";
import { OrmgenError, type IntegrityError } from "../../runtime/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { drivers, openLibrary, type Library } from "../library/library.js";
import { styles, type Style } from "../library/style.js";
import { untyped } from "../library/untyped.js";

const SECRET = "s3cret-value";
const row = { title: SECRET, author: 1, price: "1.00", pages: 1 };

async function errorOf(call: () => Promise<unknown>): Promise<OrmgenError> {
  const error: unknown = await call().then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OrmgenError) return error;
  throw new TypeError(`no error of ormgen's: ${inspect(error)}`);
}

describe.each(drivers)("%s", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary(driver);
  });
  beforeEach(() => library.reset());
  afterAll(() => library.close());

  describe.each(styles)("$name", (m) => {
    const violations: readonly (readonly [
      string,
      (m: Style) => Promise<unknown>,
      Partial<IntegrityError>,
    ])[] = [
      [
        "UniqueViolation",
        async (s) => {
          await s.call(Tag.objects, "create", { name: SECRET });
          return s.call(Tag.objects, "create", { name: SECRET });
        },
        { table: "library_tag", columns: ["name"], constraint: "library_tag_name_key" },
      ],
      [
        "UniqueViolation",
        async (s) => {
          await s.call(Book.objects, "create", row);
          return s.call(Book.objects, "bulkCreate", [row]);
        },
        { table: "library_book", columns: ["author_id", "title"] },
      ],
      [
        "ForeignKeyViolation",
        (s) => s.call(Book.objects, "create", { ...row, author: 987_654_321 }),
        { table: "library_book", columns: ["author_id"], constraint: "library_book_author_id_fkey" },
      ],
      [
        "NotNullViolation",
        (s) => s.call(Book.objects.filter({ id: 1 }), "update", { title: null }),
        { table: "library_book", columns: ["title"] },
      ],
      [
        "CheckViolation",
        (s) => s.call(Book.objects, "create", { ...row, price: "-987654.00" }),
        { table: "library_book", constraint: "library_book_price_positive" },
      ],
    ];

    test.each(violations)("%s names the place and no value", async (name, run, place) => {
      const error = await errorOf(() => run(m));
      expect(error).toMatchObject({ name, ...place });
      expect(error.name === name && error.message).not.toMatch(/s3cret|987/u);
      expect(inspect(error)).not.toMatch(/s3cret|987654/u);
      if (error.sql !== undefined) expect(error.sql).toMatch(/^(?:insert|update).*\$1/su);
      expect(JSON.stringify(error)).not.toMatch(/s3cret|987654/u);
    });

    test("a value too long for its column", async () => {
      const error = await errorOf(() => m.call(Tag.objects, "create", { name: SECRET.repeat(10) }));
      expect(`${error.message}${inspect(error)}`).not.toContain("s3cret");
    });

    test("a table or column that is not there says what to run", async () => {
      await executeScript("alter table library_profile rename to gone");
      const missing = await errorOf(() => m.call(Profile.objects, "count"));
      await executeScript(
        "alter table gone rename to library_profile; alter table library_tag rename name to label",
      );
      const column = await errorOf(() => m.call(Tag.objects, "toArray"));
      await executeScript("alter table library_tag rename label to name");
      for (const error of [missing, column]) {
        expect(error.name).toBe("SchemaDrift");
        expect(error.message).toContain("npx ormgen migrate");
      }
      expect(missing.message).toContain("library_profile");
      expect(await m.call(Tag.objects, "count")).toBe(7);
    });
  });

  test("the stack begins at the caller's line, in both styles", async () => {
    const line = () => Number(/:(\d+):\d+\)?$/u.exec(new Error().stack?.split("\n")[2] ?? "")?.[1]);
    const frames = (error: unknown) =>
      (error as Error).stack?.split("\n").filter((each) => each.includes("database-errors.test.ts")) ?? [];
    const of = (error: unknown) => Number(/:(\d+):\d+\)?$/u.exec(frames(error)[0] ?? "")?.[1]);
    const caught: [number, unknown][] = [];
    const here = line();
    await Author.objects.get({ id: -1 }).catch((error: unknown) => caught.push([here + 1, error]));
    await Tag.objects.create({ name: "sql" }).catch((error: unknown) => caught.push([here + 2, error]));
    try {
      Author.objects.getSync({ id: -1 });
    } catch (error) {
      caught.push([here + 4, error]);
    }
    try {
      Tag.objects.createSync({ name: "sql" });
    } catch (error) {
      caught.push([here + 9, error]);
    }
    try {
      for await (const tag of Tag.objects.filter({ name__regex: "(" })) void tag;
    } catch (error) {
      caught.push([here + 14, error]);
    }
    try {
      for (const tag of Tag.objects.filter({ name__regex: "(" })) void tag;
    } catch (error) {
      caught.push([here + 19, error]);
    }
    expect(caught.map(([, error]) => of(error))).toEqual(caught.map(([at]) => at));
    expect(caught).toHaveLength(6);
    for (const [, error] of caught)
      expect((error as Error).stack).not.toMatch(/at .*\/runtime\/(?:driver|executor)\//u);
  });

  test.each<readonly [string, () => unknown]>([
    ["a lookup that is not there", () => Book.objects.filter(untyped({ reviews__star: 4 }))],
    ["a value that is none, deep in a condition", () => Book.objects.filter(untyped({ author__age: {} }))],
    ["an order by what is not there", () => Book.objects.orderBy(untyped("nothing"))],
    ["what cannot follow", () => Book.objects.limit(1).filter({ id: 1 })],
    ["an annotation that clashes", () => Book.objects.annotate(untyped({ title: 1 }))],
    ["a reference that is misspelt", () => Reflect.get(Book.f, "titel") as unknown],
  ])("the stack of what a call refuses begins at the caller's line: %s", (_, refused) => {
    let thrown: Error | null = null;
    try {
      refused();
    } catch (error) {
      thrown = error as Error;
    }
    const frames = (thrown?.stack ?? "").split("\n").filter((each) => /^\s+at /u.test(each));
    const client = frames.filter((each) => each.includes("/generated/"));
    expect(frames[client.length]).toContain("database-errors.test.ts");
    expect(thrown?.stack).toContain(thrown?.message);
  });
});
