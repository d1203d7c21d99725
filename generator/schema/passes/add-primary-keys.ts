import {
  fieldNamed,
  hasColumn,
  modelOption,
  newField,
  type ColumnSpec,
  type Draft,
  type FieldSpec,
  type ModelDraft,
} from "../draft.js";
import type { Span, Value } from "../facts.js";
import { didYouMean } from "../naming/nearest.js";
import { itemsOf } from "../options/option-values.js";
import { NO_OPTIONS } from "../options/options.js";

/** A model's key is the field that says so, `options.primaryKey` (which may say that there is none), or an `id` that is added. */
export function addPrimaryKeys(draft: Draft): void {
  for (const model of draft.models.values()) addPrimaryKey(model, draft);
}

function addPrimaryKey(model: ModelDraft, draft: Draft): void {
  const { report } = draft;
  const declared = model.fields.filter(({ spec }) => spec.kind !== "manyToMany" && spec.primaryKey);
  const option = modelOption(model, "primaryKey");
  const written = option && keyFields(option.entry.value);
  model.primaryKeyName = option ? keyName(option.entry.value) : null;
  for (const { spec } of declared) {
    if (spec.kind === "manyToMany" || !spec.null) continue;
    report("ORM2022", spec.span, `the primary key ${spec.subject} can be null`, "take null away");
  }
  if (option && written) {
    const [only, ...more] = written.map(({ text }) => text);
    for (const { spec } of declared) {
      // A number that counts by itself may be a part of a key: tables in partitions have such keys.
      if (isCounted(spec) && written.some(({ text }) => text === spec.name)) continue;
      // The one that the field says, said again beside the constraint's name.
      if (spec.name === only && more.length === 0 && model.primaryKeyName !== null) continue;
      const message = `${spec.subject} is a primary key, and so are the fields of options.primaryKey`;
      report("ORM2023", spec.span, message, "keep one of them");
    }
    model.primaryKey = compositeKey(model, written, draft);
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

function isCounted(spec: FieldSpec): boolean {
  return spec.kind === "column" && spec.type.kind === "integer" && spec.type.identity;
}

interface Written {
  readonly text: string;
  readonly value: Value;
}

/** The fields that an option names; null where it names the constraint alone. */
function keyFields(value: Value): readonly Written[] | null {
  if (value.kind === "dictionary") {
    const fields = value.entries.find(({ key }) => key === "fields");
    return fields ? keyFields(fields.value) : null;
  }
  return itemsOf(value).flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? [{ text: item.value, value: item }] : [],
  );
}

function keyName(value: Value): string | null {
  const name =
    value.kind === "dictionary" ? value.entries.find(({ key }) => key === "name")?.value : undefined;
  return name?.kind === "scalar" && typeof name.value === "string" ? name.value : null;
}

function compositeKey(model: ModelDraft, written: readonly Written[], { report }: Draft): readonly string[] {
  const names: string[] = [];
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
    virtual: false,
  };
}
