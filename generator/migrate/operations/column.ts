import { columnSql, operand } from "../ddl/create-table.js";
import { findColumn, findTable, requireTable } from "../state/lookup.js";
import { renameSequence } from "../state/sequence-name.js";
import { quoteName } from "../ddl/quote.js";
import { isVolatile, mentions, withRenamed } from "../sql/columns-in.js";
import type { ColumnState, IndexColumn, TableState } from "../state/state.js";
import { columnKey, quoteTable, tableOfKey } from "../state/table-key.js";
import { alterTable } from "./alter-table.js";
import { fillColumn } from "./fill.js";
import type { Kind } from "./kind.js";
import { setNotNull } from "./not-null.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";
import type { Piece, Planning } from "./piece.js";
import { withColumn, withTable, without } from "./with-table.js";

export const addColumn: Kind<OperationOf<"addColumn">> = {
  apply: (state, { table, column }) =>
    withTable(state, table, ({ columns }) => ({ columns: [...columns, column] })),
  phase: ({ column }) => (column.generated === null ? PHASES.addColumn : PHASES.addGenerated),
  sql: ({ table, column }, planning) => addColumnPieces(table, column, planning),
  title: ({ table, column }, modelOf) => `+ ${modelOf(table)}.${column.field} (${column.type})`,
};

/** Existing rows get the default, or the value that was asked for. */
function addColumnPieces(table: string, column: ColumnState, planning: Planning): Piece[] {
  const { name, identity, generated } = column;
  const add = (definition: ColumnState): Piece => alterTable(table, `ADD COLUMN ${columnSql(definition)}`);
  const fill = column.default ?? planning.fill(columnKey(table, name));
  if (identity !== null || generated !== null || fill === undefined) return [add(column)];
  if (!needsRows(fill, requireTable(planning.after, table), planning.online)) {
    const added = add({ ...column, default: fill });
    const drop = `ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${quoteName(name)} DROP DEFAULT;`;
    return column.default === null ? [{ ...added, sql: `${added.sql}\n${drop}` }] : [added];
  }
  const pieces = [add({ ...column, null: true, default: null })];
  if (column.default !== null) {
    pieces.push(alterTable(table, `ALTER COLUMN ${quoteName(name)} SET DEFAULT ${operand(column.default)}`));
  }
  pieces.push(fillColumn(table, name, fill, planning));
  return column.null ? pieces : [...pieces, ...setNotNull(table, name, planning.online)];
}

/** Whether the value depends on the row, or would make PostgreSQL write the table anew. */
function needsRows(fill: string, { columns }: TableState, online: boolean): boolean {
  return columns.some(({ name }) => mentions(fill, name)) || (online && isVolatile(fill));
}

export const dropColumn: Kind<OperationOf<"dropColumn">> = {
  apply: (state, { table, column }) =>
    withTable(state, table, ({ columns }) => ({ columns: without(columns, column) })),
  phase: ({ column }) => (column.generated === null ? PHASES.dropColumn : PHASES.dropGenerated),
  sql: ({ table, column }) => [
    {
      ...alterTable(table, `DROP COLUMN ${quoteName(column.name)}`),
      ...(column.generated === null ? { loses: [columnKey(table, column.name)] } : {}),
    },
  ],
  title: ({ table, column }, modelOf) => `- ${modelOf(table)}.${column.field} (${column.type})`,
};

export const replaceColumn: Kind<OperationOf<"replaceColumn">> = {
  apply: (state, { table, from, to }) => withColumn(state, table, from.name, to),
  phase: () => PHASES.replace,
  sql: ({ table, from, to }, planning) => [
    {
      ...alterTable(table, `DROP COLUMN ${quoteName(from.name)}`),
      loses: [columnKey(table, from.name)],
    },
    ...addColumnPieces(table, to, planning),
  ],
  title: ({ table, from, to }, modelOf) =>
    `~ ${modelOf(table)}.${to.field}: dropped and added, ${from.type} → ${to.type}`,
};

export const renameColumn: Kind<OperationOf<"renameColumn">> = {
  apply(state, { table, from, to }) {
    const swap = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
    const expression = <T extends string | null>(sql: T) =>
      (sql === null ? null : withRenamed(sql, from, to)) as T;
    const part = (key: IndexColumn): IndexColumn => {
      if (key.expression !== undefined) return { ...key, expression: expression(key.expression) };
      return key.name === from ? { ...key, name: to } : key;
    };
    const renamed = withTable(state, table, (held) => ({
      columns: held.columns.map((column) => ({
        ...column,
        name: column.name === from ? to : column.name,
        generated: expression(column.generated),
      })),
      primaryKey: held.primaryKey && { ...held.primaryKey, columns: swap(held.primaryKey.columns) },
      uniques: held.uniques.map((each) => ({
        ...each,
        columns: swap(each.columns),
        ...(each.include && { include: swap(each.include) }),
      })),
      checks: held.checks.map((each) => ({ ...each, sql: expression(each.sql) })),
      foreignKeys: held.foreignKeys.map((each) => ({ ...each, columns: swap(each.columns) })),
      indexes: held.indexes.map((each) => ({
        ...each,
        columns: each.columns.map(part),
        include: swap(each.include),
        where: expression(each.where),
      })),
      ...(held.excludes && {
        excludes: held.excludes.map((each) => ({
          ...each,
          parts: each.parts.map(({ key, operator }) => ({ key: part(key), operator })),
          include: swap(each.include),
          where: expression(each.where),
        })),
      }),
      ...(held.partitionBy !== undefined && { partitionBy: expression(held.partitionBy) }),
    }));
    const tables = renamed.tables.map((each) => ({
      ...each,
      foreignKeys: each.foreignKeys.map((key) =>
        key.table === table ? { ...key, targets: swap(key.targets) } : key,
      ),
    }));
    return { ...renamed, tables };
  },
  phase: () => PHASES.rename,
  sql({ table, from, to }, { before }) {
    const rename = alterTable(table, `RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`);
    if ((findColumn(findTable(before, table), to)?.identity ?? null) === null) return [rename];
    const { name } = tableOfKey(table);
    const names = [`${name}_${from}`, `${name}_${to}`] as const;
    return [{ ...rename, sql: [rename.sql, ...renameSequence(table, ...names)].join("\n") }];
  },
  title: ({ table, from, to }, modelOf) => `~ ${modelOf(table)}: column ${from} → ${to}`,
};

export const renameField: Kind<OperationOf<"renameField">> = {
  apply: (state, { table, column, to }) => withColumn(state, table, column, { field: to }),
  phase: () => PHASES.rename,
  sql: () => [],
  title: ({ table, from, to }, modelOf) => `~ ${modelOf(table)}.${from}: now ${to}`,
};
