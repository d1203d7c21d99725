import { RelationNotLoaded } from "../errors/index.js";
import type { QueryState } from "../query/state.js";
import { stateOf } from "./instance.js";
import { metaOf, type Instance } from "../meta/instance-identity.js";
import type { Origin, RelatedSet } from "./related-set.js";
import { relatedState } from "./related-state.js";

type Manager<T> = new (state: QueryState, origin: Origin) => T;

/** The manager behind `author.books`. */
export function relatedManager<T>(instance: Instance, name: string, manager: Manager<T>): T {
  const relation = metaOf(instance).relationByName(name);
  return new manager(relatedState(instance, relation), { instance, relation });
}

/**
 * The rows that a prefetch has loaded: `author.books.loaded`.
 *
 * @throws RelationNotLoaded where nothing was prefetched.
 */
export function loadedRows(manager: RelatedSet): readonly Instance[] {
  const { instance, relation } = manager.origin;
  const rows = stateOf(instance).lists?.get(relation.queryName);
  if (rows) return rows;
  const label = `${relation.model.name}.${relation.name ?? relation.queryName}`;
  throw new RelationNotLoaded(`${label} is not loaded: add .prefetchRelated('${relation.queryName}')`);
}
