import { quoteName, quoteText } from "../ddl/quote.js";
import type { ColumnState } from "../state/state.js";
import { sequenceName } from "../state/sequence-name.js";
import { quoteTable, tableKey, tableOfKey } from "../state/table-key.js";
import { alterTable } from "./alter-table.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { withColumn } from "./with-table.js";

type Identity = ColumnState["identity"];

export const alterIdentity: Kind<OperationOf<"alterIdentity">> = {
  apply: (state, { table, column, to }) => withColumn(state, table, column, { identity: to }),
  phase: ({ to }) => (to === null ? PHASES.dropGenerated : PHASES.identity),
  sql({ table, column, from, to }) {
    const name = quoteName(column);
    const alter = (action: string): string =>
      `ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${name} ${action};`;
    if (isIdentity(from) && isIdentity(to)) {
      return [
        alterTable(table, `ALTER COLUMN ${name} SET GENERATED ${to === "always" ? "ALWAYS" : "BY DEFAULT"}`),
      ];
    }
    const statements = [
      ...(from === "serial" ? [alter("DROP DEFAULT"), dropSequence(table, column)] : []),
      ...(isIdentity(from) ? [alter("DROP IDENTITY")] : []),
      ...(isIdentity(to)
        ? [alter(`ADD GENERATED ${to === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`)]
        : []),
      ...(to === "serial" ? createSequence(table, column, alter) : []),
      ...(to === null ? [] : [countOn(table, column)]),
    ];
    return [{ mode: "transaction", sql: statements.join("\n"), table }];
  },
  title: ({ table, column, from, to }, modelOf) =>
    `~ ${modelOf(table)}.${column}: identity ${from ?? "none"} → ${to ?? "none"}`,
};

function isIdentity(identity: Identity): boolean {
  return identity === "default" || identity === "always";
}

function sequenceOf(table: string, column: string): string {
  return `pg_get_serial_sequence(${quoteText(quoteTable(table))}, ${quoteText(column)})`;
}

/** Counting goes on behind the largest key there is. */
function countOn(table: string, column: string): string {
  const next = `coalesce(max(${quoteName(column)}), 0) + 1`;
  return `SELECT setval(${sequenceOf(table, column)}, ${next}, false) FROM ${quoteTable(table)};`;
}

/** It may have any name. */
function dropSequence(table: string, column: string): string {
  return `DO $ormgen$ BEGIN EXECUTE 'DROP SEQUENCE ' || ${sequenceOf(table, column)}; END $ormgen$;`;
}

function createSequence(table: string, column: string, alter: (action: string) => string): string[] {
  const { schema, name } = tableOfKey(table);
  const sequence = quoteTable(tableKey({ schema, name: sequenceName(name, column) }));
  return [
    `CREATE SEQUENCE ${sequence} OWNED BY ${quoteTable(table)}.${quoteName(column)};`,
    alter(`SET DEFAULT nextval(${quoteText(sequence)})`),
  ];
}
