import type {
  Catalogue,
  CatalogueColumn,
  CatalogueConstraint,
  CatalogueTable,
} from "../migrate/catalogue/catalogue.js";
import { keyOf } from "../migrate/catalogue/compare.js";
import { lowerCamel, snakeCase, upperFirst } from "../schema/naming/names.js";
import { countedOptions, idCall, printCall, typeCall, type FieldCall } from "./column-call.js";
import { fieldName, freeName } from "./names.js";
import { optionsOf } from "./options-of.js";
import { plainIndex, plainUnique } from "./owned.js";
import { isPlainComment } from "./plain-comment.js";
import {
  isSoleKey,
  referenceCall,
  referenceOf,
  referencesOf,
  tableReferred,
  type Owned,
} from "./reference-call.js";

/** A model, in parts that are printed. */
export interface InspectedModel {
  readonly name: string;
  readonly comment: string | null;
  readonly fields: readonly InspectedField[];
  /** Entries of `static options`. */
  readonly options: readonly string[];
  /** Models that it refers to. */
  readonly refers: readonly string[];
}

export interface InspectedField {
  readonly name: string;
  readonly comment: string | null;
  readonly code: string;
  readonly relation?: InspectedRelation;
}

export interface InspectedRelation {
  readonly target: string;
  /** Its other end is one row. */
  readonly toOne: boolean;
  /** Null where it goes without saying. */
  readonly relatedName: string | null;
  /** The code with another name for its other end. */
  readonly print: (relatedName: string) => string;
}

/** The model of a table; `names` gives the models of the tables that have one. */
export function modelOf(
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): InspectedModel {
  const model = names.get(keyOf(table.schema, table.name)) ?? table.name;
  const fields = fieldNames(table, catalogue, names);
  const said = new Set<string>();
  const targets = table.columns.flatMap((column) => targetOf(column, table, catalogue, names) ?? []);
  const printed = table.columns.map((column): InspectedField => {
    const target = targetOf(column, table, catalogue, names);
    const name = fields.get(column.name) ?? column.name;
    const unique = plainUnique(table, column.name);
    const index = plainIndex(table, column.name);
    for (const each of [unique, index]) if (each !== undefined) said.add(each.name);
    const owned = { unique: unique !== undefined, index: index !== undefined };
    const call =
      target === null
        ? columnCall(column, table, catalogue, owned)
        : relationCall(column, table, catalogue, names, owned);
    const isCalled = target === null ? snakeCase(name) : `${snakeCase(name)}_id`;
    const isAmbiguous = target !== null && targets.filter((each) => each === target).length > 1;
    const comment = column.comment !== null && isPlainComment(column.comment) ? column.comment : null;
    const options = {
      ...call.options,
      ...(isCalled !== column.name && { column: column.name }),
      ...(isAmbiguous && { relatedName: `${lowerCamel(model)}sBy${upperFirst(name)}` }),
      ...(comment === null && column.comment !== null && { comment: column.comment }),
    };
    return target === null
      ? { name, comment, code: printCall({ ...call, options }) }
      : { ...relationField(name, target, { ...call, options }), comment };
  });
  const over = referencesOf(table, catalogue, names);
  const relations = over.map((constraint) => {
    const found = overColumns(constraint, table, catalogue, names, fields);
    if (found.index !== undefined) said.add(found.index.name);
    return { ...found, stem: lowerCamel(found.target) };
  });
  const taken = new Set([...fields.values()].flatMap((name) => [name, `${name}Id`]));
  for (const { stem, target, call } of relations) {
    const name = freeName(stem, taken);
    taken.add(name);
    targets.push(target);
    const options = { ...call.options, relatedName: `${lowerCamel(model)}sBy${upperFirst(name)}` };
    printed.push(relationField(name, target, { ...call, options }));
  }
  return {
    name: model,
    comment: table.comment !== null && isPlainComment(table.comment) ? table.comment : null,
    fields: printed,
    options: optionsOf(table, { model, fields, said }),
    refers: [...new Set(targets)],
  };
}

function relationField(name: string, target: string, call: FieldCall): InspectedField {
  const print = (relatedName: string | null): string =>
    printCall(relatedName === null ? call : { ...call, options: { ...call.options, relatedName } });
  const { relatedName } = call.options;
  return {
    ...{ name, comment: null, code: print(null) },
    relation: {
      ...{ target, toOne: call.name === "oneToOne", print },
      relatedName: typeof relatedName === "string" ? relatedName : null,
    },
  };
}

