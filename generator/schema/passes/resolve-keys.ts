import { fieldNamed, type Draft, type FieldDraft, type ModelDraft } from "../draft.js";
import type { Entry } from "../facts.js";
import { shortened, snakeCase } from "../naming/names.js";
import { didYouMean } from "../naming/nearest.js";
import { text } from "../options/options.js";
import type { ColumnType } from "../schema.js";
import { isUniqueAlone } from "../options/unique-alone.js";

/** A foreign key's column has the type of the key that it points at, which may be a foreign key in turn. */
export function resolveKeys(draft: Draft): void {
  for (const model of draft.models.values()) {
    for (const field of model.fields) resolveKey(field, model, draft, []);
  }
}

function resolveKey(
  field: FieldDraft,
  model: ModelDraft,
  draft: Draft,
  underWay: readonly FieldDraft[],
): ColumnType | null {
  const { spec, target } = field;
  if (field.type) return field.type;
  if (spec.kind === "column") return (field.type = withEnumName(spec.type, model, spec.name));
  if (!target) return null;
  if (spec.kind === "foreignKey" && spec.options.has("columns")) return null;
  // The foreign keys of a declared model in between say how they refer.
  if (spec.kind === "manyToMany" && spec.options.has("through")) return null;
  const named = spec.kind === "foreignKey" ? spec.options.get("to") : undefined;
  if (named) return resolveTo(text(spec.options, "to") ?? "", named, field, target, draft, underWay);
  if (target.primaryKey.length !== 1 || (spec.kind === "manyToMany" && model.primaryKey.length !== 1)) {
    const ends = spec.kind === "manyToMany" ? [target, model] : [target];
    const composite = ends.find(({ primaryKey }) => primaryKey.length !== 1);
    // A model made for a many-to-many has nothing to add to what its many-to-many says.
    if (composite && !model.auto) {
      const has = composite.primaryKey.length === 0 ? "no primary key" : "a composite primary key";
      const message = `${spec.subject} needs a key of one column, and "${composite.name}" has ${has}`;
      const hint =
        composite.primaryKey.length === 0
          ? `give "${composite.name}" an id, and make the others unique(…)`
          : spec.kind === "manyToMany"
            ? "declare the model in between, with a field for each column of the key, and name it as through"
            : `name a field for each of its columns: columns: [${composite.primaryKey.map((name) => `["…", "${name}"]`).join(", ")}]`;
      draft.report("ORM2024", spec.span, message, hint);
    }
    return null;
  }
  if (spec.kind === "manyToMany") return null;
  const key = fieldNamed(target, target.primaryKey[0] ?? "");
  return key ? refer(field, key, target, draft, underWay) : null;
}

/** Another field than the primary key: one that is unique, so that it leads to one row. */
function resolveTo(
  name: string,
  { value }: Entry,
  field: FieldDraft,
  target: ModelDraft,
  draft: Draft,
  underWay: readonly FieldDraft[],
): ColumnType | null {
  const { subject } = field.spec;
  const key = fieldNamed(target, name);
  if (!key || key.spec.kind === "manyToMany") {
    const columns = target.fields.filter(({ spec }) => spec.kind !== "manyToMany");
    const hint = didYouMean(
      name,
      columns.map(({ spec }) => spec.name),
    );
    const message = `${subject} points at the unknown field "${name}" of "${target.name}"`;
    draft.report("ORM2017", value.span, message, hint);
    return null;
  }
  if (!isUniqueAlone(target, key)) {
    const message = `${subject} points at "${name}" of "${target.name}", which is not unique`;
    draft.report("ORM2041", value.span, message, `say unique: true of ${key.spec.subject}`);
    return null;
  }
  return refer(field, key, target, draft, underWay);
}

function refer(
  field: FieldDraft,
  key: FieldDraft,
  target: ModelDraft,
  draft: Draft,
  underWay: readonly FieldDraft[],
): ColumnType | null {
  const { spec } = field;
  if (underWay.includes(field)) {
    const message = `the key ${spec.subject} points back at itself through "${target.name}"`;
    draft.report("ORM2020", spec.span, message, "one of the models needs a key of its own");
    return null;
  }
  const type = resolveKey(key, target, draft, [...underWay, field]);
  field.toField = key.spec.name;
  field.type = type?.kind === "integer" ? withoutSequence(type) : type;
  return field.type;
}

/** An enum type without a name of its own has that of the model and field. */
function withEnumName(type: ColumnType, model: ModelDraft, field: string): ColumnType {
  if (type.kind === "array") return { ...type, of: withEnumName(type.of, model, field) };
  return type.kind === "enum" && type.name === "" ? { ...type, name: enumName(model.name, field) } : type;
}

function enumName(model: string, field: string): string {
  return shortened(`${snakeCase(model)}_${snakeCase(field)}`);
}

/** What refers to a key counts nothing itself. */
function withoutSequence({ kind, size, as }: Extract<ColumnType, { kind: "integer" }>): ColumnType {
  return { kind, size, as, identity: false };
}
