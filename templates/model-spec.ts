import {
  code,
  doc,
  globalName,
  imported,
  join,
  literal,
  verbatim,
  type Code,
} from "../generator/emit/code.js";
import { checksOf, partlyUnique, uniqueTogether, type ClientPlan } from "../generator/plan/client-plan.js";
import type { Column, Field, ForeignKey, ManyToMany, Model } from "../generator/schema/schema.js";
import { isIdentifier } from "../generator/emit/identifier.js";
import { columnSpec } from "./column-spec.js";
import { namedManager } from "./queryset-class.js";
import { runtimeType } from "./runtime.js";
import { fieldType } from "./value-type.js";
import { isNeverWritten } from "./never-written.js";

/** How a file names the description of a model: `Author.meta`, or the constant of a model in between. */
export type MetaReference = (model: string) => Code;

/** A model as data for the runtime. */
export function modelSpec(plan: ClientPlan, model: Model, metaOf: MetaReference): Code {
  const { ordering, primaryKey, name, table } = model;
  const reverse = reverseSpecs(model, metaOf);
  const unique = uniqueTogether(model);
  const [some, checks] = [partlyUnique(model), checksOf(model)];
  return lines([
    code`client: ${imported("client", plan.filePath("client.settings.ts"))}`,
    code`name: ${literal(name)}`,
    code`table: ${literal(table)}`,
    model.schema !== undefined && code`schema: ${literal(model.schema)}`,
    ...(model.auto ? [] : classes(model)),
    code`primaryKey: ${literal(primaryKey)}`,
    !model.managed && code`managed: false`,
    unique.length > 0 && code`unique: ${literal(unique)}`,
    ordering.length > 0 && code`ordering: ${literal(ordering)}`,
    some.length > 0 && code`partlyUnique: ${literal(some)}`,
    checks.length > 0 && code`checks: ${literal(checks)}`,
    model.hooks.length > 0 && hooks(model),
    code`fields: ${lines(model.fields.map((field) => code`${property(field.name)}: ${fieldSpec(field, plan, metaOf)}`))}`,
    reverse.length > 0 && code`reverse: ${lines(reverse)}`,
  ]);
}

/** What its querysets and managers are. */
function classes({ name, managers }: Model): (Code | false)[] {
  const others = managers.map((each) => code`${each.name}: ${namedManager(name, each.name)}`);
  return [
    code`queryset: ${`${name}QuerySet`}`,
    code`manager: ${`${name}Manager`}`,
    code`relatedManager: ${`${name}RelatedManager`}`,
    others.length > 0 && code`managers: ${object(others)}`,
  ];
}

/** The user's methods word for word; the compiler knows their `this`. */
function hooks({ name, hooks: own }: Model): Code {
  const methods = own.map((hook) => code`${doc(hook.comment)}${verbatim(hook.text)}`);
  return code`hooks: ${lines(methods)} satisfies ${runtimeType("ModelHooks")} & ${globalName("ThisType")}<${name}>`;
}

/** An object literal with a line for each part. */
function lines(parts: readonly (Code | false)[]): Code {
  return code`{
    ${join(
      parts.filter((part) => part !== false),
      ",\n",
    )},
  }`;
}

function property(name: string): Code {
  return verbatim(name);
}

function fieldSpec(field: Field, plan: ClientPlan, metaOf: MetaReference): Code {
  switch (field.kind) {
    case "column":
      return object(columnParts(field));
    case "foreignKey":
      return object(foreignKeyParts(field, plan, metaOf));
    case "reference":
      return object([
        code`to: () => ${metaOf(field.to)}`,
        code`pairs: ${literal(field.pairs)}`,
        code`onDelete: ${literal(field.onDelete)}`,
        field.oneToOne && flag("oneToOne"),
      ]);
    case "manyToMany":
      return object(manyToManyParts(field, metaOf));
  }
}

function object(parts: readonly (Code | false | null)[]): Code {
  return code`{ ${join(
    parts.filter((part) => part !== false && part !== null),
    ", ",
  )} }`;
}

function flag(name: string): Code {
  return code`${name}: true`;
}

function storedParts(field: Column | ForeignKey): (Code | false | null)[] {
  const { default: value } = field;
  const identity = field.type.kind === "integer" && field.type.identity;
  return [
    field.column !== (field.kind === "foreignKey" ? `${field.name}_id` : field.name) &&
      code`column: ${literal(field.column)}`,
    code`type: ${columnSpec(field.type)}`,
    field.null && flag("null"),
    field.unique && flag("unique"),
    value && code`default: ${defaultFunction(value)}`,
    (field.dbDefault !== null || identity) && flag("dbDefault"),
    !field.editable && verbatim("editable: false"),
    field.hidden && verbatim("hidden: true"),
    field.validators.length > 0 &&
      code`validators: [${join(
        field.validators.map((validator) => verbatim(validator.text)),
        ", ",
      )}] satisfies readonly ${runtimeType("Validator")}<${fieldType(field)}>[]`,
  ];
}

/** A literal is made anew for each row: one object must not be shared by all. */
function defaultFunction(value: NonNullable<Column["default"]>): Code {
  if (value.kind === "literal") {
    const made = literal(value.value);
    return typeof value.value === "object" && value.value !== null
      ? code`() => (${made})`
      : code`() => ${made}`;
  }
  return verbatim(value.code.text);
}

function columnParts(field: Column): (Code | false | null)[] {
  return [
    ...storedParts(field),
    field.choices && code`choices: ${literal(field.choices)}`,
    field.autoNow && flag("autoNow"),
    field.autoNowAdd && flag("autoNowAdd"),
    isNeverWritten(field) && flag("generated"),
  ];
}

function foreignKeyParts(
  field: ForeignKey,
  plan: ClientPlan,
  metaOf: MetaReference,
): (Code | false | null)[] {
  const { primaryKey } = plan.model(field.to);
  const plain = primaryKey.length === 1 && primaryKey[0] === field.toField;
  return [
    code`to: () => ${metaOf(field.to)}`,
    !plain && code`toField: ${literal(field.toField)}`,
    field.attribute !== `${field.name}Id` && code`attribute: ${literal(field.attribute)}`,
    code`onDelete: ${literal(field.onDelete)}`,
    field.oneToOne && flag("oneToOne"),
    ...storedParts(field),
  ];
}

function manyToManyParts(field: ManyToMany, metaOf: MetaReference): (Code | false | null)[] {
  return [
    code`to: () => ${metaOf(field.to)}`,
    code`through: () => ${metaOf(field.through)}`,
    code`source: ${literal(field.sourceField)}`,
    code`target: ${literal(field.targetField)}`,
    field.symmetrical && flag("symmetrical"),
  ];
}

/** Hidden relations are told too, under a name that no condition can spell: deletion follows them. */
function reverseSpecs(model: Model, metaOf: MetaReference): Code[] {
  return model.reverse.map(({ name, queryName, from, field, kind }) => {
    const known = queryName ?? `+${from}.${field}`;
    const spec = object([
      code`from: () => ${metaOf(from)}`,
      code`field: ${literal(field)}`,
      name !== null && name !== known && code`property: ${literal(name)}`,
      kind === "reverseOneToOne" && flag("one"),
      name === null && flag("hidden"),
    ]);
    return code`${isIdentifier(known) ? verbatim(known) : literal(known)}: ${spec}`;
  });
}