/** The fields of a table's columns, each under a name of its own. */
function fieldNames(
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): Map<string, string> {
  const taken = new Set<string>();
  const fields = new Map<string, string>();
  for (const column of table.columns) {
    const refers = targetOf(column, table, catalogue, names) !== null;
    const stem = refers ? column.name.replace(/(?:_id|_ID|Id)$/, "") : column.name;
    const name = freeName(fieldName(stem), taken);
    for (const each of refers ? [name, `${name}Id`] : [name]) taken.add(each);
    fields.set(column.name, name);
  }
  return fields;
}

/** The model that a column refers to. */
function targetOf(
  column: CatalogueColumn,
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): string | null {
  const reference = referenceOf(column, table, catalogue, names);
  return reference === undefined ? null : (modelReferred(reference, names) ?? null);
}

function storedOptions(column: CatalogueColumn, table: CatalogueTable): Record<string, unknown> {
  return {
    ...(isSoleKey(column.name, table) && { primaryKey: true }),
    ...(column.null && { null: true }),
    ...(column.default !== null && { dbDefault: column.default }),
  };
}

function columnCall(
  column: CatalogueColumn,
  table: CatalogueTable,
  { enums }: Catalogue,
  owned: Owned,
): FieldCall {
  const id = isInKey(column.name, table) ? idCall(column) : null;
  if (id !== null) return id;
  const type = typeCall(column.type, enums, column.collation);
  const constrained = { ...(owned.unique && { unique: true }), ...(owned.index && { index: true }) };
  if (column.generated !== null) {
    const inner = { ...type, options: { ...type.options, ...(column.null && { null: true }) } };
    return {
      name: "generated",
      argument: printCall(inner),
      options: { as: column.generated, ...(column.virtual && { stored: false }), ...constrained },
    };
  }
  const options = { ...type.options, ...countedOptions(column), ...storedOptions(column, table) };
  return { ...type, options: { ...options, ...constrained } };
}

function isInKey(column: string, { constraints }: CatalogueTable): boolean {
  return constraints.some(({ kind, columns }) => kind === "primaryKey" && columns.includes(column));
}

function relationCall(
  column: CatalogueColumn,
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
  owned: Owned,
): FieldCall {
  const reference = referenceOf(column, table, catalogue, names);
  if (reference === undefined) return columnCall(column, table, catalogue, owned);
  const target = modelReferred(reference, names) ?? "";
  const to = fieldReferred(reference, catalogue, names);
  const call = referenceCall(reference, column, table, target, to === null ? {} : { to }, owned);
  return { ...call, options: { ...call.options, ...storedOptions(column, table) } };
}

/** The field that a foreign key refers to, where it is not the primary key. */
function fieldReferred(
  constraint: CatalogueConstraint,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): string | null {
  const table = tableReferred(constraint, catalogue);
  const [column] = constraint.target?.columns ?? [];
  if (table === undefined || column === undefined || isSoleKey(column, table)) return null;
  return fieldNames(table, catalogue, names).get(column) ?? null;
}

/** A relation over columns that have fields already. */
function overColumns(
  constraint: CatalogueConstraint,
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
  fields: ReadonlyMap<string, string>,
) {
  const target = tableReferred(constraint, catalogue);
  const others = target ? fieldNames(target, catalogue, names) : new Map<string, string>();
  const columns = constraint.columns.map((name, at) => {
    const other = constraint.target?.columns[at] ?? "";
    return [fields.get(name) ?? name, others.get(other) ?? other];
  });
  const index = plainIndex(table, ...constraint.columns);
  const nullable = table.columns.some((each) => each.null && constraint.columns.includes(each.name));
  const model = modelReferred(constraint, names) ?? "";
  const owned = { unique: false, index: index !== undefined };
  const call = referenceCall(constraint, { null: nullable }, table, model, { columns }, owned);
  return { target: model, call, index };
}

function modelReferred(
  { target }: CatalogueConstraint,
  names: ReadonlyMap<string, string>,
): string | undefined {
  return target ? names.get(keyOf(target.schema, target.table)) : undefined;
}
