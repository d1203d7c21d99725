import type { Edit, Rough, RoughDatabase, RoughTable } from "./rough.js";

/** The models behind some edits. What would make two things of one name is left undone. */
export function edited(database: RoughDatabase, edits: readonly Edit[]): RoughDatabase {
  return edits.reduce(withEdit, database);
}

function withEdit(database: RoughDatabase, edit: Edit): RoughDatabase {
  const { tables } = database;
  const { does, fresh, other } = edit;
  if (does === "relabel") {
    const mood = [...new Set(["sad", ...edit.labels])];
    return edit.table % 2 === 0 ? { ...database, mood } : { ...database, kind: edit.labels };
  }
  if (does === "add table") return checked(database, [...tables, fresh]);
  const at = edit.table % Math.max(tables.length, 1);
  const table = tables[at];
  if (table === undefined) return database;
  const change = (changed: Partial<RoughTable>): RoughDatabase =>
    checked(
      database,
      tables.map((each) => (each === table ? { ...each, ...changed } : each)),
    );
  switch (does) {
    case "drop table":
      return { ...database, tables: tables.filter((each) => each !== table) };
    case "rename table":
      return change({ name: fresh.name, model: table.model ?? table.name });
    case "rename model":
      return change({ model: fresh.name });
    case "move table":
      return change({ schema: fresh.schema });
    case "swap tables": {
      const second = tables[(at + 1) % tables.length];
      return {
        ...database,
        tables: tables.map((each) =>
          each === table
            ? { ...each, name: second?.name ?? each.name, model: each.model ?? each.name }
            : each === second
              ? { ...each, name: table.name, model: each.model ?? each.name }
              : each,
        ),
      };
    }
    case "change key":
      return change({ key: fresh.key });
    case "change seldom":
      return change({ seldom: fresh.seldom, comment: fresh.comment });
    case "add column":
      return change({ columns: [...table.columns, other] });
    default:
      return change({ columns: withColumnEdit(table.columns, edit) });
  }
}

function withColumnEdit(columns: readonly Rough[], { does, column: number, other }: Edit): readonly Rough[] {
  const at = number % Math.max(columns.length, 1);
  const column = columns[at];
  if (column === undefined) return columns;
  const change = (changed: Partial<Rough>): Rough[] =>
    columns.map((each) => (each === column ? { ...each, ...changed } : each));
  switch (does) {
    case "drop column":
      return columns.filter((each) => each !== column);
    case "rename column":
      return change({ name: other.name, field: column.field ?? column.name });
    case "rename field":
      return change({ field: other.name });
    case "retype column":
      return change({ name: other.name, type: other.type, null: other.null });
    case "swap columns": {
      const second = columns[(at + 1) % columns.length] ?? column;
      return columns.map((each) =>
        each === column
          ? { ...each, name: second.name, field: each.field ?? each.name }
          : each === second
            ? { ...each, name: column.name, field: each.field ?? each.name }
            : each,
      );
    }
    default:
      return change({ ...other, name: column.name });
  }
}

/** As it was, where names would meet. */
function checked(database: RoughDatabase, tables: readonly RoughTable[]): RoughDatabase {
  const isApart = (names: readonly string[]): boolean => new Set(names).size === names.length;
  const fine =
    isApart(tables.map(({ name }) => name)) &&
    isApart(tables.map(({ name, model = name }) => model)) &&
    tables.every(
      ({ columns }) =>
        isApart(columns.map(({ name }) => name)) && isApart(columns.map(({ name, field = name }) => field)),
    );
  return fine && tables.length <= 5 ? { ...database, tables } : database;
}
