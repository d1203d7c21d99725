import { createEnum as createEnumSql } from "../ddl/create-sql.js";
import { operand } from "../ddl/create-table.js";
import { enumOf } from "../state/lookup.js";
import { quoteName, quoteText } from "../ddl/quote.js";
import type { DatabaseState } from "../state/state.js";
import { quoteTable, tableKey } from "../state/table-key.js";
import type { Kind } from "./kind.js";
import { isExtended, labelChanges } from "./labels.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import { compare } from "./with-table.js";

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compare(a.name, b.name);

export const createEnum: Kind<OperationOf<"createEnum">> = {
  apply: (state, operation) => ({ ...state, enums: [...state.enums, operation.enum].sort(byName) }),
  phase: () => PHASES.createEnum,
  sql: (operation) => [{ mode: "transaction", sql: createEnumSql(operation.enum), table: null }],
  title: (operation) => `+ enum ${operation.enum.name}`,
};

export const dropEnum: Kind<OperationOf<"dropEnum">> = {
  apply: (state, operation) => ({
    ...state,
    enums: state.enums.filter(({ name }) => name !== operation.enum.name),
  }),
  phase: () => PHASES.dropEnum,
  sql: (operation) => [
    { mode: "transaction", sql: `DROP TYPE ${quoteName(operation.enum.name)};`, table: null },
  ],
  title: (operation) => `- enum ${operation.enum.name}`,
};

export const renameEnum: Kind<OperationOf<"renameEnum">> = {
  apply(state, { from, to }) {
    const tables = state.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        enumOf(state, column)?.name === from
          ? { ...column, type: column.type.replace(quoteName(from), () => quoteName(to)) }
          : column,
      ),
    }));
    const enums = state.enums.map((each) => (each.name === from ? { ...each, name: to } : each));
    return { ...state, tables, enums: enums.sort(byName) };
  },
  phase: () => PHASES.rename,
  sql: ({ from, to }) => [
    {
      mode: "transaction",
      sql: `ALTER TYPE ${quoteName(from)} RENAME TO ${quoteName(to)};`,
      table: null,
    },
  ],
  title: ({ from, to }) => `~ enum ${from} → ${to}`,
};

export const changeLabels: Kind<OperationOf<"changeLabels">> = {
  apply: (state, { name, to }) => ({
    ...state,
    enums: state.enums.map((each) => (each.name === name ? { ...each, labels: to } : each)),
  }),
  phase: (operation) => (isExtended(operation) ? PHASES.label : PHASES.createEnum),
  sql(operation, planning) {
    // A new label cannot be used in the transaction that made it.
    if (isExtended(operation)) {
      return [{ mode: "transaction", sql: labelChanges(operation).join("\n"), table: null, apart: true }];
    }
    return [{ mode: "transaction", sql: rebuilt(operation, planning.before, planning.after), table: null }];
  },
  title: ({ name, from, to }) => `~ enum ${name}: ${from.join(", ")} → ${to.join(", ")}`,
};

/** PostgreSQL cannot take a label away, nor move one: the columns get a new type. It fails where a row holds what is gone. */
function rebuilt(
  { name, from, to, renamed, mapped }: OperationOf<"changeLabels">,
  before: DatabaseState,
  after: DatabaseState,
): string {
  const type = quoteName(name);
  const old = quoteName(`${name.slice(0, 50)}__old`);
  const renames = renamed.filter(([label]) => from.includes(label));
  const statements = [
    ...renames.map(([a, b]) => `ALTER TYPE ${type} RENAME VALUE ${quoteText(a)} TO ${quoteText(b)};`),
    `ALTER TYPE ${type} RENAME TO ${old};`,
    createEnumSql({ name, labels: to }),
  ];
  for (const table of before.tables) {
    const now = after.tables.find((each) => tableKey(each) === tableKey(table));
    for (const column of table.columns) {
      const kept = now?.columns.find((each) => each.name === column.name);
      if (enumOf(before, column)?.name !== name) continue;
      const quoted = quoteName(column.name);
      const isArray = column.type.endsWith("]");
      const value =
        isArray || mapped.length === 0
          ? `${quoted}::text${isArray ? "[]" : ""}`
          : mappedValue(quoted, mapped);
      const alter = `ALTER TABLE ${quoteTable(tableKey(table))} ALTER COLUMN ${quoted}`;
      if (column.default !== null) statements.push(`${alter} DROP DEFAULT;`);
      statements.push(`${alter} TYPE ${column.type} USING (${value}::${column.type});`);
      const value2 = kept?.default ?? null;
      if (column.default !== null && value2 !== null && kept?.type === column.type) {
        statements.push(`${alter} SET DEFAULT ${operand(value2)};`);
      }
    }
  }
  return [...statements, `DROP TYPE ${old};`].join("\n");
}

function mappedValue(column: string, mapped: readonly (readonly [string, string])[]): string {
  const cases = mapped.map(([a, b]) => `WHEN ${quoteText(a)} THEN ${quoteText(b)}`).join(" ");
  return `(CASE ${column}::text ${cases} ELSE ${column}::text END)`;
}
