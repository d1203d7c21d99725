import { InvalidValue } from "../../errors/index.js";
import { QuerySet } from "../queryset.js";

/** At most so many rows, counted from the offset. */
export function limit(queryset: QuerySet, rows: number): QuerySet {
  const { low } = queryset.state;
  return QuerySet.derive(queryset, { high: low + count("limit", rows) });
}

/** Leaves out so many rows at the start; a limit keeps its number of rows. */
export function offset(queryset: QuerySet, rows: number): QuerySet {
  const { low, high } = queryset.state;
  const next = count("offset", rows);
  return QuerySet.derive(queryset, { low: next, high: high === null ? null : high - low + next });
}

function count(what: string, rows: unknown): number {
  if (typeof rows !== "number" || !Number.isSafeInteger(rows) || rows < 0) {
    throw new InvalidValue(`${what}() takes a whole number from 0`);
  }
  return rows;
}
