import { quoteName } from "../../../generator/migrate/ddl/quote.js";
import type { ColumnState, IndexColumn, IndexState } from "../../../generator/migrate/state/state.js";
import { indexName } from "../../../generator/schema/naming/names.js";
import type { Rough, RoughTable } from "./rough.js";

/** Plain ones, of expressions, of some rows, by other methods, in another collation: as the dice of a column fell. */
export function indexesOf(
  table: RoughTable,
  columns: readonly ColumnState[],
  key: ColumnState,
): IndexState[] {
  return table.columns.flatMap((rough) => {
    const column = columns.find(({ field }) => field === (rough.field ?? rough.name));
    return column === undefined || column.type === "json" ? [] : indexOf(table, rough, column, key);
  });
}

function indexOf(table: RoughTable, rough: Rough, column: ColumnState, key: ColumnState): IndexState[] {
  const { name, type } = column;
  const isText = type === "text" || type.startsWith("varchar");
  const plain: IndexState = {
    ...{ name: indexName(table.name, [name]), unique: false, using: null },
    columns: [{ name, descending: false }],
    ...{ with: [], ops: null, include: [], nullsNotDistinct: false, where: null },
  };
  const keyed = (...columns: IndexColumn[]): IndexState => ({ ...plain, columns });
  switch (rough.index) {
    case 0:
      return [{ ...plain, where: `${quoteName(name)} IS NOT NULL` }];
    case 1:
      return [{ ...plain, using: "btree" }];
    case 2:
      return [{ ...keyed({ name, descending: true }), include: [key.name] }];
    case 3: {
      const expression = { name: null, expression: `${quoteName(name)} IS NULL`, descending: rough.null };
      const last = { name: key.name, descending: true, nulls: "last" as const };
      return [{ ...keyed(expression, last), with: rough.unique ? ["fillfactor=70"] : [] }];
    }
    case 4:
      return type === "jsonb" || type.endsWith("[]") ? [{ ...plain, using: "gin" }] : [];
    case 6:
      if (isText) return [keyed({ name, descending: false, collation: "C" })];
      return ["integer", "date", "uuid"].includes(type) ? [{ ...plain, using: "brin" }] : [];
    case 7:
      return isText && type === "text" ? [{ ...plain, ops: "text_pattern_ops" }] : [];
    case 8:
      return table.key === "parts" ? [] : [{ ...plain, unique: true, nullsNotDistinct: rough.null }];
    default:
      return [];
  }
}
