import { withoutLateDefaults } from "../ddl/late-defaults.js";
import { applyOperation, phaseOf, piecesOf } from "../operations/index.js";
import type { Operation } from "../operations/operation.js";
import { PHASES } from "../operations/phases.js";
import type { Piece, Planning } from "../operations/piece.js";
import type { DatabaseState } from "../state/state.js";
import { findTable } from "../state/lookup.js";
import { tableKey } from "../state/table-key.js";
import { withDependents } from "./dependents.js";
import type { Step } from "./step.js";

export interface PlanOptions {
  readonly online: boolean;
  readonly fills: ReadonlyMap<string, string>;
  readonly usings: ReadonlyMap<string, string>;
}

/** The statements of a difference, in an order that works, in steps. */
export function planSteps(
  before: DatabaseState,
  operations: readonly Operation[],
  { online, fills, usings }: PlanOptions,
): Step[] {
  const isRename = (operation: Operation): boolean => phaseOf(operation) === PHASES.rename;
  const aligned = operations.filter(isRename).reduce(applyOperation, before);
  const after = operations.reduce(applyOperation, before);
  const planning: Planning = {
    ...{ before: aligned, after, online },
    fill: (column) => fills.get(column),
    using: (column) => usings.get(column),
  };
  const ordered = withDependents(operations, aligned, after)
    .flatMap(expanded)
    .map((operation, at) => ({ operation, at, phase: phaseOf(operation) }))
    .sort((a, b) => a.phase - b.phase || a.at - b.at);
  let renamed = before;
  const pieces = ordered.flatMap(({ operation }) => {
    if (isRename(operation)) renamed = applyOperation(renamed, operation);
    const here = isRename(operation) ? { ...planning, before: renamed } : planning;
    return piecesOf(operation, { ...here, online: online && !isPartitioned(operation, after) });
  });
  return grouped(pieces, online);
}

/** PostgreSQL cannot build an index of a partitioned table while others write, nor leave its foreign keys unvalidated. */
function isPartitioned(operation: Operation, after: DatabaseState): boolean {
  const key = "table" in operation && typeof operation.table === "string" ? operation.table : null;
  return key !== null && findTable(after, key)?.partitionBy !== undefined;
}

/** Foreign keys stand apart from their tables, so that circles need no care. */
function expanded(operation: Operation): Operation[] {
  if (operation.kind === "createTable") {
    const { foreignKeys, indexes, columns, comment } = operation.table;
    const table = tableKey(operation.table);
    const { table: bare, late } = withoutLateDefaults(operation.table);
    return [
      { ...operation, table: bare },
      ...late.map(({ name, default: to }): Operation => ({
        kind: "alterDefault",
        table,
        column: name,
        from: null,
        to,
      })),
      ...foreignKeys.map((foreignKey): Operation => ({ kind: "addForeignKey", table, foreignKey })),
      ...indexes.map((index): Operation => ({ kind: "createIndex", table, index })),
      ...[{ name: null, comment }, ...columns].flatMap(({ name, comment: to }): Operation[] =>
        to === null ? [] : [{ kind: "comment", table, column: name, from: null, to }],
      ),
    ];
  }
  if (operation.kind === "dropTable") {
    const table = tableKey(operation.table);
    const { columns } = operation.table;
    const keys = operation.table.foreignKeys.filter(
      (key) =>
        key.table !== table ||
        columns.some(({ name, type }) => key.columns.includes(name) && isOwnType(type)),
    );
    return [
      ...keys.map((foreignKey): Operation => ({ kind: "dropForeignKey", table, foreignKey })),
      operation,
    ];
  }
  // What it is computed from may be altered before it is there again.
  if (operation.kind === "alterGenerated" && operation.from.generated !== null) {
    const { table, from, to } = operation;
    return [
      { kind: "dropColumn", table, column: from },
      { kind: "addColumn", table, column: to },
    ];
  }
  return [operation];
}

/** An enum, that is, which may be made anew before the table is dropped: of two such columns one would not fit the other. */
function isOwnType(type: string): boolean {
  return type.startsWith('"');
}

/** Online, the locks of different tables are not gathered in one transaction. */
function grouped(pieces: readonly Piece[], online: boolean): Step[] {
  const steps: (Step & { readonly table: string | null; readonly apart: boolean })[] = [];
  for (const { mode, sql, table, apart = false, loses = [] } of pieces) {
    const last = steps.at(-1);
    const joins =
      last !== undefined &&
      mode === "transaction" &&
      last.mode === "transaction" &&
      !apart &&
      !last.apart &&
      (!online || table === null || last.table === null || table === last.table);
    if (joins) {
      steps.pop();
      steps.push({
        ...last,
        sql: `${last.sql}\n${sql}`,
        table: table ?? last.table,
        loses: [...new Set([...last.loses, ...loses])],
      });
    } else steps.push({ mode, sql, table, apart, loses });
  }
  return steps.map(({ mode, sql, loses }) => ({ mode, sql, loses }));
}
