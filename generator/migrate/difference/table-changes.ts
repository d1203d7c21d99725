import { isDeepStrictEqual } from "node:util";
import { columnKey } from "../state/table-key.js";
import type { Operation } from "../operations/operation.js";
import type { CheckState, ColumnState, TableState } from "../state/state.js";
import type { Renames } from "./renames.js";

/** What differs between a table and itself later, once both speak of the same names. */
export function* tableChanges(
  table: string,
  before: TableState,
  after: TableState,
  { replaced }: Renames,
): Generator<Operation> {
  if (before.partitionBy !== after.partitionBy) {
    yield { kind: "repartition", table, from: before.partitionBy ?? null, to: after.partitionBy ?? null };
  }
  if (before.comment !== after.comment) {
    yield { kind: "comment", table, column: null, from: before.comment, to: after.comment };
  }
  for (const column of before.columns) {
    const now = after.columns.find(({ name }) => name === column.name);
    if (now === undefined) yield { kind: "dropColumn", table, column };
    else yield* columnChanges(table, column, now, replaced.has(columnKey(table, column.name)));
  }
  for (const column of after.columns) {
    if (before.columns.some(({ name }) => name === column.name)) continue;
    yield { kind: "addColumn", table, column };
    if (column.comment !== null) {
      yield { kind: "comment", table, column: column.name, from: null, to: column.comment };
    }
  }
  yield* ownedChanges(table, before, after);
}

function* columnChanges(
  table: string,
  from: ColumnState,
  to: ColumnState,
  replaced: boolean,
): Generator<Operation> {
  const column = to.name;
  const isAnew =
    from.generated !== to.generated ||
    from.virtual !== to.virtual ||
    (to.generated !== null && from.type !== to.type);
  if (isAnew || replaced) {
    yield { kind: isAnew ? "alterGenerated" : "replaceColumn", table, from, to };
    if (to.comment !== null) yield { kind: "comment", table, column, from: null, to: to.comment };
    return;
  }
  if (from.type !== to.type) yield { kind: "alterType", table, column, from: from.type, to: to.type };
  if (from.identity !== to.identity) {
    yield { kind: "alterIdentity", table, column, from: from.identity, to: to.identity };
  }
  if (from.default !== to.default) {
    yield { kind: "alterDefault", table, column, from: from.default, to: to.default };
  }
  if (from.null !== to.null) yield { kind: "alterNull", table, column, from: from.null, to: to.null };
  if (from.comment !== to.comment) {
    yield { kind: "comment", table, column, from: from.comment, to: to.comment };
  }
}

type Named = { readonly name: string };

function* ownedChanges(table: string, before: TableState, after: TableState): Generator<Operation> {
  const keys = matched(asList(before.primaryKey), asList(after.primaryKey));
  const uniques = matched(before.uniques, after.uniques);
  const checks = matched(before.checks, after.checks);
  const validated = checks.gone.flatMap((old) => checks.fresh.filter((now) => isValidated(old, now)));
  const excludes = matched(before.excludes ?? [], after.excludes ?? []);
  const foreignKeys = matched(before.foreignKeys, after.foreignKeys);
  const indexes = matched(before.indexes, after.indexes);
  for (const key of keys.gone) yield { kind: "dropPrimaryKey", table, key };
  for (const unique of uniques.gone) yield { kind: "dropUnique", table, unique };
  for (const exclude of excludes.gone) yield { kind: "dropExclude", table, exclude };
  for (const check of checks.gone) {
    if (!validated.some(({ name }) => name === check.name)) yield { kind: "dropCheck", table, check };
  }
  for (const foreignKey of foreignKeys.gone) yield { kind: "dropForeignKey", table, foreignKey };
  for (const index of indexes.gone) yield { kind: "dropIndex", table, index };
  const constraints = [
    ...keys.renamed,
    ...uniques.renamed,
    ...checks.renamed,
    ...foreignKeys.renamed,
    ...excludes.renamed,
  ];
  for (const [from, to] of constraints) yield { kind: "renameConstraint", table, from, to };
  for (const [from, to] of indexes.renamed) yield { kind: "renameIndex", table, from, to };
  for (const key of keys.fresh) yield { kind: "addPrimaryKey", table, key };
  for (const unique of uniques.fresh) yield { kind: "addUnique", table, unique };
  for (const check of checks.fresh) {
    yield { kind: validated.includes(check) ? "validateCheck" : "addCheck", table, check };
  }
  for (const exclude of excludes.fresh) yield { kind: "addExclude", table, exclude };
  for (const foreignKey of foreignKeys.fresh) yield { kind: "addForeignKey", table, foreignKey };
  for (const index of indexes.fresh) yield { kind: "createIndex", table, index };
}

/** The same check, which old rows may not break any more. */
function isValidated(old: CheckState, now: CheckState): boolean {
  return old.name === now.name && old.sql === now.sql && old.notValid === true && now.notValid === undefined;
}

interface Matched<T> {
  readonly gone: readonly T[];
  readonly fresh: readonly T[];
  readonly renamed: readonly (readonly [string, string])[];
}

/** By name where the content is the same; what has the content but not the name is renamed, unless names cross. */
function matched<T extends Named>(before: readonly T[], after: readonly T[]): Matched<T> {
  const differing = (a: readonly T[], b: readonly T[]): T[] =>
    a.filter((item) => !b.some((other) => other.name === item.name && sameContent(item, other)));
  const gone = differing(before, after);
  const fresh = differing(after, before);
  const renamed: (readonly [string, string])[] = [];
  for (const item of [...gone]) {
    const twin = fresh.find((other) => sameContent(item, other));
    if (twin === undefined || before.some(({ name }) => name === twin.name)) continue;
    renamed.push([item.name, twin.name]);
    gone.splice(gone.indexOf(item), 1);
    fresh.splice(fresh.indexOf(twin), 1);
  }
  return { gone, fresh, renamed };
}

function sameContent<T extends Named>(a: T, b: T): boolean {
  return isDeepStrictEqual({ ...a, name: "" }, { ...b, name: "" });
}

function asList<T>(item: T | null): readonly T[] {
  return item === null ? [] : [item];
}
