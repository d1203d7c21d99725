import { InvalidValue, withArticle } from "../errors/index.js";
import { isInstance, keyOf, metaOf, type Instance } from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import { keyOfRelated } from "../meta/related-key.js";
import type { Node } from "./expression/node.js";
import { modelOf } from "./expression/facts.js";
import { relationLabel, type RelationMeta } from "../meta/relation.js";
import { resolvePath } from "./path.js";
import { QuerySet } from "./queryset.js";
import { reshaped } from "./state.js";
import { isSubselect } from "./subselect.js";

/**
 * A value beside a key or a relation, where instances stand for their keys: of `{ pk: andrew }`, `{ pk__in: [andrew, 2] }`,
 * `Book.f.author.eq(andrew)`. What holds no instance, or stands beside something else, is given back as it is.
 *
 * @throws InvalidValue for an instance of another model, or one that is not saved and so has no key.
 */
export function keysForInstances(left: Node, value: unknown): unknown {
  if (left.kind !== "path" || !(isSubselect(value) || holdsInstance(value))) return value;
  const model = modelOf(left.facts);
  const [first = ""] = left.names;
  if (!model || !(model.relation(first) ?? model.keyNamed(first))) return value;
  const { relation, column, rest } = resolvePath(model, left.names);
  if (rest.length > 0) return value;
  const reached = relation ?? column.model.relation(column.name);
  if (isSubselect(value)) return reached ? keysOfRows(value, reached) : value;
  const isKey = column.model.primaryKey.length > 0 && column === column.model.pk;
  if (!reached && !isKey) return value;
  const plain = (item: unknown) => {
    if (!isInstance(item)) return item;
    return isKey && metaOf(item) === column.model
      ? ownKey(column.model, item)
      : reached
        ? keyOfRelated(reached, item)
        : ownKey(column.model, item);
  };
  if (value instanceof Set) return new Set([...(value as Set<unknown>)].map(plain));
  return Array.isArray(value) ? value.map(plain) : plain(value);
}

/**
 * A queryset beside a relation: its instances stand for what the relation knows them by.
 *
 * @throws InvalidValue for instances of another model: their keys would be taken for those of the target.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#in
 */
export function keysOfRows(rows: QuerySet, relation: RelationMeta): QuerySet {
  const { far, target } = relation;
  const { shape, model } = rows.state;
  if (shape.kind !== "instances") return rows;
  if (model !== target) {
    throw new InvalidValue(
      `${relationLabel(relation)} takes a queryset of ${target.name}, not of ${model.name}: name what it is compared with, .values("…")`,
    );
  }
  if (model.primaryKey.length > 0 && far === model.pk) return rows;
  const names = far.columns.map(({ name }) => name);
  return new QuerySet(reshaped(rows.state, { shape: { kind: "tuples", names, flat: false } }));
}

function holdsInstance(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Set) return [...(value as Set<unknown>)].some(isInstance);
  return Array.isArray(value) ? value.some(isInstance) : isInstance(value);
}

function ownKey(model: ModelMeta, instance: Instance): unknown {
  const { name } = metaOf(instance);
  if (metaOf(instance) !== model)
    throw new InvalidValue(
      `${model.name}.pk takes ${withArticle(model.name)} or its key, got ${withArticle(name)}`,
    );
  const key = keyOf(instance);
  if (key === undefined)
    throw new InvalidValue(`${model.name}.pk: the ${name} is not saved and has no key yet`);
  return key;
}
