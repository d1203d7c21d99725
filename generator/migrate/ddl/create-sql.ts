import { commentsOf } from "./comment-sql.js";
import { createIndex } from "./create-index.js";
import { checkSql, createTable, operand } from "./create-table.js";
import { addForeignKey } from "./foreign-key-sql.js";
import { withoutLateDefaults } from "./late-defaults.js";
import { quoteName, quoteText } from "./quote.js";
import type { DatabaseState, EnumState, TableState } from "../state/state.js";
import { quoteTable, tableKey } from "../state/table-key.js";

/** Statements that make all of it in an empty database: foreign keys behind the tables, so that cycles work. */
export function createSql({ extensions, enums, tables }: DatabaseState): string[] {
  const schemas = new Set(tables.flatMap(({ schema }) => schema ?? []));
  const split = tables.map(withoutLateDefaults);
  return [
    ...extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)};`),
    ...[...schemas].sort().map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)};`),
    ...enums.map((each) => createEnum(each)),
    ...split.map(({ table }) => createTable(table)),
    ...split.flatMap(lateDefaults),
    ...tables.flatMap(unvalidatedChecks),
    ...tables.flatMap((table) => table.foreignKeys.map((key) => addForeignKey(tableKey(table), key))),
    ...tables.flatMap((table) => table.indexes.map((index) => createIndex(tableKey(table), index))),
    ...tables.flatMap(commentsOf),
  ];
}

function lateDefaults({ table, late }: ReturnType<typeof withoutLateDefaults>): string[] {
  return late.map(
    ({ name, default: value }) =>
      `ALTER TABLE ${quoteTable(tableKey(table))} ALTER COLUMN ${quoteName(name)} SET DEFAULT ${operand(value ?? "NULL")};`,
  );
}

/** In CREATE TABLE every check counts as validated. */
export function unvalidatedChecks(table: TableState): string[] {
  return table.checks
    .filter(({ notValid }) => notValid === true)
    .map((check) => `ALTER TABLE ${quoteTable(tableKey(table))} ADD ${checkSql(check)} NOT VALID;`);
}

/** @param type its name as SQL, where it lies in another schema. */
export function createEnum({ name, labels }: EnumState, type = quoteName(name)): string {
  return `CREATE TYPE ${type} AS ENUM (${labels.map(quoteText).join(", ")});`;
}
