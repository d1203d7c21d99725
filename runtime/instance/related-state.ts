import { InvalidValue } from "../errors/index.js";
import { condition } from "../query/expression/conditions.js";
import { pathNode } from "../query/expression/node.js";
import { defaultState } from "../query/default-state.js";
import { initialState, type FilterStep, type QueryState } from "../query/state.js";
import { stateOf } from "./instance.js";
import { keyOf, type Instance } from "../meta/instance-identity.js";
import { readKey } from "../meta/key.js";
import { withoutKey } from "../meta/related-key.js";
import { relationLabel, type RelationMeta } from "../meta/relation.js";

/** The rows at the other end of a relation to many (or of a reverse one-to-one): what `author.books` holds. */
export function relatedState(
  instance: Instance,
  relation: RelationMeta,
  shown: QueryState | null = null,
): QueryState {
  const back = relation.inverse;
  if (!back) throw new TypeError(`${relationLabel(relation)} has no way back`);
  const key = readKey(instance, relation.near);
  if (key === undefined || (relation.model.primaryKey.length > 0 && keyOf(instance) === undefined))
    throw new InvalidValue(`${relationLabel(relation)}: ${withoutKey(back)}`);
  // The row itself is at hand: what its manager hides decides nothing here.
  const path = pathNode([back.queryName], relation.near.codec, relation.target, true);
  // As in Django, what a row refers to is there whatever a manager narrows.
  const start = shown ?? (relation.many ? defaultState(relation.target) : initialState(relation.target));
  const known = back.many ? null : { name: back.queryName, instance };
  const own: FilterStep = {
    ...{ kind: "filter", condition: condition(path, "exact", key), negated: false },
    ...(relation.through && { sticky: true }),
  };
  // As in Django: nothing can refer to what is null.
  if (key === null) return { ...start, using: stateOf(instance).using, empty: true };
  return {
    ...start,
    using: stateOf(instance).using,
    steps: [...start.steps, own],
    known,
    cached: { instance, name: relation.queryName },
  };
}
