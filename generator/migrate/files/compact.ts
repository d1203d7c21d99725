import type { Operation } from "../operations/operation.js";
import type {
  ColumnState,
  ExcludeState,
  ForeignKeyState,
  IndexColumn,
  IndexState,
  TableState,
  UniqueState,
} from "../state/state.js";

type Plain = Readonly<Record<string, unknown>>;

/** Without what is null, false or empty inside tables, columns, constraints and indexes. */
export function compacted(operation: Operation): Plain {
  return Object.fromEntries(
    Object.entries(operation).map(([key, value]) => [key, isPlain(value) ? slim(value) : value]),
  );
}

function slim(value: Plain): Plain {
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([, part]) =>
          part !== null &&
          part !== false &&
          part !== "deferred" &&
          !(Array.isArray(part) && part.length === 0),
      )
      .map(([key, part]) => [
        key,
        Array.isArray(part)
          ? part.map((item: unknown) => (isPlain(item) ? slim(item) : item))
          : isPlain(part)
            ? slim(part)
            : part,
      ]),
  );
}

const COLUMN = { null: false, identity: null, default: null, generated: null, comment: null };
const UNIQUE = { nullsNotDistinct: false, deferrable: false };
const EXCLUDE = { where: null, include: [], deferrable: false } as const;
const FOREIGN_KEY = { onDelete: null, onUpdate: null, checked: "deferred" } as const;
const INDEX = {
  ...{ unique: false, using: null, ops: null, include: [], where: null, nullsNotDistinct: false, with: [] },
};
const TABLE = {
  ...{ schema: null, auto: false, comment: null, primaryKey: null },
  ...{ columns: [], uniques: [], checks: [], foreignKeys: [], indexes: [] },
};

/** The operation with everything filled in that `compacted` left out. */
export function expanded(operation: Operation): Operation {
  switch (operation.kind) {
    case "createEnum":
    case "dropEnum":
      return { ...operation, enum: { ...operation.enum, labels: operation.enum.labels ?? [] } };
    case "createTable":
    case "dropTable":
    case "leaveTable":
    case "takeTable":
      return { ...operation, table: fullTable(operation.table) };
    case "addColumn":
    case "dropColumn":
      return { ...operation, column: fullColumn(operation.column) };
    case "replaceColumn":
    case "alterGenerated":
      return { ...operation, from: fullColumn(operation.from), to: fullColumn(operation.to) };
    case "addUnique":
    case "dropUnique":
      return { ...operation, unique: fullUnique(operation.unique) };
    case "addExclude":
    case "dropExclude":
      return { ...operation, exclude: fullExclude(operation.exclude) };
    case "addForeignKey":
    case "dropForeignKey":
      return { ...operation, foreignKey: fullForeignKey(operation.foreignKey) };
    case "createIndex":
    case "dropIndex":
      return { ...operation, index: fullIndex(operation.index) };
    default:
      return operation;
  }
}

/** Keys in the order of the states that are made from models, whose JSON is compared. */
function fullTable(table: TableState): TableState {
  const { name, schema, model, auto, comment, columns, primaryKey, uniques, checks, foreignKeys, indexes } = {
    ...TABLE,
    ...table,
  };
  const { excludes, partitionBy } = table;
  return {
    ...{ name, schema, model, auto, comment, columns: columns.map(fullColumn), primaryKey },
    ...{
      uniques: uniques.map(fullUnique),
      checks,
      foreignKeys: foreignKeys.map(fullForeignKey),
      indexes: indexes.map(fullIndex),
    },
    ...(excludes && { excludes: excludes.map(fullExclude) }),
    ...(partitionBy !== undefined && { partitionBy }),
  };
}

function fullColumn(column: ColumnState): ColumnState {
  const {
    name,
    field,
    type,
    null: nullable,
    identity,
    default: value,
    generated,
    comment,
  } = {
    ...COLUMN,
    ...column,
  };
  const virtual = column.virtual === true ? { virtual: true as const } : {};
  return { name, field, type, null: nullable, identity, default: value, generated, ...virtual, comment };
}

function fullUnique(unique: UniqueState): UniqueState {
  const { name, columns, nullsNotDistinct, deferrable } = { ...UNIQUE, ...unique };
  return { name, columns, nullsNotDistinct, deferrable, ...(unique.include && { include: unique.include }) };
}

function fullExclude(exclude: ExcludeState): ExcludeState {
  const { name, using, parts, where, include, deferrable } = { ...EXCLUDE, ...exclude };
  const full = parts.map(({ key, operator }) => ({ key: fullKey(key), operator }));
  return { name, using, parts: full, where, include, deferrable };
}

function fullKey({ name = null, descending = false, ...key }: IndexColumn): IndexColumn {
  return { name, ...key, descending };
}

function fullForeignKey(key: ForeignKeyState): ForeignKeyState {
  return { ...FOREIGN_KEY, ...key };
}

function fullIndex(index: IndexState): IndexState {
  const { name, unique, using, columns, ops, include, where, nullsNotDistinct, ...rest } = {
    ...INDEX,
    ...index,
  };
  return {
    ...{ name, unique, using },
    columns: columns.map(fullKey),
    ...{ ops, include, where, nullsNotDistinct, with: rest.with },
  };
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
