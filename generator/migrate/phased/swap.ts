import { applyOperation, piecesOf } from "../operations/index.js";
import type { Operation } from "../operations/operation.js";
import type { Step } from "../plan/step.js";
import { findColumn, findTable } from "../state/lookup.js";
import type { DatabaseState, TableState } from "../state/state.js";
import { columnKey, tableKey } from "../state/table-key.js";
import { standsOn } from "./stands-on.js";
import { byTable, dropSync } from "./sync-sql.js";
import { retired, type Twin } from "./twin.js";

/** How the twins part: in one transaction for each table, after which new programs alone are served. */
export interface Swap {
  readonly operations: readonly Operation[];
  readonly steps: readonly Step[];
  /** Behind the operations. */
  readonly swapped: DatabaseState;
  /** The same without what a new type has replaced. */
  readonly cleared: DatabaseState;
  /** Renames of the way back, by table. */
  readonly back: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What a column of the old type gets on the way back, by column key. */
  readonly fills: ReadonlyMap<string, string>;
  /** Keys of columns whose values live on in another. */
  readonly kept: readonly string[];
}

export function swapOf(middle: DatabaseState, after: DatabaseState, twins: readonly Twin[]): Swap {
  const steps: Step[] = [];
  const operations: Operation[] = [];
  let state = middle;
  for (const [table, own] of byTable(twins)) {
    const changes = own.flatMap((twin) =>
      twin.cast === null ? named(twin, middle, after) : typed(twin, middle),
    );
    const former = state;
    state = changes.reduce(applyOperation, state);
    const planning = {
      before: former,
      after: state,
      online: false,
      fill: () => undefined,
      using: () => undefined,
    };
    const sql = changes.flatMap((change) => piecesOf(change, planning)).map((piece) => piece.sql);
    steps.push({ mode: "transaction", sql: [dropSync(table), ...sql].join("\n"), loses: [] });
    operations.push(...changes);
  }
  const typedTwins = twins.filter(({ cast }) => cast !== null);
  return {
    ...{ operations, steps, swapped: state, cleared: cleared(state, typedTwins) },
    back: new Map(
      [...byTable(typedTwins)].map(([table, own]) => [
        table,
        new Map(own.map(({ old, fresh }) => [old, fresh])),
      ]),
    ),
    fills: new Map(typedTwins.map(({ table, old, cast }) => [columnKey(table, old), cast?.back ?? ""])),
    kept: twins.flatMap(({ table, old }) => [columnKey(table, old), columnKey(table, retired(old))]),
  };
}

/** From here on the new column has its own default. */
function named({ table, fresh }: Twin, middle: DatabaseState, after: DatabaseState): Operation[] {
  const from = findColumn(findTable(middle, table), fresh)?.default ?? null;
  const to = findColumn(findTable(after, table), fresh)?.default ?? null;
  return from === to ? [] : [{ kind: "alterDefault", table, column: fresh, from, to }];
}

function typed({ table, old, fresh }: Twin, middle: DatabaseState): Operation[] {
  const column = retired(old);
  const isFilled = findColumn(findTable(middle, table), old)?.null === false;
  return [
    { kind: "renameColumn", table, from: old, to: column },
    { kind: "renameColumn", table, from: fresh, to: old },
    { kind: "renameField", table, column, from: old, to: column },
    ...(isFilled ? [{ kind: "alterNull", table, column, from: false, to: true } as const] : []),
  ];
}

function cleared(state: DatabaseState, twins: readonly Twin[]): DatabaseState {
  const own = byTable(twins);
  return {
    ...state,
    tables: state.tables.map((table) => {
      const gone = (own.get(tableKey(table)) ?? []).map(({ old }) => retired(old));
      return gone.length === 0 ? table : without(table, gone);
    }),
  };
}

/** The table without columns and what stands on them. */
function without(table: TableState, gone: readonly string[]): TableState {
  const stands = (item: object): boolean => standsOn(item, gone);
  return {
    ...table,
    columns: table.columns.filter(({ name }) => !gone.includes(name)),
    uniques: table.uniques.filter((each) => !stands(each)),
    checks: table.checks.filter((each) => !stands(each)),
    foreignKeys: table.foreignKeys.filter((each) => !stands(each)),
    indexes: table.indexes.filter((each) => !stands(each)),
  };
}
