import { shortened } from "../../schema/naming/names.js";
import { operand } from "../ddl/create-table.js";
import { quoteName, quoteNames } from "../ddl/quote.js";
import { requireTable } from "../state/lookup.js";
import type { DatabaseState } from "../state/state.js";
import { quoteTable, tableKey, tableOfKey } from "../state/table-key.js";
import type { Step } from "../plan/step.js";
import type { Twin } from "./twin.js";

const SIZE = 1000;

/** Twins by their table. */
export function byTable(twins: readonly Twin[]): Map<string, readonly Twin[]> {
  const tables = new Map<string, Twin[]>();
  for (const twin of twins) tables.set(twin.table, [...(tables.get(twin.table) ?? []), twin]);
  return tables;
}

/** What keeps the twins of a table alike, whoever writes. */
export function createSync(table: string, twins: readonly Twin[]): string {
  const body = twins.map(assignments).join("\n");
  return (
    `CREATE FUNCTION ${syncFunction(table)}() RETURNS trigger LANGUAGE plpgsql AS $ormgen$\nBEGIN\n${body}\n  RETURN NEW;\nEND $ormgen$;\n` +
    `CREATE TRIGGER ${syncName(table)} BEFORE INSERT OR UPDATE ON ${quoteTable(table)} FOR EACH ROW EXECUTE FUNCTION ${syncFunction(table)}();`
  );
}

export function dropSync(table: string): string {
  return `DROP TRIGGER ${syncName(table)} ON ${quoteTable(table)};\nDROP FUNCTION ${syncFunction(table)}();`;
}

function syncName(table: string): string {
  return quoteName(shortened(tableOfKey(table).name, "_phased"));
}

function syncFunction(table: string): string {
  const { schema, name } = tableOfKey(table);
  return quoteTable(tableKey({ schema, name: shortened(name, "_phased") }));
}

/** The side that a statement changed is the one that holds; one that has not been carried over yet is filled. */
function assignments({ old, fresh, cast, comparable }: Twin): string {
  const [a, b] = [quoteName(old), quoteName(fresh)];
  if (cast !== null) return `  NEW.${b} := (SELECT ${operand(cast.there)} FROM (SELECT NEW.*) AS "row");`;
  const text = comparable ? "" : "::text";
  return [
    `  IF TG_OP = 'INSERT' THEN`,
    `    IF NEW.${b} IS NULL THEN NEW.${b} := NEW.${a}; ELSE NEW.${a} := NEW.${b}; END IF;`,
    `  ELSIF NEW.${b}${text} IS DISTINCT FROM OLD.${b}${text} THEN NEW.${a} := NEW.${b};`,
    `  ELSIF NEW.${a}${text} IS DISTINCT FROM OLD.${a}${text} OR NEW.${b} IS NULL THEN NEW.${b} := NEW.${a};`,
    `  ELSIF NEW.${a} IS NULL THEN NEW.${a} := NEW.${b};`,
    `  END IF;`,
  ].join("\n");
}

/** Carries over the rows that nobody has written since. */
export function copyStep(
  { table, old, fresh, cast }: Twin,
  state: DatabaseState,
  way: "there" | "back",
): Step {
  const [from, to] = way === "there" ? [old, fresh] : [fresh, old];
  const value = cast === null ? quoteName(from) : operand(cast[way]);
  const missing = `${quoteName(to)} IS NULL AND ${quoteName(from)} IS NOT NULL`;
  const update = `UPDATE ${quoteTable(table)} SET ${quoteName(to)} = ${value} WHERE ${missing}`;
  const [key, ...more] = requireTable(state, table).primaryKey?.columns ?? [];
  if (key === undefined || more.length > 0) return { mode: "transaction", sql: `${update};`, loses: [] };
  return { mode: { size: SIZE, table, column: key }, sql: `${update} AND {batch};`, loses: [] };
}

/** The former name of a table, through which old programs read and write. */
export function createView(from: string, to: string, before: DatabaseState): string {
  const columns = quoteNames(requireTable(before, from).columns.map(({ name }) => name));
  return `CREATE VIEW ${quoteTable(from)} AS SELECT ${columns} FROM ${quoteTable(to)};`;
}

export function dropView(from: string): string {
  return `DROP VIEW ${quoteTable(from)};`;
}
