import {
  fieldNamed,
  partitioningOf,
  type Draft,
  type FieldDraft,
  type ModelDraft,
  type Placed,
} from "../draft.js";
import { HOOK_NAMES } from "../naming/hook-names.js";
import type { Constraint, Field, Hook, Index, Model, ReverseRelation, Schema } from "../schema.js";
import { membersOf, ownMembers } from "./members.js";
import { mergeCarried } from "./merge-carried.js";
import { isSymmetrical } from "./resolve-through.js";

/** The drafts as a schema; what could not be resolved has been reported, and is left out. */
export function finish(draft: Draft): Schema {
  const models = [...draft.models.values()].sort((a, b) => compare(a.name, b.name));
  return {
    models: models.map((model) => finishModel(model, draft)),
    enums: [...draft.enums]
      .map(([name, { labels }]) => ({ kind: "enum" as const, name, labels }))
      .sort((a, b) => compare(a.name, b.name)),
  };
}

function finishModel(model: ModelDraft, draft: Draft): Model {
  const partitioning = partitioningOf(model);
  return {
    kind: "model",
    name: model.name,
    table: model.table,
    ...(model.schema !== null && { schema: model.schema }),
    managed: model.managed,
    auto: model.auto,
    comment: model.comment,
    fields: model.fields.flatMap((field) => finishField(field, model)),
    primaryKey: model.primaryKey,
    ...(model.primaryKeyName !== null && { primaryKeyName: model.primaryKeyName }),
    ...(partitioning !== null && { partitionBy: partitioning.sql }),
    reverse: model.reverse
      .map((relation) => unplaced<ReverseRelation>(relation))
      .sort((a, b) => compare(a.from, b.from)),
    ordering: model.ordering,
    indexes: model.indexes.map((index) => unplaced<Index>(index)),
    constraints: model.constraints.map((constraint) => unplaced<Constraint>(constraint)),
    querysetMethods: membersOf(model, ({ fact }) => fact.querysetMethods),
    managerMethods: membersOf(model, ({ fact }) => fact.managerMethods),
    managers: managersOf(model),
    hooks: hooksOf(model),
    members: ownMembers(model),
    carried: mergeCarried(model, draft),
    position: model.span.position,
  };
}

/** Leaves out what only messages need. */
function unplaced<T extends object>(placed: Placed<T>): T {
  return Object.fromEntries(Object.entries(placed).filter(([key]) => key !== "span")) as T;
}

/** One of a base is replaced by the model's own of that name; other names have been reported. */
function hooksOf(model: ModelDraft): readonly Hook[] {
  const isAsync = new Map(
    model.chain.flatMap(({ fact }) => fact.hooks.map((hook) => [hook.name, hook.async] as const)),
  );
  return membersOf(model, ({ fact }) => fact.hooks).flatMap((hook) => {
    const name = HOOK_NAMES.find((each) => each === hook.name);
    return name ? [{ ...hook, name, async: isAsync.get(name) === true }] : [];
  });
}

/** Managers of one name in a base and in the model are one, with the methods of both. */
function managersOf(model: ModelDraft): Model["managers"] {
  const names = new Set(model.chain.flatMap(({ fact }) => fact.managers.map(({ name }) => name)));
  return [...names].map((name) => ({
    name,
    methods: membersOf(model, ({ fact }) =>
      fact.managers.filter((each) => each.name === name).flatMap((each) => each.methods),
    ),
  }));
}

function finishField(
  { spec, target, column, attribute, type, toField, pairs, through }: FieldDraft,
  model: ModelDraft,
): Field[] {
  const base = { name: spec.name, comment: spec.comment, position: spec.span.position };
  if (spec.kind === "manyToMany") {
    if (!target || !through) return [];
    return [
      {
        kind: "manyToMany",
        ...base,
        to: target.name,
        through: through.model.name,
        sourceField: through.source,
        targetField: through.target,
        symmetrical: isSymmetrical(spec, model, target),
      },
    ];
  }
  if (spec.kind === "foreignKey" && pairs && target) {
    const { oneToOne, index, onDelete, constraint, database } = spec;
    const nullable = pairs.some(([own]) => isNullable(fieldNamed(model, own)));
    return [
      {
        ...{ kind: "reference", ...base, oneToOne, to: target.name, pairs, null: nullable, index },
        ...{ onDelete, constraint, ...(database && { database }) },
      },
    ];
  }
  if (column === null || !type) return [];
  const stored = {
    column,
    null: spec.null,
    unique: spec.unique,
    index: spec.index,
    primaryKey: model.primaryKey.includes(spec.name),
    editable: spec.editable,
    hidden: spec.hidden,
    default: spec.default,
    dbDefault: spec.dbDefault,
    validators: spec.validators,
  };
  if (spec.kind === "column") {
    const { choices, autoNow, autoNowAdd, generated, virtual } = spec;
    const column = { ...base, ...stored, type, choices, autoNow, autoNowAdd, generated };
    return [{ kind: "column", ...column, ...(virtual && { virtual }) }];
  }
  if (!target || attribute === null || toField === null) return [];
  const { oneToOne, onDelete, constraint, database } = spec;
  return [
    {
      kind: "foreignKey",
      ...base,
      ...stored,
      oneToOne,
      to: target.name,
      toField,
      attribute,
      type,
      onDelete,
      constraint,
      ...(database && { database }),
    },
  ];
}

function isNullable(field: FieldDraft | undefined): boolean {
  return field !== undefined && field.spec.kind !== "manyToMany" && field.spec.null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
