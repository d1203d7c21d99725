import { RelationNotLoaded } from "../errors/index.js";
import type { ModelMeta } from "../meta/meta.js";
import type { QueryState } from "../query/state.js";
import { stateOf } from "./instance.js";
import { metaOf, type Instance } from "../meta/instance-identity.js";
import type { Origin, RelatedSet } from "./related-set.js";
import { relatedState } from "./related-state.js";

type ManagerClass = new (state: QueryState, origin: Origin) => RelatedSet;

const managers = new WeakMap<ModelMeta, ManagerClass>();

/** The class of a model's related managers, with the methods that the model's querysets have of their own. */
function managerOf(model: ModelMeta): ManagerClass {
  const known = managers.get(model);
  if (known) return known;
  const manager = model.spec.relatedManager as ManagerClass | undefined;
  const queryset = model.spec.queryset as ManagerClass | undefined;
  if (!manager || !queryset) throw new TypeError(`${model.name} has no related manager of its own`);
  for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(queryset.prototype as object))) {
    if (name !== "constructor") Object.defineProperty(manager.prototype, name, own);
  }
  managers.set(model, manager);
  return manager;
}

/** The manager behind `author.books`. */
export function relatedManager(instance: Instance, name: string): RelatedSet {
  const relation = metaOf(instance).relationByName(name);
  const manager = managerOf(relation.target);
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
