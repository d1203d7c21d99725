import { findColumn, findTable } from "../state/lookup.js";
import type { Operation } from "../operations/operation.js";
import { mentions } from "../sql/columns-in.js";
import type { DatabaseState, TableState } from "../state/state.js";
import { columnKey, tableKey } from "../state/table-key.js";
import { alteredColumns, carryingColumns, type Altered } from "./altered-columns.js";
import { ownedAround } from "./owned-around.js";

/**
 * Adds what has to be taken away before a column is altered and put back afterwards: PostgreSQL refuses to alter what
 * something else depends on, or takes it along.
 */
export function withDependents(
  operations: readonly Operation[],
  before: DatabaseState,
  after: DatabaseState,
): Operation[] {
  const altered = alteredColumns(operations, before);
  const anew = new Set(altered.anew);
  const result: Operation[] = [];
  for (const old of before.tables) {
    const key = tableKey(old);
    const now = findTable(after, key);
    if (now !== undefined) result.push(...generatedAround(key, old, now, altered, anew));
  }
  const found = { changed: altered.changed, anew };
  const carrying = carryingColumns(found, before);
  const dropped = droppedNames(operations);
  const renamed = newNames(operations);
  const again = new Set<string>();
  for (const old of before.tables) {
    const key = tableKey(old);
    const now = findTable(after, key);
    if (now === undefined) continue;
    for (const pair of ownedAround(key, old, now, { ...found, carrying }, operations, renamed)) {
      const id = `${key} ${pair.name}`;
      if (dropped.has(id)) continue;
      again.add(id);
      result.push(...pair.operations);
    }
  }
  const others = operations.filter((operation) => {
    if (operation.kind === "validateCheck") return !again.has(`${operation.table} ${operation.check.name}`);
    return (
      (operation.kind !== "renameConstraint" && operation.kind !== "renameIndex") ||
      !again.has(`${operation.table} ${operation.from}`)
    );
  });
  return [...others, ...result];
}

/** Generated columns that are computed from an altered one. */
function generatedAround(
  table: string,
  old: TableState,
  now: TableState,
  { changed, anew }: Altered,
  remade: Set<string>,
): Operation[] {
  return old.columns.flatMap((column): Operation[] => {
    const to = findColumn(now, column.name);
    const isKept = column.generated !== null && to?.generated === column.generated && to.type === column.type;
    if (!isKept) return [];
    const touched = old.columns.some(({ name }) => {
      const key = columnKey(table, name);
      return (changed.has(key) || anew.has(key)) && mentions(column.generated, name);
    });
    if (!touched) return [];
    remade.add(columnKey(table, column.name));
    return [
      { kind: "dropColumn", table, column },
      { kind: "addColumn", table, column: to },
      ...(to.comment === null
        ? []
        : [{ kind: "comment", table, column: to.name, from: null, to: to.comment } as const]),
    ];
  });
}

function droppedNames(operations: readonly Operation[]): Set<string> {
  return new Set(
    operations.flatMap((operation): string[] => {
      switch (operation.kind) {
        case "dropPrimaryKey":
          return [`${operation.table} ${operation.key.name}`];
        case "dropUnique":
          return [`${operation.table} ${operation.unique.name}`];
        case "dropExclude":
          return [`${operation.table} ${operation.exclude.name}`];
        case "dropCheck":
          return [`${operation.table} ${operation.check.name}`];
        case "dropForeignKey":
          return [`${operation.table} ${operation.foreignKey.name}`];
        case "dropIndex":
          return [`${operation.table} ${operation.index.name}`];
        default:
          return [];
      }
    }),
  );
}

function newNames(operations: readonly Operation[]): (table: string, name: string) => string {
  const names = new Map(
    operations.flatMap((operation) =>
      operation.kind === "renameConstraint" || operation.kind === "renameIndex"
        ? [[`${operation.table} ${operation.from}`, operation.to] as const]
        : [],
    ),
  );
  return (table, name) => names.get(`${table} ${name}`) ?? name;
}
