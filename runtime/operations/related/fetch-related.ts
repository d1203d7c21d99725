import type { Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import { keyOf, metaOf, type Instance } from "../../meta/instance-identity.js";
import { readKey } from "../../meta/key.js";
import { loadedRelation } from "../../instance/lazy.js";
import { remember } from "../../instance/remember.js";
import { relatedState } from "../../instance/related-state.js";
import { filter } from "../../query/chain/filter.js";
import { QuerySet } from "../../query/queryset.js";
import { initialState } from "../../query/state.js";
import { fetchInstances } from "../read/fetch.js";
import { loadKey } from "../write/deferred.js";
import { doesNotExist } from "../read/get.js";
import { prefetchInto } from "../prefetch/prefetch.js";

/** Fetches the instance at the other end of a relation to one row, and keeps it: `await book.fetchAuthor()`. */
export function* fetchRelated(instance: Instance, name: string): Operation<Instance | null> {
  const relation = metaOf(instance).relationByName(name);
  const state = stateOf(instance);
  const loaded = loadedRelation(instance, relation);
  if (loaded !== undefined) return loaded;
  if (state.peers && state.peers.length > 1) {
    // One query for the same relation of all rows that were fetched together.
    yield* prefetchInto(state.peers, [{ path: name, state: null, as: null }], state.using);
    return state.relations?.get(relation.queryName) ?? null;
  }
  yield* loadKey([instance], relation.near, state.using);
  const keep = (found: Instance | null) => {
    (state.relations ??= new Map()).set(relation.queryName, found);
    const back = relation.inverse;
    if (found && back && !back.many) remember(found, back.queryName, instance);
    return found;
  };
  if (!relation.column) {
    if (keyOf(instance) === undefined) return keep(null);
    const [found] = yield* fetchInstances({ ...relatedState(instance, relation), high: 1 });
    return keep(found ?? null);
  }
  const key = readKey(instance, relation.column);
  if (key == null) return keep(null);
  const target = new QuerySet({ ...initialState(relation.target), using: state.using, ordering: [] });
  const { state: wanted } = filter(target, [{ [relation.far.name]: key }]);
  const [found] = yield* fetchInstances(wanted);
  if (!found) throw doesNotExist(relation.target);
  return keep(found);
}
