import type { CatalogueTable } from "../migrate/catalogue/catalogue.js";
import { parseIndex, parseUnique } from "../migrate/catalogue/parse-definition.js";
import type { IndexColumn, IndexState, UniqueState } from "../migrate/state/state.js";
import { indexName, uniqueName } from "../schema/naming/names.js";

/** The index that `index: true` would make of the column, or of the columns of a relation over several. */
export function plainIndex(
  { name: table, indexes }: CatalogueTable,
  ...wanted: readonly string[]
): IndexState | undefined {
  return indexes
    .flatMap((index) => parseIndex(index) ?? [])
    .find(({ name, columns, unique, using, ops, include, where, nullsNotDistinct, with: storage }) => {
      const isPlain =
        !unique && using === null && ops === null && where === null && include.length + storage.length === 0;
      return (
        name === indexName(table, wanted) &&
        columns.length === wanted.length &&
        columns.every((column, at) => column.name === wanted[at] && isPlainKey(column)) &&
        isPlain &&
        !nullsNotDistinct
      );
    });
}

function isPlainKey({ descending, collation, nulls }: IndexColumn): boolean {
  return !descending && collation === undefined && nulls === undefined;
}

/** The constraint that `unique: true` would make of the column. */
export function plainUnique(
  { name: table, constraints }: CatalogueTable,
  column: string,
): UniqueState | undefined {
  return constraints
    .filter(({ kind }) => kind === "unique")
    .flatMap((constraint) => parseUnique(constraint) ?? [])
    .find(
      ({ name, columns, nullsNotDistinct, deferrable, include }) =>
        name === uniqueName(table, [column]) &&
        columns.length === 1 &&
        columns[0] === column &&
        !nullsNotDistinct &&
        deferrable === false &&
        include === undefined,
    );
}
