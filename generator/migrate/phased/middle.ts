import { isDeepStrictEqual } from "node:util";
import { shortened } from "../../schema/naming/names.js";
import { castBetween } from "../ddl/type-cast.js";
import { quoteName } from "../ddl/quote.js";
import type { Renames } from "../difference/renames.js";
import { MigrationError } from "../migration-errors.js";
import { applyOperation } from "../operations/index.js";
import { standsOn } from "./stands-on.js";
import { findColumn, findTable } from "../state/lookup.js";
import type { ColumnState, DatabaseState, IndexState, TableState } from "../state/state.js";
import { columnKey, tableKey } from "../state/table-key.js";
import { byName } from "../state/state-of.js";
import type { Twin } from "./twin.js";

export interface Middle {
  readonly state: DatabaseState;
  readonly twins: readonly Twin[];
}

/**
 * What the database holds while old and new programs run: all that either needs, and nothing that one of them breaks.
 *
 * @param before the state in which tables have their new names already.
 * @param usings how values become another type's, by column key.
 */
export function middleOf(
  before: DatabaseState,
  after: DatabaseState,
  renames: Renames,
  usings: ReadonlyMap<string, string>,
): Middle {
  const twins: Twin[] = [];
  const kept = before.tables.map((old) => {
    const now = findTable(after, tableKey(old));
    return now === undefined ? old : merged(old, now, before, renames, usings, twins);
  });
  const made = after.tables.filter((table) => findTable(before, tableKey(table)) === undefined);
  const tables = [...kept, ...made].sort((a, b) => (tableKey(a) < tableKey(b) ? -1 : 1));
  const gone = before.enums.filter(({ name }) => !after.enums.some((each) => each.name === name));
  const extensions = [...new Set([...before.extensions, ...after.extensions])].sort();
  return { state: { extensions, enums: [...after.enums, ...gone].sort(byName), tables }, twins };
}

function merged(
  old: TableState,
  now: TableState,
  before: DatabaseState,
  renames: Renames,
  usings: ReadonlyMap<string, string>,
  twins: Twin[],
): TableState {
  const table = tableKey(now);
  const names = renames.columns.get(table) ?? new Map<string, string>();
  const was = old.primaryKey?.columns.map((name) => names.get(name) ?? name);
  if (!isDeepStrictEqual(was, now.primaryKey?.columns)) throw refusal(table, "has another primary key now");
  const own: Twin[] = [];
  const fresh: ColumnState[] = [];
  const columns = old.columns.map((column): ColumnState => {
    const other = findColumn(now, names.get(column.name) ?? column.name);
    if (other === undefined) return relaxed(column);
    if (renames.replaced.has(columnKey(table, column.name)))
      throw tooMuch(table, column.name, "dropped and added anew");
    if (
      [...renames.tables.values()].includes(table) &&
      (names.has(column.name) || column.type !== other.type)
    )
      throw tooMuch(table, column.name, "changed in a table that is renamed");
    const twin = twinOf(table, column, other, usings);
    if (twin === null) return alike(column, other);
    if (column.name !== other.name && findColumn(old, other.name) !== undefined)
      throw tooMuch(table, column.name, "given the name of another column");
    checkTwin(column, other, old, before);
    own.push(twin);
    const isType = twin.cast !== null;
    fresh.push({
      ...other,
      ...{ name: twin.fresh, field: isType ? twin.fresh : other.field, null: true },
      ...{ default: isType ? other.default : null, comment: null },
    });
    return isType ? { ...column, comment: column.comment } : { ...column, null: true };
  });
  const known = new Set([...old.columns.map(({ name }) => names.get(name) ?? name)]);
  const added = now.columns.filter(({ name }) => !known.has(name)).map(relaxed);
  twins.push(...own);
  const base = { ...old, model: now.model, comment: now.comment, columns: [...columns, ...fresh, ...added] };
  return withOwned(base, old, now, own);
}

/** A column that who does not know it need not fill. */
function relaxed(column: ColumnState): ColumnState {
  const { null: nullable, default: value, identity, generated } = column;
  return nullable || value !== null || identity !== null || generated !== null
    ? column
    : { ...column, null: true };
}

/** What can be changed at once without harm to either; the rest waits. */
function alike(column: ColumnState, other: ColumnState): ColumnState {
  if (
    column.generated !== other.generated ||
    column.virtual !== other.virtual ||
    column.identity !== other.identity
  )
    return { ...column, field: other.field };
  return { ...other, null: column.null || other.null };
}

