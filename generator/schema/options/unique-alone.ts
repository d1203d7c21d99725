import { modelOptions, type FieldDraft, type ModelDraft } from "../draft.js";
import type { Call, Value } from "../facts.js";

/** Whether a field's value leads to one row: what a foreign key may point at, as PostgreSQL says. */
export function isUniqueAlone(model: ModelDraft, { spec }: FieldDraft): boolean {
  if (spec.kind === "manyToMany") return false;
  if (spec.unique || (spec.kind === "foreignKey" && spec.oneToOne)) return true;
  return isUniqueTogether(model, [spec.name]);
}

/** The same of several fields, in any order. */
export function isUniqueTogether(model: ModelDraft, names: readonly string[]): boolean {
  if (isSame(model.primaryKey, names)) return true;
  const calls = [...modelOptions(model, "constraints"), ...modelOptions(model, "indexes")];
  return calls.some((value) => value.kind === "call" && isUnique(value) && isSame(fieldsOf(value), names));
}

function isUnique(call: Call): boolean {
  const holds = (name: string) => {
    const value = optionsOf(call).find(({ key }) => key === name)?.value;
    return value !== undefined && !(value.kind === "scalar" && value.value === false);
  };
  return (call.of === "unique" || holds("unique")) && !holds("where") && !holds("deferrable");
}

function optionsOf(call: Call) {
  const last = call.arguments.at(-1);
  return last?.kind === "dictionary" ? last.entries : [];
}

function fieldsOf(call: Call): string[] {
  return call.arguments.flatMap((value) => nameOf(value) ?? []);
}

function nameOf(value: Value): string | null {
  return value.kind === "scalar" && typeof value.value === "string" ? value.value.replace(/^-/, "") : null;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
