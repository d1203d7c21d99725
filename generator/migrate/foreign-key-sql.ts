import { quoteName, quoteNames } from "./quote.js";
import type { ForeignKeyState } from "./state.js";
import { quoteTable } from "./table-key.js";

/**
 * Checked at the end of the transaction, as in Django: rows of a cycle can be written in any order. There is no
 * ON DELETE: what a deletion does to other rows is the model's, carried out by the client.
 */
export function addForeignKey(
  table: string,
  { name, columns, table: other, targets }: ForeignKeyState,
  notValid = false,
): string {
  return (
    `ALTER TABLE ${quoteTable(table)} ADD CONSTRAINT ${quoteName(name)} FOREIGN KEY (${quoteNames(columns)})\n` +
    `  REFERENCES ${quoteTable(other)} (${quoteNames(targets)}) DEFERRABLE INITIALLY DEFERRED${notValid ? " NOT VALID" : ""};`
  );
}