function twinOf(
  table: string,
  column: ColumnState,
  other: ColumnState,
  usings: ReadonlyMap<string, string>,
): Twin | null {
  const { name } = column;
  const cast = castBetween(column.type, other.type, name);
  const isRewritten = column.type !== other.type && !cast.free;
  if (name === other.name && !isRewritten) return null;
  if (name !== other.name) {
    if (column.type !== other.type) throw tooMuch(table, name, "given another name and another type");
    return { table, old: name, fresh: other.name, cast: null, comparable: column.type !== "json" };
  }
  const fresh = shortened(name, "__new");
  const back = castBetween(other.type, column.type, fresh).using ?? `${quoteName(fresh)}::${column.type}`;
  const there = usings.get(columnKey(table, name)) ?? cast.using ?? `${quoteName(name)}::${other.type}`;
  return { table, old: name, fresh, cast: { there, back }, comparable: true };
}

/** Throws `MigrationError` where a column has more than values that could be kept alike. */
function checkTwin(
  column: ColumnState,
  other: ColumnState,
  { name, schema, primaryKey }: TableState,
  before: DatabaseState,
): void {
  const table = tableKey({ name, schema });
  const refers = before.tables.some(({ foreignKeys }) =>
    foreignKeys.some((key) => key.table === table && key.targets.includes(column.name)),
  );
  if (
    refers ||
    (primaryKey?.columns.includes(column.name) ?? false) ||
    column.identity !== other.identity ||
    other.identity !== null
  )
    throw tooMuch(table, column.name, "part of a key that is changed");
  if (column.generated !== null || other.generated !== null) throw tooMuch(table, column.name, "generated");
}

function tooMuch(table: string, column: string, what: string): MigrationError {
  return refusal(columnKey(table, column), `is ${what}`);
}

function refusal(subject: string, what: string): MigrationError {
  return new MigrationError(
    `${subject} ${what}, which is not done in phases yet: make that change without --phased, in a migration of its own`,
  );
}

/** Constraints and indexes: those of before that still hold or stand on an old column, and those that stand on its twin. */
function withOwned(base: TableState, old: TableState, now: TableState, twins: readonly Twin[]): TableState {
  const renamed = twins.filter(({ cast }) => cast === null).reduce(asRenamed, old);
  const speaks = (item: object) =>
    standsOn(
      item,
      twins.map((twin) => twin.old),
    );
  const pick = <T extends { readonly name: string }>(
    before: readonly T[],
    after: readonly T[],
    moved: readonly T[],
  ): T[] => {
    const stays = before.filter(
      (item) => after.some((other) => isDeepStrictEqual(item, other)) || speaks(item),
    );
    const taken = new Set(before.map(({ name }) => name));
    const copies = after.filter(
      (item) =>
        !taken.has(item.name) &&
        moved.some((other) => isDeepStrictEqual({ ...other, name: item.name }, item)),
    );
    return [...stays, ...copies];
  };
  const indexes = pick(old.indexes, now.indexes, renamed.indexes);
  const further = now.indexes.filter(
    (index) =>
      !index.unique && !old.indexes.some(({ name }) => name === index.name) && !indexes.includes(index),
  );
  const typed = twins.filter(({ cast }) => cast !== null).flatMap((twin) => copiesFor(twin, now));
  return {
    ...base,
    uniques: pick(old.uniques, now.uniques, renamed.uniques),
    checks: old.checks.filter(
      (check) => now.checks.some((each) => isDeepStrictEqual(each, check)) || speaks(check),
    ),
    foreignKeys: pick(old.foreignKeys, now.foreignKeys, renamed.foreignKeys),
    indexes: [...indexes, ...further.filter((index) => !speaks(index)), ...typed],
  };
}

function asRenamed(table: TableState, { old, fresh }: Twin): TableState {
  const state: DatabaseState = { extensions: [], enums: [], tables: [table] };
  const [renamed] = applyOperation(state, {
    kind: "renameColumn",
    table: tableKey(table),
    from: old,
    to: fresh,
  }).tables;
  return renamed ?? table;
}

/** Plain indexes of the new type, built before it takes the place of the old one. */
function copiesFor({ old, fresh }: Twin, now: TableState): IndexState[] {
  return now.indexes
    .filter(({ columns, where, include, unique }) => {
      const isPlain = where === null && include.length === 0 && !unique;
      return (
        isPlain && columns.every(({ name }) => name !== null) && columns.some(({ name }) => name === old)
      );
    })
    .map((index) => ({
      ...index,
      name: shortened(index.name, "__new"),
      columns: index.columns.map((part) => (part.name === old ? { ...part, name: fresh } : part)),
    }));
}
