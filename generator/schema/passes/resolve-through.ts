import {
  newField,
  type Draft,
  type FieldDraft,
  type ForeignKeySpec,
  type ManyToManySpec,
  type ModelDraft,
} from "../draft.js";
import type { Entry, Span } from "../facts.js";
import { lowerCamel, shortened, snakeCase } from "../naming/names.js";
import { didYouMean } from "../naming/nearest.js";
import { flag, NO_OPTIONS, texts } from "../options/options.js";
import { idSpec } from "./add-primary-keys.js";
import { targetModel } from "./resolve-targets.js";

/** Every many-to-many has a model in between, declared or made here, and two foreign keys in it. */
export function resolveThrough(draft: Draft): void {
  for (const model of [...draft.models.values()]) {
    for (const field of model.fields) {
      const { spec, target } = field;
      if (spec.kind !== "manyToMany" || !target) continue;
      checkSymmetrical(spec, model, target, draft);
      if (spec.options.has("through")) {
        const through = spec.through && targetModel(spec.through, spec.name, model, draft);
        if (through) field.through = declared(spec, model, target, through, draft);
      } else {
        field.through = made(spec, model, target, draft);
      }
    }
  }
}

function checkSymmetrical(
  spec: ManyToManySpec,
  model: ModelDraft,
  target: ModelDraft,
  { report }: Draft,
): void {
  const written = spec.options.get("symmetrical");
  if (written && model !== target) {
    const message = `${spec.subject} is symmetrical or not only if it points at its own model`;
    report("ORM2040", written.span, message, "take the option away");
  }
  if (isSymmetrical(spec, model, target) && spec.relatedName) {
    const message = `${spec.subject} holds both ways, so nothing has the relatedName ${quoted(spec.relatedName)}`;
    report("ORM2040", spec.relatedName.span, message, "say symmetrical: false, or take the relatedName away");
  }
}

function quoted({ value }: Entry): string {
  return value.kind === "scalar" ? JSON.stringify(value.value) : "";
}

/** A relation of a model to itself holds both ways unless it says otherwise. */
export function isSymmetrical(spec: ManyToManySpec, model: ModelDraft, target: ModelDraft): boolean {
  return model === target && flag(spec.options, "symmetrical", true);
}

function declared(
  spec: ManyToManySpec,
  model: ModelDraft,
  target: ModelDraft,
  through: ModelDraft,
  { report }: Draft,
): FieldDraft["through"] {
  const named = texts(spec.options, "throughFields");
  const span = spec.options.get("through")?.value.span ?? spec.span;
  const keysTo = (to: ModelDraft) =>
    through.fields.filter((field) => field.spec.kind === "foreignKey" && field.target === to);
  if (named.length === 2) {
    const ends = named.map(({ text: name, value }, index) => {
      const wanted = index === 0 ? model : target;
      const found = keysTo(wanted).some(({ spec }) => spec.name === name);
      if (!found) {
        const message = `"${name}" is not a foreign key of "${through.name}" to "${wanted.name}"`;
        report(
          "ORM2025",
          value.span,
          message,
          didYouMean(
            name,
            keysTo(wanted).map(({ spec }) => spec.name),
          ),
        );
      }
      return found ? name : null;
    });
    const [source, other] = ends;
    return source && other ? { model: through, source, target: other } : null;
  }
  const sources = keysTo(model);
  const targets = keysTo(target);
  for (const [to, keys, expected] of [
    [model, sources, model === target ? 2 : 1],
    [target, targets, model === target ? 2 : 1],
  ] as const) {
    if (keys.length === expected) continue;
    const names = keys.map(({ spec }) => `"${spec.name}"`).join(", ");
    const message =
      keys.length < expected
        ? `the through model "${through.name}" of ${spec.subject} has ${keys.length === 0 ? "no foreign key" : "one foreign key"} to "${to.name}"`
        : `the through model "${through.name}" of ${spec.subject} has ${keys.length} foreign keys to "${to.name}": ${names}`;
    const hint =
      keys.length < expected
        ? `give ${through.name} a fields.foreignKey(() => ${to.name}, …)`
        : "say which with throughFields: [to this model, to the target]";
    report("ORM2025", span, message, hint);
    return null;
  }
  const source = sources[0]?.spec.name;
  const other = (model === target ? targets[1] : targets[0])?.spec.name;
  return source !== undefined && other !== undefined ? { model: through, source, target: other } : null;
}

function made(
  spec: ManyToManySpec,
  model: ModelDraft,
  target: ModelDraft,
  { models, report }: Draft,
): FieldDraft["through"] {
  const name = `${model.name}_${spec.name}`;
  const taken = models.get(name);
  if (taken && !taken.auto) {
    const message = `the model name "${name}" is that of the model between the two ends of ${spec.subject}`;
    report("ORM2002", taken.span, message, "rename it, or declare it as through");
    return null;
  }
  const self = model === target;
  const source = lowerCamel(self ? `from${model.name}` : model.name);
  const other = lowerCamel(self ? `to${target.name}` : target.name);
  const through: ModelDraft = {
    name,
    span: spec.span,
    chain: [],
    auto: true,
    managed: model.managed,
    comment: null,
    table: shortened(`${model.table}_${snakeCase(spec.name)}`),
    fields: [
      newField(idSpec(name, spec.span)),
      { ...newField(keySpec(source, spec.span, name)), target: model },
      { ...newField(keySpec(other, spec.span, name)), target },
    ],
    primaryKey: ["id"],
    primaryKeyName: null,
    schema: model.schema,
    reverse: [],
    ordering: [],
    indexes: [],
    constraints: [],
  };
  models.set(name, through);
  return { model: through, source, target: other };
}

const HIDDEN = "+";

function keySpec(name: string, span: Span, model: string): ForeignKeySpec {
  return {
    kind: "foreignKey",
    name,
    span,
    comment: null,
    subject: `${model}.${name}`,
    options: NO_OPTIONS,
    null: false,
    unique: false,
    index: true,
    primaryKey: false,
    editable: true,
    hidden: false,
    default: null,
    dbDefault: null,
    validators: [],
    oneToOne: false,
    target: null,
    onDelete: "cascade",
    constraint: true,
    database: null,
    relatedName: { key: "relatedName", value: { kind: "scalar", value: HIDDEN, span }, span },
  };
}
