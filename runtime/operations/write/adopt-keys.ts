import { InvalidQuery, InvalidValue } from "../../errors/index.js";
import { stateOf } from "../../instance/instance.js";
import { isInstance, keyOf, metaOf, type Instance } from "../../meta/instance-identity.js";
import { readKey, sameKey, writeKey } from "../../meta/key.js";
import { withoutKey } from "../../meta/related-key.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import { sameConnection } from "../../query/connections.js";

/**
 * An instance assigned before it was saved has its key now: takes it over.
 *
 * @param unsaved is told where it still has none; by itself it throws InvalidValue, as Django refuses to save with an unsaved
 * related object.
 * @throws InvalidQuery where it is a row of another connection.
 */
export function adoptRelatedKeys(instance: Instance, unsaved = refuseUnsaved): void {
  const { assigned, using } = stateOf(instance);
  for (const [name, { instance: related, pending }] of assigned ?? []) {
    const relation = metaOf(instance).relation(name);
    if (!relation?.column) continue;
    const own = readKey(instance, relation.column);
    const key = readKey(related, relation.far);
    if (own != null) {
      if (!sameKey(relation.far, key, own)) continue;
      // What it is known by here is there already, but not yet the row.
      if (isWithoutKey(related)) unsaved(relation, notSaved(relation));
      else refuseElsewhere(relation, related, using);
      continue;
    }
    if (!pending) continue;
    if (key == null) {
      unsaved(relation, isWithoutKey(related) ? notSaved(relation) : withoutKey(relation));
      continue;
    }
    refuseElsewhere(relation, related, using);
    writeKey(instance, relation.column, key);
    assigned?.set(name, { instance: related, pending: false });
  }
}

function isWithoutKey(instance: Instance): boolean {
  return metaOf(instance).primaryKey.length > 0 && stateOf(instance).adding && keyOf(instance) === undefined;
}

function notSaved({ target }: RelationMeta): string {
  return `the ${target.name} is not saved: save it first`;
}

function refuseUnsaved(relation: RelationMeta, text: string): void {
  throw new InvalidValue(`${relationLabel(relation)}: ${text}`);
}

/**
 * The key of a row of one connection means another row, or none, on the other.
 *
 * @throws InvalidQuery that names both.
 */
export function refuseElsewhere(relation: RelationMeta, value: unknown, using: string | undefined): void {
  if (!isInstance(value) || stateOf(value).adding) return;
  const own = stateOf(value).using;
  if (sameConnection(own, using)) return;
  throw new InvalidQuery(
    `${relationLabel(relation)}: the ${relation.target.name} is a row of the connection "${own ?? "default"}", what refers to it is written to "${using ?? "default"}"`,
  );
}
