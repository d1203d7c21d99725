import { quoteName, quoteText } from "./quote.js";
import type { TableState } from "../state/state.js";
import { quoteTable, tableKey } from "../state/table-key.js";

export function commentOn(table: string, column: string | null, text: string | null): string {
  const value = text === null ? "NULL" : quoteText(text);
  return column === null
    ? `COMMENT ON TABLE ${quoteTable(table)} IS ${value};`
    : `COMMENT ON COLUMN ${quoteTable(table)}.${quoteName(column)} IS ${value};`;
}

export function commentsOf(table: TableState): string[] {
  const key = tableKey(table);
  return [
    ...(table.comment === null ? [] : [commentOn(key, null, table.comment)]),
    ...table.columns.flatMap(({ name, comment }) =>
      comment === null ? [] : [commentOn(key, name, comment)],
    ),
  ];
}
