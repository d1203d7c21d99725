import type { Operation } from "../operations/operation.js";
import { mentions } from "../sql/columns-in.js";
import type { TableState } from "../state/state.js";
import { columnKey } from "../state/table-key.js";
import type { Altered } from "./altered-columns.js";

export interface Around {
  readonly name: string;
  readonly operations: readonly Operation[];
}

/** Constraints and indexes of a table that hang on an altered column, to be dropped before and made again. */
export function* ownedAround(
  table: string,
  old: TableState,
  now: TableState,
  { changed, anew, carrying }: Altered & { readonly carrying: ReadonlySet<string> },
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
      return changed.has(key) || anew.has(key) || carrying.has(key);
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
    if (to !== undefined && [...unique.columns, ...(unique.include ?? [])].some(isAnew)) {
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
    const held = [...index.columns.flatMap(({ name }) => name ?? []), ...index.include].some(isAnew);
    const speaks = [index.where, ...index.columns.map((key) => key.expression ?? null)].some(speaksOf);
    if (to !== undefined && (held || speaks)) {
      yield {
        name: index.name,
        operations: [
          { kind: "dropIndex", table, index },
          { kind: "createIndex", table, index: to },
        ],
      };
    }
  }
  for (const exclude of old.excludes ?? []) {
    const to = named(now.excludes ?? [], exclude);
    const held = [...exclude.parts.flatMap(({ key }) => key.name ?? []), ...exclude.include].some(isAnew);
    const speaks = [exclude.where, ...exclude.parts.map(({ key }) => key.expression ?? null)].some(speaksOf);
    if (to !== undefined && (held || speaks)) {
      yield {
        name: exclude.name,
        operations: [
          { kind: "dropExclude", table, exclude },
          { kind: "addExclude", table, exclude: to },
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
