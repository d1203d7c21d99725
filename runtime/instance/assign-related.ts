import { InvalidValue, withArticle } from "../errors/index.js";
import { isInstance, metaOf, type Instance } from "../meta/instance-identity.js";
import { relationLabel, type RelationMeta } from "../meta/relation.js";
import { setRelated, stateOf } from "./instance.js";

/**
 * `book.author = andrew`, by an instance or a key; `author.profile = profile` is `profile.author = author`, which is then
 * to be saved, as in Django.
 */
export function assignRelated(instance: Instance, name: string, value: unknown): void {
  const relation = metaOf(instance).relationByName(name);
  if (relation.column) setRelated(instance, relation, value);
  else assignOther(instance, relation, value);
}

/** The other row of a one-to-one has the foreign key. */
function assignOther(instance: Instance, relation: RelationMeta, value: unknown): void {
  const { queryName, target, inverse } = relation;
  if (!inverse) throw new TypeError(`${relationLabel(relation)} has no way back`);
  const state = stateOf(instance);
  if (value === null) {
    const other = state.relations?.get(queryName);
    if (other) setRelated(other, inverse, null);
  } else if (isInstance(value) && metaOf(value) === target) {
    setRelated(value, inverse, instance);
  } else {
    const got = isInstance(value) ? withArticle(metaOf(value).name) : "something else";
    throw new InvalidValue(
      `${relationLabel(relation)} takes ${withArticle(target.name)} or null, got ${got}: it has the foreign key`,
    );
  }
  (state.relations ??= new Map()).set(queryName, value);
}

/** What a relation to many rows is not: assigned. Django's text, and its way out. */
export function refuseRows(instance: Instance, name: string): InvalidValue {
  const relation = metaOf(instance).relationByName(name);
  return new InvalidValue(
    `${relationLabel(relation)} leads to many rows, and is not assigned: use its set() or add()`,
  );
}
