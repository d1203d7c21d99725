import { isMalformed } from "../../schema/naming/identifier.js";
import { isReservedOnInstance } from "../../schema/passes/check-member-names.js";
import { lowerCamel, upperFirst } from "../../schema/naming/names.js";
import type {
  Column,
  ColumnType,
  Constraint,
  Field,
  ForeignKey,
  ManyToMany,
  Model,
  OnDelete,
  ReverseRelation,
  Schema,
} from "../../schema/schema.js";
import { findTable } from "../state/lookup.js";
import type { ColumnState, DatabaseState, ForeignKeyState, TableState } from "../state/state.js";
import type { Said, SaidOfField } from "./said.js";
import { typeOfSql } from "./type-of-sql.js";

const POSITION = { file: "", line: 1, column: 1 } as const;

/** The models that the tables of a state are those of: columns and relations, and none of the code that models carry. */
export function schemaOfState(state: DatabaseState, said: Said): Schema {
  const drafts = new Map(state.tables.map((table) => [table.model, fieldsOf(table, state, said)]));
  for (const table of state.tables.filter(({ auto }) => auto)) {
    const found = manyToManyOf(table, drafts);
    if (found !== null) drafts.get(found.source)?.push(found.field);
  }
  const models = state.tables.map((table) => modelOf(table, drafts.get(table.model) ?? []));
  const reverse = reverseOf(models, said);
  return {
    models: models.map((model) => ({ ...model, reverse: reverse.get(model.name) ?? [] })),
    enums: state.enums.map(({ name, labels }) => ({ kind: "enum", name, labels })),
  };
}

function modelOf(table: TableState, fields: readonly Field[]): Model {
  const named = (columns: readonly string[]): string[] =>
    columns.map((column) => findField(fields, column)?.name ?? column);
  return {
    ...{
      kind: "model",
      name: table.model,
      table: table.name,
      managed: true,
      auto: table.auto,
      comment: null,
    },
    ...(table.schema !== null && { schema: table.schema }),
    fields,
    primaryKey: named(table.primaryKey?.columns ?? []),
    ...{
      reverse: [],
      ordering: [],
      indexes: [],
      querysetMethods: [],
      managerMethods: [],
      managers: [],
      hooks: [],
      members: [],
    },
    constraints: table.uniques
      .filter(({ columns }) => columns.length > 1)
      .map(({ name, columns, nullsNotDistinct, deferrable }): Constraint => ({
        ...{ kind: "unique", name, fields: named(columns), where: null, nullsNotDistinct, deferrable },
        position: POSITION,
      })),
    carried: { imports: [], declarations: [], models: [], generated: [] },
    position: POSITION,
  };
}

function findField(fields: readonly Field[], column: string): Column | ForeignKey | undefined {
  return fields
    .filter((field) => field.kind === "column" || field.kind === "foreignKey")
    .find((field) => field.column === column);
}

function fieldsOf(table: TableState, state: DatabaseState, said: Said): Field[] {
  const keys = new Map(
    table.foreignKeys.filter(({ columns }) => columns.length === 1).map((key) => [key.columns[0] ?? "", key]),
  );
  // A column by hand may be called what no property can be: it is left out.
  return table.columns.filter(isSayable).map((column): Field => {
    const known = said[`${table.model}.${column.field}`] ?? {};
    const stored = storedOf(column, table, known);
    const key = keys.get(column.name);
    const reference = key && referenceOf(key, state);
    const type = typeOf(column, state);
    return reference === undefined
      ? {
          ...{ kind: "column", ...stored, type, choices: null, autoNow: false, autoNowAdd: false },
          generated: column.generated,
          ...(column.virtual && { virtual: true }),
        }
      : {
          ...{ kind: "foreignKey", ...stored, oneToOne: stored.unique, type, ...reference },
          ...{ attribute: `${column.field}Id`, constraint: true },
          // The rows between two ends are the client's own.
          onDelete: table.auto ? "cascade" : (known.onDelete ?? actionOf(key)),
        };
  });
}

function isSayable({ field }: ColumnState): boolean {
  return isMalformed(field) === null && !isReservedOnInstance(field);
}

