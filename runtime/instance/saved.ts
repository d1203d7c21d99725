import { read, type Instance } from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import type { ColumnMeta } from "../meta/column.js";

/** Stands where nothing was saved. */
const NOTHING = Symbol("not saved");

/** What the database was told, by the model's columns in their order: a row of bulkCreate makes one, a map would weigh ten times as much. */
export type Saved = readonly unknown[];

/** What the database holds once these columns, or all, are as the instance has them. */
export function savedAfter(
  before: Saved | null,
  { columns: all }: ModelMeta,
  instance: Instance,
  columns: readonly ColumnMeta[] | null,
): Saved {
  if (columns === null) return all.map(({ attribute }) => read(instance, attribute));
  return all.map((column, at) =>
    columns.includes(column) ? read(instance, column.attribute) : before ? before[at] : NOTHING,
  );
}

/** A column's value as it was saved last; null where it never was. */
export function lastSaved(
  saved: Saved | null,
  { columns }: ModelMeta,
  column: ColumnMeta,
): { readonly value: unknown } | null {
  if (saved === null) return null;
  const value = saved[columns.indexOf(column)];
  return value === NOTHING ? null : { value };
}
