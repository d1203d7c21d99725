import { fieldNamed, type Draft, type FieldDraft, type ModelDraft } from "../draft.js";
import { shortened, snakeCase } from "../names.js";
import type { ColumnType } from "../schema.js";

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
  if (target.primaryKey.length !== 1 || (spec.kind === "manyToMany" && model.primaryKey.length !== 1)) {
    const ends = spec.kind === "manyToMany" ? [target, model] : [target];
    const composite = ends.find(({ primaryKey }) => primaryKey.length > 1);
    // A model made for a many-to-many has nothing to add to what its many-to-many says.
    if (composite && !model.auto) {
      const message = `${spec.subject} needs a key of one column, and "${composite.name}" has a composite primary key`;
      const hint = `give "${composite.name}" an id, and make the others unique(…)`;
      draft.report("ORM2024", spec.span, message, hint);
    }
    return null;
  }
  if (spec.kind === "manyToMany") return null;
  const key = fieldNamed(target, target.primaryKey[0] ?? "");
  if (!key) return null;
  if (underWay.includes(field)) {
    const message = `the primary key ${spec.subject} points back at itself through "${target.name}"`;
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
