import { InvalidValue, UndefinedValue, withArticle } from "../errors/index.js";
import { isInstance, keyOf, metaOf } from "../meta/instance-identity.js";
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
  const key = keyOf(value);
  // As in Django, an unsaved instance may be assigned; what needs its key asks again when it saves.
  if (key === undefined && !assigning) {
    throw new InvalidValue(
      `${relationLabel(relation)}: the ${expected.name} is not saved and has no key yet`,
    );
  }
  return key ?? null;
}
