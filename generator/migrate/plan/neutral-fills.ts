import { findColumn, findTable } from "../state/lookup.js";
import type { Operation, OperationOf } from "../operations/operation.js";
import type { ColumnState, DatabaseState } from "../state/state.js";
import { columnKey } from "../state/table-key.js";

const NEUTRAL: readonly (readonly [RegExp, string])[] = [
  [/^(?:text|varchar|char)/, "''"],
  [/^(?:smallint|integer|bigint|numeric|real|double precision)/, "0"],
  [/^boolean/, "false"],
  [/^date$/, "'1970-01-01'"],
  [/^time/, "'1970-01-01 00:00'"],
  [/^interval/, "'0'"],
  [/^jsonb?$/, "'{}'"],
  [/^bytea/, "''"],
  [/^uuid/, "'00000000-0000-0000-0000-000000000000'"],
];

/**
 * What rows get in a column that comes back: its values are gone, and a column that must have one would not let the
 * way back pass. What refers to other rows has no neutral value.
 */
export function neutralFills(operations: readonly Operation[], to: DatabaseState): Map<string, string> {
  const fills = new Map<string, string>();
  for (const operation of operations) {
    if (!isAdded(operation)) continue;
    const column = operation.kind === "addColumn" ? operation.column : operation.to;
    const key = columnKey(operation.table, column.name);
    const table = findTable(to, operation.table);
    const refers = table?.foreignKeys.some(({ columns }) => columns.includes(column.name)) ?? false;
    const value = refers || isOptional(findColumn(table, column.name)) ? undefined : neutral(column);
    if (value !== undefined) fills.set(key, value);
  }
  return fills;
}

function isAdded(
  operation: Operation,
): operation is OperationOf<"addColumn" | "replaceColumn" | "alterGenerated"> {
  return ["addColumn", "replaceColumn", "alterGenerated"].includes(operation.kind);
}

function isOptional(column: ColumnState | undefined): boolean {
  return column === undefined || column.null;
}

/** A value of the type that says nothing; none where there is none. */
export function neutral({ type }: ColumnState): string | undefined {
  if (type.endsWith("[]")) return "'{}'";
  return NEUTRAL.find(([pattern]) => pattern.test(type))?.[1];
}
