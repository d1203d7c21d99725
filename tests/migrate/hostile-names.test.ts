import { afterAll, beforeAll, expect, test } from "vitest";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import type { DatabaseState } from "../../generator/migrate/state/state.js";
import { tableKey } from "../../generator/migrate/state/table-key.js";
import { openTestDatabase, type TestDatabase } from "./pglite-database.js";

const EVIL = `a"); DROP TABLE kept; --'$$\\`;

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("names, labels and comments with quotes stay names, labels and comments", async () => {
  const column = { field: "x", null: false, identity: null, default: null, generated: null, comment: EVIL };
  const state: DatabaseState = {
    extensions: [],
    enums: [{ name: EVIL, labels: [EVIL] }],
    tables: [
      {
        name: `${EVIL}t`,
        schema: null,
        model: "X",
        auto: false,
        comment: EVIL,
        columns: [
          { ...column, name: EVIL, type: "integer" },
          { ...column, name: "e", type: `"${EVIL.replaceAll('"', '""')}"` },
        ],
        primaryKey: { name: `${EVIL}pk`, columns: [EVIL] },
        uniques: [{ name: `${EVIL}u`, columns: [EVIL], nullsNotDistinct: false, deferrable: true }],
        checks: [{ name: `${EVIL}c`, sql: "e IS NOT NULL -- always" }],
        foreignKeys: [
          {
            name: `${EVIL}f`,
            columns: [EVIL],
            table: tableKey({ schema: null, name: `${EVIL}t` }),
            targets: [EVIL],
            ...{ onDelete: "CASCADE", onUpdate: "SET NULL", checked: "deferred" },
          },
        ],
        indexes: [
          {
            name: `${EVIL}i`,
            unique: false,
            using: "btree",
            columns: [{ name: EVIL, descending: true }],
            ops: null,
            include: ["e"],
            where: null,
            nullsNotDistinct: false,
            with: ["fillfactor=70"],
          },
        ],
      },
    ],
  };
  await database.script("CREATE TABLE kept ()");
  await database.script(createSql(state).join("\n"));
  expect(
    await database.rows(
      "SELECT count(*)::int AS n FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    ),
  ).toEqual([{ n: 2 }]);
  const [description] = await database.rows(
    "SELECT description AS d FROM pg_description WHERE description = $1 LIMIT 1",
    [EVIL],
  );
  expect(description?.d).toBe(EVIL);
});
