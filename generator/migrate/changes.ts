import type { ColumnState, DatabaseState, TableState } from "./state.js";

/** What differs, a line each, in the user's own names: `+ Book.subtitle (varchar(100))`. */
export function changesBetween(before: DatabaseState, after: DatabaseState): string[] {
  return [
    ...named(
      before.extensions.map(asNamed),
      after.extensions.map(asNamed),
      ({ name }) => `extension ${name}`,
      none,
    ),
    ...named(
      before.enums,
      after.enums,
      ({ name }) => `enum ${name}`,
      (a, b) => (same(a, b) ? [] : [`~ enum ${a.name}: ${a.labels.join(", ")} → ${b.labels.join(", ")}`]),
    ),
    ...named(before.tables, after.tables, ({ model, name }) => `${model} (table ${name})`, tableChanges),
  ];
}

function tableChanges(before: TableState, after: TableState): string[] {
  const { model } = after;
  const owned = <T extends { readonly name: string }>(
    kind: string,
    a: readonly T[],
    b: readonly T[],
  ): string[] =>
    named(
      a,
      b,
      ({ name }) => `${model}: ${kind} ${name}`,
      (x, y) => (same(x, y) ? [] : [`~ ${model}: ${kind} ${x.name}`]),
    );
  return [
    ...(before.comment === after.comment ? [] : [`~ ${model}: comment`]),
    ...named(
      before.columns,
      after.columns,
      (column) => `${model}.${column.field} (${column.type})`,
      (a, b) => columnChanges(model, a, b),
    ),
    ...owned("primary key", [before.primaryKey], [after.primaryKey]),
    ...owned("unique", before.uniques, after.uniques),
    ...owned("check", before.checks, after.checks),
    ...owned("foreign key", before.foreignKeys, after.foreignKeys),
    ...owned("index", before.indexes, after.indexes),
  ];
}

const ASPECTS = ["type", "null", "identity", "default", "generated", "comment"] as const;

function columnChanges(model: string, before: ColumnState, after: ColumnState): string[] {
  return ASPECTS.filter((aspect) => before[aspect] !== after[aspect]).map(
    (aspect) => `~ ${model}.${after.field}: ${aspect} ${shown(before[aspect])} → ${shown(after[aspect])}`,
  );
}

function named<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
  label: (item: T) => string,
  compare: (a: T, b: T) => string[],
): string[] {
  const old = new Map(before.map((item) => [item.name, item]));
  const kept = new Set(after.map((item) => item.name));
  const removed = before.filter((item) => !kept.has(item.name)).map((item) => `- ${label(item)}`);
  const others = after.flatMap((item) => {
    const known = old.get(item.name);
    return known === undefined ? [`+ ${label(item)}`] : compare(known, item);
  });
  return [...removed, ...others];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: string | boolean | null): string {
  return value === null ? "none" : String(value);
}

function asNamed(name: string): { readonly name: string } {
  return { name };
}

function none(): string[] {
  return [];
}
