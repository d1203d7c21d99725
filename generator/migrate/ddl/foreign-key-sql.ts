import { quoteName, quoteNames } from "./quote.js";
import type { ForeignKeyState } from "../state/state.js";
import { quoteTable } from "../state/table-key.js";

/**
 * Checked at the end of the transaction unless the model says otherwise, as in Django: rows of a cycle can be written in
 * any order. What a deletion does to other rows is the model's, carried out by the client, unless it says `inDatabase`.
 */
export function addForeignKey(
  table: string,
  { name, columns, table: other, targets, onDelete, onUpdate, checked }: ForeignKeyState,
  notValid = false,
): string {
  const actions =
    (onUpdate === null ? "" : ` ON UPDATE ${onUpdate}`) + (onDelete === null ? "" : ` ON DELETE ${onDelete}`);
  return (
    `ALTER TABLE ${quoteTable(table)} ADD CONSTRAINT ${quoteName(name)} FOREIGN KEY (${quoteNames(columns)})\n` +
    `  REFERENCES ${quoteTable(other)} (${quoteNames(targets)})${actions}${CHECKED[checked]}${notValid ? " NOT VALID" : ""};`
  );
}

const CHECKED: Readonly<Record<ForeignKeyState["checked"], string>> = {
  immediate: "",
  deferrable: " DEFERRABLE",
  deferred: " DEFERRABLE INITIALLY DEFERRED",
};
