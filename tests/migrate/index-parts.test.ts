import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { indexCall } from "../../generator/inspect/index-call.js";
import { parseIndex } from "../../generator/migrate/catalogue/parse-definition.js";
import { readCatalogue } from "../../generator/migrate/catalogue/read-catalogue.js";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { schemaOf } from "./models.js";
import { openTestDatabase, type TestDatabase } from "./pglite-database.js";

const modelOf = (call: string) => `import { Model, fields, index, sql } from "ormgen";
export class Book extends Model {
  title = fields.text();
  pages = fields.integer({ null: true });
  ranks = fields.array(fields.integer());
  static options = { indexes: [${call}] };
}`;

const stateWith = (call: string) => stateOf(schemaOf(modelOf(call)));

/** As models say it, as the database is told, and as inspectdb says it of a database where it is not the same. */
const calls: readonly (readonly [call: string, sql: string, again?: string])[] = [
  [
    'index(sql("lower(title)"))',
    'INDEX "book_lower_title_idx" ON "book" ((lower(title)))',
    'index(sql("lower(title)"), { name: "book_lower_title_idx" })',
  ],
  [
    'index("pages", sql("pages * 2 + 1"), { name: "twice", unique: true })',
    'UNIQUE INDEX "twice" ON "book" ("pages", (pages * 2 + 1))',
    'index("pages", sql("(pages * 2) + 1"), { name: "twice", unique: true })',
  ],
  [
    'index({ expression: sql("upper(title)"), descending: true, nulls: "last", collation: "C" }, { name: "u" })',
    '((upper(title)) COLLATE "C" DESC NULLS LAST)',
    'index({ expression: sql("upper(title)"), descending: true, collation: "C", nulls: "last" }, { name: "u" })',
  ],
  ['index({ field: "pages", nulls: "first" })', '("pages" NULLS FIRST)'],
  ['index({ field: "-pages", nulls: "last" })', '("pages" DESC NULLS LAST)'],
  ['index({ field: "-pages", nulls: "first" })', '("pages" DESC);', 'index("-pages")'],
  ['index({ field: "pages", nulls: "last" })', '("pages");', 'index("pages")'],
  ['index({ field: "title", ops: "text_pattern_ops" }, "pages")', '("title" text_pattern_ops, "pages")'],
  [
    'index({ field: "title", ops: "text_pattern_ops" })',
    '("title" text_pattern_ops)',
    'index("title", { using: "btree", ops: "text_pattern_ops" })',
  ],
  ['index({ field: "title", collation: "C" })', '("title" COLLATE "C")'],
  [
    'index("title", { with: { fillfactor: 70, deduplicate_items: false } })',
    '("title") WITH (deduplicate_items=false, fillfactor=70)',
    'index("title", { with: {"deduplicate_items":false,"fillfactor":70} })',
  ],
  [
    'index("pages", { unique: true, nullsNotDistinct: true, where: "pages > 1" })',
    '("pages") NULLS NOT DISTINCT WHERE (pages > 1)',
    'index("pages", { unique: true, where: "pages > 1", nullsNotDistinct: true })',
  ],
  [
    'index("ranks", { using: "gin", with: { fastupdate: "off" } })',
    'USING gin ("ranks") WITH (fastupdate=off)',
    'index("ranks", { using: "gin", with: {"fastupdate":"off"} })',
  ],
];

describe("the parts of an index", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  test.each(calls.map(([call, sql, again = call]) => ({ call, sql, again })))(
    "$call",
    async ({ call, sql, again }) => {
      const state = stateWith(call);
      expect(createSql(state).join("\n")).toContain(sql);
      await database.script(`DROP TABLE IF EXISTS book; ${createSql(state).join("\n")}`);
      const [table] = (await readCatalogue(database)).tables;
      const [definition] = table?.indexes ?? [];
      const found = definition && parseIndex(definition);
      if (!found) throw new Error(`not understood: ${definition?.definition ?? "no index"}`);
      const said = indexCall("book", found, (column) => column);
      expect(said).toBe(again);
      // What inspectdb says makes the same index.
      await database.script(`DROP TABLE book; ${createSql(stateWith(said)).join("\n")}`);
      const [made] = (await readCatalogue(database)).tables;
      expect(made?.indexes).toEqual(table?.indexes);
    },
  );

  test.each([
    ["index()", "ORM1007"],
    ['index(sql("lower(title)", "x"))', "ORM1005"],
    ['index(sql(" "))', "ORM1005"],
    ['index({ field: "titel" })', "ORM2017"],
    ['index({ field: "title", expression: sql("x") })', "ORM1005"],
    ['index({ field: "title", descending: true })', "ORM1005"],
    ['index({ field: "title", nulls: "lsat" })', "ORM1005"],
    ['index({ field: "title", colation: "C" })', "ORM1004"],
    ['index("title", { using: "btre" })', "ORM1005"],
    ['index("title", { with: { fillfactor: [1] } })', "ORM1005"],
  ])("%s is refused", (call, code) => {
    expect(() => schemaOf(modelOf(call))).toThrow(code);
  });
});
