import type {
  Catalogue,
  CatalogueColumn,
  CatalogueConstraint,
  CatalogueTable,
} from "../migrate/catalogue/catalogue.js";
import { keyOf } from "../migrate/catalogue/compare.js";
import { parseForeignKey, parseUnique } from "../migrate/catalogue/parse-definition.js";
import { foreignKeyName } from "../schema/naming/names.js";
import type { FieldCall } from "./column-call.js";

const ACTIONS: Readonly<Record<string, string>> = {
  ...{ CASCADE: "cascade", RESTRICT: "restrict", "SET NULL": "setNull", "SET DEFAULT": "setDefault" },
};

/** The table that a foreign key refers to. */
export function tableReferred(
  { target }: CatalogueConstraint,
  { tables }: Catalogue,
): CatalogueTable | undefined {
  return tables.find(({ schema, name }) => schema === target?.schema && name === target.table);
}

/** The foreign key of a column that a model can say: to a unique column of a model, whose type the column has. */
export function referenceOf(
  { name, type }: CatalogueColumn,
  { constraints }: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): CatalogueConstraint | undefined {
  return constraints.find((constraint) => {
    const { kind, columns, target } = constraint;
    if (kind !== "foreignKey" || columns.length !== 1 || columns[0] !== name) return false;
    if (!target || !names.has(keyOf(target.schema, target.table)) || parseForeignKey(constraint) === null) {
      return false;
    }
    const table = tableReferred(constraint, catalogue);
    const column = table?.columns.find((each) => each.name === target.columns[0]);
    const [wanted] = target.columns;
    return table !== undefined && isUnique(table, [wanted ?? ""]) && column?.type === type;
  });
}

/** Whether no two rows have the same in these columns. */
export function isUnique({ constraints }: CatalogueTable, names: readonly string[]): boolean {
  return constraints.some((constraint) => {
    const { kind, columns } = constraint;
    if (columns.length !== names.length || !names.every((name) => columns.includes(name))) return false;
    return kind === "primaryKey" || parseUnique(constraint)?.deferrable === false;
  });
}

/** The foreign keys of several columns that a model can say: to columns of the same types that are unique together. */
export function referencesOf(
  { columns, constraints }: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): readonly CatalogueConstraint[] {
  return constraints.filter((constraint) => {
    const { kind, target, columns: own } = constraint;
    if (kind !== "foreignKey" || own.length < 2 || !target) return false;
    if (!names.has(keyOf(target.schema, target.table)) || parseForeignKey(constraint) === null) return false;
    const table = tableReferred(constraint, catalogue);
    const typeOf = (of: readonly CatalogueColumn[], name: string | undefined) =>
      of.find((each) => each.name === name)?.type;
    const isAlike = own.every(
      (name, at) => typeOf(columns, name) === typeOf(table?.columns ?? [], target.columns[at]),
    );
    return table !== undefined && isAlike && isUnique(table, target.columns);
  });
}

/** Whether a column is the whole primary key of its table. */
export function isSoleKey(column: string, { constraints }: CatalogueTable): boolean {
  const key = constraints.find(({ kind }) => kind === "primaryKey");
  return key?.columns.length === 1 && key.columns[0] === column;
}

export interface Owned {
  readonly unique: boolean;
  readonly index: boolean;
}

/** The call of a foreign key; what the database does not do at a deletion, nobody does. */
export function referenceCall(
  constraint: CatalogueConstraint,
  { null: nullable }: { readonly null: boolean },
  table: CatalogueTable,
  target: string,
  refers: Readonly<Record<string, unknown>>,
  { unique, index }: Owned,
): FieldCall {
  const parsed = parseForeignKey(constraint);
  const action = parsed?.onDelete == null ? null : (ACTIONS[parsed.onDelete] ?? null);
  const isPossible = action !== null && (action !== "setNull" || nullable);
  const derived = foreignKeyName(table.name, constraint.columns.join("_"));
  return {
    name: unique ? "oneToOne" : "foreignKey",
    argument: `() => ${target}`,
    options: {
      ...refers,
      onDelete: isPossible ? action : "doNothing",
      ...(isPossible && { inDatabase: true }),
      ...(parsed?.onUpdate != null && { onUpdate: ACTIONS[parsed.onUpdate] }),
      ...(parsed?.checked === "immediate" && { deferrable: false }),
      ...(parsed?.checked === "deferrable" && { deferrable: "immediate" }),
      ...(constraint.name !== derived && { constraint: constraint.name }),
      ...(!index && !unique && { index: false }),
    },
  };
}
