import type { Column, Field, ForeignKey, Model, OnDelete, Reference } from "../../schema/schema.js";
import { columnType } from "./column-type.js";
import { declaredIndex } from "./declared-index.js";
import {
  foreignKeyName,
  indexName,
  primaryKeyName,
  shortened,
  uniqueName,
} from "../../schema/naming/names.js";
import { referenceIndexes, referenceKey, referenceUniques } from "./reference-state.js";
import { checkState, excludesOf } from "./constraint-state.js";
import { tableKey } from "./table-key.js";
import type { ColumnState, ForeignKeyState, IndexState, TableState, UniqueState } from "./state.js";

type Stored = Column | ForeignKey;

/** One table, with every constraint and index named. */
export function tableState(model: Model, find: (name: string) => Model): TableState {
  const stored = model.fields.filter(isStored);
  const references = model.fields.filter((field) => field.kind === "reference");
  const columnOf = (name: string): string => columnOfField(model, name);
  const { table } = model;
  return {
    name: table,
    schema: model.schema ?? null,
    model: model.name,
    auto: model.auto,
    comment: model.comment,
    columns: stored.map(columnState),
    primaryKey:
      model.primaryKey.length === 0
        ? null
        : {
            name: shortened(model.primaryKeyName ?? primaryKeyName(table)),
            columns: model.primaryKey.map(columnOf),
          },
    uniques: [...uniques(model, stored, columnOf), ...referenceUniques(table, references, columnOf)],
    checks: model.constraints.flatMap((constraint) =>
      constraint.kind === "check" ? [checkState(constraint)] : [],
    ),
    foreignKeys: [
      ...stored.flatMap((field) =>
        isForeignKey(field) && field.constraint ? [foreignKey(table, field, find)] : [],
      ),
      ...references
        .filter(({ constraint }) => constraint)
        .map((field) => referenceKey(table, field, columnOf, find)),
    ],
    indexes: [...indexes(model, stored, columnOf), ...referenceIndexes(table, references, columnOf)],
    ...excludesOf(model, columnOf),
    ...(model.partitionBy !== undefined && { partitionBy: model.partitionBy }),
  };
}

function isStored(field: Field): field is Stored {
  return field.kind === "column" || field.kind === "foreignKey";
}

function isForeignKey(field: Stored): field is ForeignKey {
  return field.kind === "foreignKey";
}

function columnOfField(model: Model, name: string): string {
  const field = model.fields
    .filter(isStored)
    .find((field) => field.name === name || (isForeignKey(field) && field.attribute === name));
  return field?.column ?? name;
}

function columnState(field: Stored): ColumnState {
  return {
    name: field.column,
    field: field.name,
    type: columnType(field.type),
    null: field.null && !field.primaryKey,
    identity: identityOf(field),
    default: field.dbDefault,
    generated: field.kind === "column" ? field.generated : null,
    ...(field.kind === "column" && field.virtual === true && { virtual: true }),
    comment: field.comment,
  };
}

function identityOf({ kind, type }: Stored): ColumnState["identity"] {
  if (kind !== "column" || type.kind !== "integer") return null;
  if (type.serial === true) return "serial";
  return type.identity ? (type.always === true ? "always" : "default") : null;
}

const ACTIONS: Readonly<Record<OnDelete, string | null>> = {
  ...{
    cascade: "CASCADE",
    restrict: "RESTRICT",
    setNull: "SET NULL",
    setDefault: "SET DEFAULT",
    doNothing: null,
  },
};

function checkedWhen(deferrable: false | "immediate" | undefined): ForeignKeyState["checked"] {
  if (deferrable === undefined) return "deferred";
  return deferrable === false ? "immediate" : "deferrable";
}

function isSoleKey(model: Model, field: Stored): boolean {
  return model.primaryKey.length === 1 && model.primaryKey[0] === field.name;
}

function isUnique(field: Stored): boolean {
  return field.unique || (isForeignKey(field) && field.oneToOne);
}

function uniques(model: Model, stored: readonly Stored[], columnOf: (name: string) => string): UniqueState[] {
  const single = stored
    .filter((field) => isUnique(field) && !isSoleKey(model, field))
    .map((field) => ({
      name: uniqueName(model.table, [field.column]),
      columns: [field.column],
      nullsNotDistinct: false,
      deferrable: false,
    }));
  const several = model.constraints.flatMap((constraint) =>
    constraint.kind === "unique" && constraint.where === null
      ? [
          {
            name: shortened(constraint.name),
            columns: constraint.fields.map(columnOf),
            nullsNotDistinct: constraint.nullsNotDistinct,
            deferrable: constraint.deferrable,
            ...(constraint.include && { include: constraint.include.map(columnOf) }),
          },
        ]
      : [],
  );
  return [...single, ...several];
}

function foreignKey(table: string, field: ForeignKey, find: (name: string) => Model): ForeignKeyState {
  const target = find(field.to);
  return {
    name: field.database?.name ?? foreignKeyName(table, field.column),
    columns: [field.column],
    ...referred(target, [field.toField]),
    ...actions(field),
  };
}

export function referred(
  target: Model,
  fields: readonly string[],
): Pick<ForeignKeyState, "table" | "targets"> {
  return {
    table: tableKey({ schema: target.schema ?? null, name: target.table }),
    targets: fields.map((name) => columnOfField(target, name)),
  };
}

export function actions(
  field: ForeignKey | Reference,
): Pick<ForeignKeyState, "onDelete" | "onUpdate" | "checked"> {
  return {
    onDelete: field.database?.inDatabase === true ? ACTIONS[field.onDelete] : null,
    onUpdate: ACTIONS[field.database?.onUpdate ?? "doNothing"],
    checked: checkedWhen(field.database?.deferrable),
  };
}

export const PLAIN = {
  unique: false,
  using: null,
  ops: null,
  include: [],
  where: null,
  nullsNotDistinct: false,
  with: [],
} as const;

function indexes(model: Model, stored: readonly Stored[], columnOf: (name: string) => string): IndexState[] {
  const single = stored
    .filter((field) => field.index && !isUnique(field) && !isSoleKey(model, field))
    .map(({ column }) => ({
      ...PLAIN,
      name: indexName(model.table, [column]),
      columns: [{ name: column, descending: false }],
    }));
  const declared = model.indexes.map((index) => declaredIndex(index, columnOf));
  // PostgreSQL has partial indexes, but no partial constraints.
  const partial = model.constraints.flatMap((constraint) =>
    constraint.kind === "unique" && constraint.where !== null
      ? [
          {
            ...PLAIN,
            name: shortened(constraint.name),
            unique: true,
            columns: constraint.fields.map((field) => ({ name: columnOf(field), descending: false })),
            where: constraint.where,
            nullsNotDistinct: constraint.nullsNotDistinct,
          },
        ]
      : [],
  );
  return [...single, ...declared, ...partial];
}
