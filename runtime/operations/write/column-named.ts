import type { ColumnMeta } from "../../meta/column.js";
import type { ModelMeta } from "../../meta/meta.js";
import { unknownName } from "../../query/path.js";

/** @throws InvalidLookup for a name that is no field's. */
export function columnNamed(model: ModelMeta, name: string): ColumnMeta {
  const column = model.column(name);
  if (!column) throw unknownName(model, String(name), "field");
  return column;
}

/** Why a column is never updated, or null. */
export function keptProblem({ label, primaryKey, generated }: ColumnMeta): string | null {
  return primaryKey || generated
    ? `${label} cannot be updated: it is the primary key, or the database fills it`
    : null;
}
