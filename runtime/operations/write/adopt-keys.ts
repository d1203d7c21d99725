import { InvalidQuery, InvalidValue, withArticle } from "../../errors/index.js";
import { stateOf } from "../../instance/instance.js";
import { isInstance, keyOf, metaOf, type Instance } from "../../meta/instance-identity.js";
import { readKey, sameKey, writeKey } from "../../meta/key.js";
import { withoutKey } from "../../meta/related-key.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import { sameConnection } from "../../query/connections.js";

/**
 * An instance assigned before it was saved has its key now: takes it over.
 *
 * @throws InvalidValue where it still has none, as Django refuses to save with an unsaved related object, and InvalidQuery
 * where it is a row of another connection.
 */
export function adoptRelatedKeys(instance: Instance): void {
  const { assigned, using } = stateOf(instance);
  for (const [name, { instance: related, pending }] of assigned ?? []) {
    const relation = metaOf(instance).relation(name);
    if (!relation?.column) continue;
    const own = readKey(instance, relation.column);
    if (own != null) {
      if (sameKey(relation.far, readKey(related, relation.far), own))
        refuseElsewhere(relation, related, using);
      continue;
    }
    if (!pending) continue;
    const key = readKey(related, relation.far);
    if (key == null) {
      throw new InvalidValue(
        keyOf(related) === undefined
          ? `${relationLabel(relation)} holds ${withArticle(relation.target.name)} that is not saved: save it first`
          : `${relationLabel(relation)}: ${withoutKey(relation)}`,
      );
    }
    refuseElsewhere(relation, related, using);
    writeKey(instance, relation.column, key);
    assigned?.set(name, { instance: related, pending: false });
  }
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
