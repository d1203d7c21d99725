import { mentions } from "../sql/columns-in.js";

/** Whether a constraint or an index speaks of one of the columns, by name or in SQL. */
export function standsOn(item: unknown, columns: readonly string[]): boolean {
  if (typeof item === "string") return columns.some((name) => item === name || mentions(item, name));
  if (Array.isArray(item)) return item.some((part) => standsOn(part, columns));
  return typeof item === "object" && item !== null && standsOn(Object.values(item), columns);
}
