import { lowerCamel, upperFirst } from "../schema/naming/names.js";
import { isReservedOnInstance, namesOfRelation } from "../schema/passes/check-member-names.js";
import type { InspectedField, InspectedModel } from "./model-of.js";
import { freeName } from "./names.js";

/** The models, in which every relation has a name of its own at its other end: two would mean one there. */
export function withReverseNames(models: readonly InspectedModel[]): InspectedModel[] {
  const taken = new Map(models.map((model) => [model.name, new Set(model.fields.flatMap(namesOf))]));
  return models.map((model) => ({
    ...model,
    fields: model.fields.map((field) => named(field, model.name, taken)),
  }));
}

function named(
  field: InspectedField,
  model: string,
  taken: ReadonlyMap<string, Set<string>>,
): InspectedField {
  const { relation } = field;
  if (relation === undefined) return field;
  const own = taken.get(relation.target) ?? new Set<string>();
  const stem = lowerCamel(model);
  const implied = relation.toOne ? [stem] : [stem, `${stem}Set`];
  const names = relation.relatedName === null ? implied : [relation.relatedName];
  const isFree = names.every((name) => !own.has(name) && !isReservedOnInstance(name));
  const relatedName = freeName(`${stem}${relation.toOne ? "" : "s"}By${upperFirst(field.name)}`, own);
  for (const name of isFree ? names : [relatedName]) own.add(name);
  return isFree ? field : { ...field, code: relation.print(relatedName) };
}

function namesOf({ name, relation }: InspectedField): string[] {
  return relation === undefined ? [name] : [name, `${name}Id`, ...namesOfRelation(name)];
}
