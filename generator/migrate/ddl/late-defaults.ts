import type { ColumnState, TableState } from "../state/state.js";

/** Whether a default takes numbers from a sequence: it may be that of a table that is made later. */
export function isCounted(sql: string): boolean {
  return /\bnextval\s*\(/i.test(sql);
}

/** A table without the defaults that may need another one, and these. */
export function withoutLateDefaults(table: TableState): {
  readonly table: TableState;
  readonly late: readonly ColumnState[];
} {
  const isLate = ({ default: value }: ColumnState): boolean => value !== null && isCounted(value);
  const columns = table.columns.map((column) => (isLate(column) ? { ...column, default: null } : column));
  return { table: { ...table, columns }, late: table.columns.filter(isLate) };
}

/** The sequences that a default takes numbers from, without their schemas. */
export function countedBy(sql: string): string[] {
  const names = [...sql.matchAll(/\bnextval\s*\(\s*'((?:[^']|'')*)'/gi)];
  return names.map(([, text = ""]) => {
    const [, quoted, plain = ""] = /(?:"((?:[^"]|"")*)"|([^."]*))$/.exec(text.replaceAll("''", "'")) ?? [];
    return quoted?.replaceAll('""', '"') ?? plain;
  });
}