function storedOf(column: ColumnState, table: TableState, known: SaidOfField) {
  const primaryKey = table.primaryKey?.columns.includes(column.name) ?? false;
  return {
    ...{ name: column.field, comment: null, position: POSITION, column: column.name, null: column.null },
    unique: table.uniques.some(({ columns }) => columns.length === 1 && columns[0] === column.name),
    ...{ index: false, primaryKey, editable: column.generated === null, hidden: false },
    default: known.default === undefined ? null : { kind: "literal" as const, value: known.default },
    ...{ dbDefault: column.default, validators: [] },
  };
}

function typeOf({ type, identity }: ColumnState, { enums }: DatabaseState): ColumnType {
  const found = typeOfSql(type, enums);
  if (found.kind !== "integer" || identity === null) return found;
  return {
    ...found,
    identity: true,
    ...(identity === "always" && { always: true }),
    ...(identity === "serial" && { serial: true }),
  };
}

function referenceOf(
  key: ForeignKeyState,
  state: DatabaseState,
): { to: string; toField: string } | undefined {
  const target = findTable(state, key.table);
  const field = target?.columns.find(({ name }) => name === key.targets[0])?.field;
  return target === undefined || field === undefined ? undefined : { to: target.model, toField: field };
}

const ACTIONS: Readonly<Record<string, OnDelete>> = {
  ...{ CASCADE: "cascade", RESTRICT: "restrict", "SET NULL": "setNull", "SET DEFAULT": "setDefault" },
};

/** What nobody said is left to the database, which refuses to leave a reference to nothing. */
function actionOf(key: ForeignKeyState | undefined): OnDelete {
  return ACTIONS[key?.onDelete ?? ""] ?? "doNothing";
}

/** A table made for a many-to-many is called after the model and the field that declare it: `Book_tags`. */
function manyToManyOf(
  table: TableState,
  drafts: ReadonlyMap<string, readonly Field[]>,
): { source: string; field: ManyToMany } | null {
  const [from, to] = (drafts.get(table.model) ?? []).filter((field) => field.kind === "foreignKey");
  if (from === undefined || to === undefined || !table.model.startsWith(`${from.to}_`)) return null;
  const field: ManyToMany = {
    ...{ kind: "manyToMany", name: table.model.slice(from.to.length + 1), comment: null, position: POSITION },
    ...{ to: to.to, through: table.model, sourceField: from.name, targetField: to.name },
    symmetrical: from.to === to.to,
  };
  return { source: from.to, field };
}

/** The other ends, under the names that models gave them, else under those that go without saying. */
function reverseOf(models: readonly Model[], said: Said): Map<string, ReverseRelation[]> {
  const reverse = new Map<string, ReverseRelation[]>();
  const taken = new Map(models.map(({ name, fields }) => [name, new Set(fields.flatMap(membersOf))]));
  for (const model of models) {
    for (const field of model.fields) {
      if (field.kind === "column" || field.kind === "reference") continue;
      const kind = kindOf(field);
      const names = hidden(field, model) ? null : namesOf(model, field, kind, said);
      const own = taken.get(field.to) ?? new Set();
      // Two ends of one name: that of the second cannot be spelled.
      const free = names !== null && !names.some((name) => own.has(name));
      for (const name of free ? names : []) own.add(name);
      const [name = null, queryName = null] = free ? names : [];
      const end = { name, queryName, from: model.name, field: field.name, kind };
      reverse.set(field.to, [...(reverse.get(field.to) ?? []), end]);
    }
  }
  return reverse;
}

function membersOf(field: Field): string[] {
  return field.kind === "foreignKey"
    ? [field.name, field.attribute, `fetch${upperFirst(field.name)}`]
    : [field.name];
}

function kindOf(field: ForeignKey | ManyToMany): ReverseRelation["kind"] {
  if (field.kind === "manyToMany") return "reverseManyToMany";
  return field.oneToOne ? "reverseOneToOne" : "reverseForeignKey";
}

function hidden(field: ForeignKey | ManyToMany, model: Model): boolean {
  return model.auto || (field.kind === "manyToMany" && field.symmetrical);
}

function namesOf(
  { name: model }: Model,
  { name: field }: Field,
  kind: ReverseRelation["kind"],
  said: Said,
): [string, string] | null {
  const written = said[`${model}.${field}`]?.relatedName;
  if (written === null) return null;
  const query = lowerCamel(model);
  const plain = kind === "reverseOneToOne" ? query : `${query}Set`;
  return written === undefined || written === plain ? [plain, query] : [written, written];
}
