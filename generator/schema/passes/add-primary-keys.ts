import {
  fieldNamed,
  hasColumn,
  modelOption,
  newField,
  type ColumnSpec,
  type Draft,
  type ModelDraft,
} from "../draft.js";
import type { Span } from "../facts.js";
import { didYouMean } from "../nearest.js";
import { NO_OPTIONS, texts } from "../options.js";

/** Every model has a key: the field that says so, `options.primaryKey`, or an `id` that is added. */
export function addPrimaryKeys(draft: Draft): void {
  for (const model of draft.models.values()) addPrimaryKey(model, draft);
}

function addPrimaryKey(model: ModelDraft, draft: Draft): void {
  const { report } = draft;
  const declared = model.fields.filter(({ spec }) => spec.kind !== "manyToMany" && spec.primaryKey);
  const composite = modelOption(model, "primaryKey");
  for (const { spec } of declared) {
    if (spec.kind === "manyToMany" || !spec.null) continue;
    report("ORM2022", spec.span, `the primary key ${spec.subject} can be null`, "take null away");
  }
  if (composite) {
    const span = composite.entry.value.span;
    for (const { spec } of declared) {
      const message = `${spec.subject} is a primary key, and so are the fields of options.primaryKey`;
      report("ORM2023", spec.span, message, "keep one of them");
    }
    model.primaryKey = compositeKey(model, composite.owner.options, span, draft);
    return;
  }
  const [first, second] = declared;
  if (first && second) {
    const message = `the model "${model.name}" has two primary keys, "${first.spec.name}" and "${second.spec.name}"`;
    report("ORM2021", second.spec.span, message, "for a composite key write options.primaryKey");
  }
  if (first) {
    model.primaryKey = [first.spec.name];
    return;
  }
  const id = fieldNamed(model, "id");
  if (id) {
    const message = `${id.spec.subject} takes the name of the primary key that is added`;
    report("ORM2009", id.spec.span, message, "say primaryKey: true, or make another field the key");
    model.primaryKey = ["id"];
    return;
  }
  model.fields.unshift(newField(idSpec(model.name, model.span)));
  model.primaryKey = ["id"];
}

function compositeKey(
  model: ModelDraft,
  options: Parameters<typeof texts>[0],
  span: Span,
  { report }: Draft,
): readonly string[] {
  const names: string[] = [];
  const written = texts(options, "primaryKey");
  if (written.length === 0) {
    report("ORM2023", span, `the primary key of model "${model.name}" has no fields`, "name at least one");
  }
  for (const { text: name, value } of written) {
    const field = fieldNamed(model, name);
    if (names.includes(name)) {
      report("ORM2023", value.span, `"${name}" is twice in the primary key of model "${model.name}"`);
    } else if (!field) {
      const columns = model.fields
        .filter(({ spec }) => spec.kind !== "manyToMany")
        .map(({ spec }) => spec.name);
      const message = `the primary key of model "${model.name}" names the unknown field "${name}"`;
      report("ORM2017", value.span, message, didYouMean(name, columns));
    } else if (field.spec.kind === "manyToMany") {
      report("ORM2023", value.span, `"${name}" is a many-to-many, which no primary key can hold`);
    } else if (!hasColumn(field)) {
      report("ORM2023", value.span, `"${name}" is a relation over other fields`, "name these");
    } else if (field.spec.null) {
      report("ORM2022", value.span, `"${name}" is in a primary key and can be null`, "take null away");
    }
    names.push(name);
  }
  return names;
}

/** The key that a model gets when it declares none. */
export function idSpec(model: string, span: Span): ColumnSpec {
  return {
    kind: "column",
    name: "id",
    span,
    comment: null,
    subject: `${model}.id`,
    options: NO_OPTIONS,
    type: { kind: "integer", size: 8, as: "number", identity: true },
    choices: null,
    null: false,
    unique: false,
    index: false,
    primaryKey: true,
    editable: false,
    hidden: false,
    default: null,
    dbDefault: null,
    validators: [],
    autoNow: false,
    autoNowAdd: false,
    generated: null,
  };
}
