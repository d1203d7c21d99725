import type { TableState } from "./state.js";

/** Operator classes that an extension of PostgreSQL's own brings. */
const BY_OPS: ReadonlyMap<string, string> = new Map([
  ["gin_trgm_ops", "pg_trgm"],
  ["gist_trgm_ops", "pg_trgm"],
]);

export function extensionsOf(tables: readonly TableState[]): string[] {
  const found = new Set<string>();
  for (const { columns, indexes } of tables) {
    if (columns.some(({ type }) => /^citext(?:\[\])*$/.test(type))) found.add("citext");
    for (const { ops } of indexes) {
      const extension = ops === null ? undefined : BY_OPS.get(ops.replace(/\(.*$/, "").trim());
      if (extension !== undefined) found.add(extension);
    }
  }
  return [...found].sort();
}
