import type { CatalogueTable } from "../migrate/catalogue/catalogue.js";
import { parseIndex, parseUnique } from "../migrate/catalogue/parse-definition.js";
import type { IndexState, UniqueState } from "../migrate/state.js";
import { indexName, uniqueName } from "../schema/names.js";

/** The index that `index: true` would make of the column. */
export function plainIndex({ name: table, indexes }: CatalogueTable, column: string): IndexState | undefined {
  return indexes
    .flatMap((index) => parseIndex(index) ?? [])
    .find(({ name, columns, unique, using, ops, include, where, nullsNotDistinct }) => {
      const [first, ...more] = columns;
      const isPlain = !unique && using === null && ops === null && where === null && include.length === 0;
      return (
        name === indexName(table, [column]) &&
        first?.name === column &&
        !first.descending &&
        more.length === 0 &&
        isPlain &&
        !nullsNotDistinct
      );
    });
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
      ({ name, columns, nullsNotDistinct, deferrable }) =>
        name === uniqueName(table, [column]) &&
        columns.length === 1 &&
        columns[0] === column &&
        !nullsNotDistinct &&
        !deferrable,
    );
}
