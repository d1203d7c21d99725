import type { Field, Json, OnDelete, Schema } from "../../schema/schema.js";

/** What models say of a field and tables do not hold: kept beside a data migration when it is written. */
export interface SaidOfField {
  readonly onDelete?: OnDelete;
  /** The name of the other end; null where it is hidden. */
  readonly relatedName?: string | null;
  readonly default?: Json;
}

export type Said = Readonly<Record<string, SaidOfField>>;

/** By `Note.author`; code that models carry is left out. */
export function saidBy({ models }: Schema): Said {
  const said: Record<string, SaidOfField> = {};
  for (const model of models.filter(({ auto }) => !auto)) {
    for (const field of model.fields) {
      const found = { ...literal(field), ...ends(field, model.name, models) };
      if (Object.keys(found).length > 0) said[`${model.name}.${field.name}`] = found;
    }
  }
  return said;
}

function literal(field: Field): SaidOfField {
  if (field.kind !== "column" && field.kind !== "foreignKey") return {};
  return field.default?.kind === "literal" ? { default: field.default.value } : {};
}

function ends(field: Field, model: string, models: Schema["models"]): SaidOfField {
  if (field.kind === "column" || field.kind === "reference") return {};
  const reverse = models
    .flatMap((each) => each.reverse)
    .find((each) => each.from === model && each.field === field.name);
  return {
    ...(field.kind === "foreignKey" && { onDelete: field.onDelete }),
    ...(reverse !== undefined && { relatedName: reverse.name }),
  };
}
