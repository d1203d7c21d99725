import { applyOperation } from "../operations/index.js";
import { quoteName, quoteNames } from "../ddl/quote.js";
import type { MigrationFile } from "../files/migration-files.js";
import { findColumn } from "../state/lookup.js";
import { EMPTY, type DatabaseState } from "../state/state.js";
import { quoteTable, tableKey, tableOfKey } from "../state/table-key.js";
import type { Shadow } from "./shadow.js";

/** Makes what stands in for tables that foreign keys refer to and nobody makes on the shadow. */
export async function standIn(shadow: Pick<Shadow, "script">, outside: Outside): Promise<void> {
  for (const sql of outsideSql(outside)) await shadow.script(sql);
}

/** Empties the shadow for migrations that are going to be replayed: what they make themselves they make. */
export async function resetFor(
  shadow: Pick<Shadow, "reset" | "script">,
  files: readonly MigrationFile[],
): Promise<void> {
  await shadow.reset();
  await standIn(shadow, outsideOf(files));
}

/** What foreign keys of a table refer to: sets of columns, with their types. */
export type Outside = ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>;

/** Tables of unmanaged models that the states' foreign keys refer to: none of the states has them. */
export function outsideTables(states: readonly DatabaseState[]): Outside {
  const inside = new Set(states.flatMap(({ tables }) => tables.map(tableKey)));
  const outside = new Map<string, ReadonlyMap<string, string>[]>();
  for (const table of states.flatMap(({ tables }) => tables)) {
    for (const { table: key, columns, targets } of table.foreignKeys) {
      if (inside.has(key)) continue;
      const types = targets.map(
        (name, at) => [name, findColumn(table, columns[at] ?? "")?.type ?? "bigint"] as const,
      );
      outside.set(key, [...(outside.get(key) ?? []), new Map(types)]);
    }
  }
  return outside;
}

/** Those that migrations refer to, and none of them makes, by a record or by hand. */
export function outsideOf(files: readonly MigrationFile[], ...more: readonly DatabaseState[]): Outside {
  const states: DatabaseState[] = [];
  for (const { record } of files)
    states.push((record?.operations ?? []).reduce(applyOperation, states.at(-1) ?? EMPTY));
  const text = files.flatMap(({ forward }) => forward.map(({ sql }) => sql)).join("\n");
  return new Map(
    [...outsideTables([...states, ...more])].filter(([key]) => !isMade(tableOfKey(key).name, text)),
  );
}

function isMade(name: string, text: string): boolean {
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\bCREATE\\b[^;(]*\\b(?:TABLE|VIEW)\\b[^;(]*(?<![\\w$])${pattern}(?![\\w$])`, "i").test(
    text,
  );
}

export function outsideSql(outside: Outside): string[] {
  return [...outside].flatMap(([key, references]) => {
    const { schema } = tableOfKey(key);
    const columns = new Map(references.flatMap((types) => [...types]));
    const keys = new Set(references.map((types) => quoteNames([...types.keys()])));
    const lines = [
      ...[...columns].map(([name, type]) => `${quoteName(name)} ${type}`),
      ...[...keys].map((names) => `UNIQUE (${names})`),
    ];
    return [
      ...(schema === null ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`]),
      `CREATE TABLE IF NOT EXISTS ${quoteTable(key)} (${lines.join(", ")})`,
    ];
  });
}
