import { foreignKeyName, indexName, uniqueName } from "../../schema/naming/names.js";
import type { Model, Reference } from "../../schema/schema.js";
import type { ForeignKeyState, IndexState, UniqueState } from "./state.js";
import { actions, PLAIN, referred } from "./table-state.js";

type ColumnOf = (field: string) => string;

/** A foreign key of several columns. */
export function referenceKey(
  table: string,
  field: Reference,
  columnOf: ColumnOf,
  find: (name: string) => Model,
): ForeignKeyState {
  const columns = ownColumns(field, columnOf);
  const others = field.pairs.map(([, other]) => other);
  return {
    name: field.database?.name ?? foreignKeyName(table, columns.join("_")),
    columns,
    ...referred(find(field.to), others),
    ...actions(field),
  };
}

export function referenceUniques(
  table: string,
  fields: readonly Reference[],
  columnOf: ColumnOf,
): UniqueState[] {
  return fields
    .filter(({ oneToOne }) => oneToOne)
    .map((field) => {
      const columns = ownColumns(field, columnOf);
      return { name: uniqueName(table, columns), columns, nullsNotDistinct: false, deferrable: false };
    });
}

export function referenceIndexes(
  table: string,
  fields: readonly Reference[],
  columnOf: ColumnOf,
): IndexState[] {
  return fields
    .filter(({ oneToOne, index }) => index && !oneToOne)
    .map((field) => {
      const columns = ownColumns(field, columnOf);
      return {
        ...PLAIN,
        name: indexName(table, columns),
        columns: columns.map((name) => ({ name, descending: false })),
      };
    });
}

function ownColumns({ pairs }: Reference, columnOf: ColumnOf): string[] {
  return pairs.map(([own]) => columnOf(own));
}
