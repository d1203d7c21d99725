import { InvalidValue, UndefinedValue, withArticle } from "../errors/index.js";
import { isInstance, metaOf } from "./instance-identity.js";
import { readKey } from "./key.js";
import { relationLabel, type RelationMeta } from "./relation.js";

/**
 * The key that a relation's value stands for: `andrew` and `1` are both 1. What is no instance is given back as it is.
 *
 * @throws InvalidValue for an instance of another model, or one that is not saved and so has no key.
 */
export function keyOfRelated(relation: RelationMeta, value: unknown, assigning = false): unknown {
  if (value === undefined) {
    throw new UndefinedValue(`${relationLabel(relation)} is undefined: pass an instance, its key or null`);
  }
  if (!isInstance(value)) return value;
  const expected = relation.target;
  const meta = metaOf(value);
  if (meta !== expected) {
    throw new InvalidValue(
      `${relationLabel(relation)} takes ${withArticle(expected.name)} or its key, got ${withArticle(meta.name)}`,
    );
  }
  const key = readKey(value, relation.far) ?? undefined;
  // As in Django, an unsaved instance may be assigned; what needs its key asks again when it saves.
  if (key === undefined && !assigning) {
    throw new InvalidValue(`${relationLabel(relation)}: ${withoutKey(relation)}`);
  }
  return key ?? null;
}

/** Why an instance at the other end cannot be referred to. */
export function withoutKey({ far, target }: RelationMeta): string {
  if (target.primaryKey.length > 0 && far === target.pk)
    return `the ${target.name} is not saved and has no key yet`;
  return `the ${target.name} has no ${far.columns.map(({ name }) => name).join(", ")} to refer to`;
}
