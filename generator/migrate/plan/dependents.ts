import { enumOf, findColumn, findTable } from "../lookup.js";
import { isExtended } from "../operations/labels.js";
import type { Operation } from "../operations/operation.js";
import { mentions } from "../sql/columns-in.js";
import type { DatabaseState, TableState } from "../state.js";
import { columnKey, tableKey } from "../table-key.js";

/** Columns by key: those that change in place, and those that are made anew. */
interface Altered {
  readonly changed: ReadonlySet<string>;
  readonly anew: ReadonlySet<string>;
}

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
  const dropped = droppedNames(operations);
  const renamed = newNames(operations);
  const again = new Set<string>();
  for (const old of before.tables) {
    const key = tableKey(old);
    const now = findTable(after, key);
    if (now === undefined) continue;
    for (const pair of ownedAround(key, old, now, found, operations, renamed)) {
      const id = `${key} ${pair.name}`;
      if (dropped.has(id)) continue;
      again.add(id);
      result.push(...pair.operations);
    }
  }
  const others = operations.filter(
    (operation) =>
      (operation.kind !== "renameConstraint" && operation.kind !== "renameIndex") ||
      !again.has(`${operation.table} ${operation.from}`),
  );
  return [...others, ...result];
}

function alteredColumns(operations: readonly Operation[], before: DatabaseState): Altered {
  const changed = new Set<string>();
  const anew = new Set<string>();
  for (const operation of operations) {
    if (operation.kind === "alterType") changed.add(columnKey(operation.table, operation.column));
    if (operation.kind === "replaceColumn" || operation.kind === "alterGenerated") {
      anew.add(columnKey(operation.table, operation.from.name));
    }
    if (operation.kind !== "changeLabels" || isExtended(operation)) continue;
    for (const table of before.tables) {
      for (const column of table.columns) {
        if (enumOf(before, column)?.name === operation.name)
          changed.add(columnKey(tableKey(table), column.name));
      }
    }
  }
  return { changed, anew };
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

interface Around {
  readonly name: string;
  readonly operations: readonly Operation[];
}

function* ownedAround(
  table: string,
  old: TableState,
  now: TableState,
  { changed, anew }: Altered,
  operations: readonly Operation[],
  renamed: (table: string, name: string) => string,
): Generator<Around> {
  const named = <T extends { readonly name: string }>(items: readonly T[], { name }: T): T | undefined =>
    items.find((item) => item.name === renamed(table, name));
  const names = old.columns.map(({ name }) => name);
  const isAltered = (name: string) => changed.has(columnKey(table, name)) || anew.has(columnKey(table, name));
  const isAnew = (name: string) => anew.has(columnKey(table, name));
  const speaksOf = (sql: string | null) => names.some((name) => isAltered(name) && mentions(sql, name));
  for (const foreignKey of old.foreignKeys) {
    const to = named(now.foreignKeys, foreignKey);
    const target = foreignKey.targets.some((name) => {
      const key = columnKey(foreignKey.table, name);
      return changed.has(key) || anew.has(key);
    });
    const hangs = target || foreignKey.columns.some(isAltered) || losesKey(foreignKey, operations);
    if (hangs && to !== undefined) {
      yield {
        name: foreignKey.name,
        operations: [
          { kind: "dropForeignKey", table, foreignKey },
          { kind: "addForeignKey", table, foreignKey: to },
        ],
      };
    }
  }
  for (const check of old.checks) {
    const to = named(now.checks, check);
    if (to !== undefined && speaksOf(check.sql)) {
      yield {
        name: check.name,
        operations: [
          { kind: "dropCheck", table, check },
          { kind: "addCheck", table, check: to },
        ],
      };
    }
  }
  for (const unique of old.uniques) {
    const to = named(now.uniques, unique);
    if (to !== undefined && unique.columns.some(isAnew)) {
      yield {
        name: unique.name,
        operations: [
          { kind: "dropUnique", table, unique },
          { kind: "addUnique", table, unique: to },
        ],
      };
    }
  }
  for (const index of old.indexes) {
    const to = named(now.indexes, index);
    const held = [...index.columns.map(({ name }) => name), ...index.include].some(isAnew);
    if (to !== undefined && (held || speaksOf(index.where))) {
      yield {
        name: index.name,
        operations: [
          { kind: "dropIndex", table, index },
          { kind: "createIndex", table, index: to },
        ],
      };
    }
  }
  const key = old.primaryKey;
  if (key !== null && now.primaryKey?.name === renamed(table, key.name) && key.columns.some(isAnew)) {
    yield {
      name: key.name,
      operations: [
        { kind: "dropPrimaryKey", table, key },
        { kind: "addPrimaryKey", table, key: now.primaryKey },
      ],
    };
  }
}

/** Whether the key or unique constraint that it refers to goes. */
function losesKey(
  { table, targets }: { readonly table: string; readonly targets: readonly string[] },
  operations: readonly Operation[],
): boolean {
  return operations.some((operation) => {
    if (operation.kind !== "dropPrimaryKey" && operation.kind !== "dropUnique") return false;
    const { columns } = operation.kind === "dropPrimaryKey" ? operation.key : operation.unique;
    return operation.table === table && [...columns].sort().join("\0") === [...targets].sort().join("\0");
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
