import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { EVERYTHING, schemaOf } from "./models.js";
import { openTestDatabase, type TestDatabase } from "./pglite-database.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("the first migration", () => {
  test("makes every kind of column, constraint and index", async () => {
    const sql = createSql(stateOf(schemaOf(EVERYTHING))).join("\n\n");
    await database.script(sql);
    const columns = await database.rows(
      "SELECT column_name AS name, format_type(a.atttypid, a.atttypmod) AS type, is_nullable AS null, column_default AS default, " +
        "is_identity AS identity, generation_expression AS generated FROM information_schema.columns c JOIN pg_attribute a " +
        "ON a.attrelid = quote_ident(table_name)::regclass AND a.attname = column_name WHERE table_name = 'order' ORDER BY ordinal_position",
    );
    expect(
      columns.map(({ name, type, null: nullable }) => `${String(name)} ${String(type)} ${String(nullable)}`),
    ).toMatchInlineSnapshot(`
      [
        "id bigint NO",
        "group character varying(40) NO",
        "note text NO",
        "slug character varying(50) NO",
        "small smallint NO",
        "count integer NO",
        "big bigint YES",
        "ratio double precision YES",
        "price numeric(8,2) NO",
        "exact numeric YES",
        "open boolean NO",
        "day date YES",
        "hour time without time zone YES",
        "at timestamp(3) with time zone NO",
        "lasts interval YES",
        "code uuid NO",
        "data jsonb NO",
        "raw bytea YES",
        "state text NO",
        "mood "Mood" YES",
        "words text[] YES",
        "span daterange YES",
        "host inet YES",
        "twice integer NO",
        "line_id bigint YES",
      ]
    `);
    expect(columns.find(({ name }) => name === "small")?.default).toBe("(1 + 1)");
    expect(columns.find(({ name }) => name === "id")?.identity).toBe("YES");
    expect(columns.find(({ name }) => name === "twice")?.generated).toBe("(count * 2)");

    const constraints = await database.rows(
      "SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint " +
        "WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1",
    );
    expect(constraints.map(({ name, definition }) => `${String(name)}: ${String(definition)}`))
      .toMatchInlineSnapshot(`
      [
        "label_pkey: PRIMARY KEY (name)",
        "line_order_id_fkey: FOREIGN KEY (order_id) REFERENCES "order"(id) DEFERRABLE INITIALLY DEFERRED",
        "line_parent_id_fkey: FOREIGN KEY (parent_id) REFERENCES line(id) DEFERRABLE INITIALLY DEFERRED",
        "line_pkey: PRIMARY KEY (id)",
        "line_tags_label_id_fkey: FOREIGN KEY (label_id) REFERENCES label(name) DEFERRABLE INITIALLY DEFERRED",
        "line_tags_line_id_fkey: FOREIGN KEY (line_id) REFERENCES line(id) DEFERRABLE INITIALLY DEFERRED",
        "line_tags_line_id_label_id_key: UNIQUE (line_id, label_id)",
        "line_tags_pkey: PRIMARY KEY (id)",
        "order_group_count_key: UNIQUE ("group", count)",
        "order_group_key: UNIQUE ("group")",
        "order_line_id_fkey: FOREIGN KEY (line_id) REFERENCES line(id) DEFERRABLE INITIALLY DEFERRED",
        "order_pkey: PRIMARY KEY (id)",
        "price_positive: CHECK ((price >= (0)::numeric))",
      ]
    `);

    const indexes = await database.rows(
      "SELECT indexdef AS d FROM pg_indexes WHERE schemaname = 'public' AND indexname !~ '_(pkey|key)$' ORDER BY indexname",
    );
    expect(indexes.map(({ d }) => d)).toMatchInlineSnapshot(`
      [
        "CREATE INDEX line_order_id_idx ON public.line USING btree (order_id)",
        "CREATE INDEX line_parent_id_idx ON public.line USING btree (parent_id)",
        "CREATE INDEX line_tags_label_id_idx ON public.line_tags USING btree (label_id)",
        "CREATE INDEX line_tags_line_id_idx ON public.line_tags USING btree (line_id)",
        "CREATE INDEX order_count_idx ON public."order" USING btree (count)",
        "CREATE INDEX order_group_count_idx ON public."order" USING btree ("group", count DESC) WHERE (count > 0)",
        "CREATE INDEX order_line_id_idx ON public."order" USING btree (line_id)",
        "CREATE INDEX order_note_idx ON public."order" USING gin (note gin_trgm_ops)",
      ]
    `);

    const [comment] = await database.rows("SELECT obj_description('\"order\"'::regclass) AS c");
    expect(comment?.c).toBe('It\'s "quoted"');
    const labels = await database.rows("SELECT enumlabel AS l FROM pg_enum ORDER BY enumsortorder");
    expect(labels.map(({ l }) => l)).toEqual(["sad", "it's ok"]);
    const views = await database.rows("SELECT to_regclass('a_view') AS v");
    expect(views).toEqual([{ v: null }]);
  });

  test("rows of a cycle can be written in any order within a transaction", async () => {
    await database.script(
      'INSERT INTO line (id, order_id) VALUES (7, 9); INSERT INTO "order" (id, "group", note, slug, count, price, open, at, data, state, line_id) ' +
        "VALUES (9, 'g', '', 's', 1, 1, true, now(), '{}', 'a', 7)",
    );
    await expect(database.script("INSERT INTO line (order_id) VALUES (100)")).rejects.toThrow(/foreign key/);
  });
});
