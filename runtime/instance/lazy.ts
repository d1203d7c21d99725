import { RelationNotLoaded } from "../errors/index.js";
import { stateOf } from "./instance.js";
import { readKey, sameKey } from "../meta/key.js";
import { fetchName, spelt } from "./spelling.js";
import { isInstance, metaOf, read, type Instance } from "../meta/instance-identity.js";
import type { RelationMeta } from "../meta/relation.js";

/** How an instance loads what it lacks; handed in, since an instance knows no operation and no style. */
export interface LazyLoader {
  /** `await book.fetchAuthor()` */
  fetch(instance: Instance, name: string): Promise<Instance | null>;
  /** `book.fetchAuthorSync()`, and `book.author` of an instance from a sync call. */
  fetchSync(instance: Instance, name: string): Instance | null;
  /** A deferred column of an instance from a sync call. */
  refreshSync(instance: Instance, attribute: string): void;
}

let loader: LazyLoader | null = null;

export function loadLazilyBy(given: LazyLoader): void {
  loader = given;
}

export function lazyLoader(): LazyLoader {
  if (!loader) throw new TypeError("no lazy loader was handed in: import ormgen/runtime as a whole");
  return loader;
}

/**
 * The instance at the other end of a relation to one row: `book.author`.
 *
 * @throws RelationNotLoaded where it was not loaded and the instance did not come from a sync call.
 */
export function related(instance: Instance, name: string): Instance | null {
  const relation = metaOf(instance).relationByName(name);
  const loaded = loadedRelation(instance, relation);
  if (loaded !== undefined) return loaded;
  if (stateOf(instance).lazy) return lazyLoader().fetchSync(instance, name);
  throw notLoaded(relation);
}

/** The loaded instance, null where the foreign key is null, undefined where it is not loaded or no longer the same. */
export function loadedRelation(instance: Instance, relation: RelationMeta): Instance | null | undefined {
  const { relations, assigned, absent } = stateOf(instance);
  const { queryName, column } = relation;
  const loaded = relations?.get(queryName);
  if (!column) return loaded && !refersBack(relation, loaded, instance) ? undefined : loaded;
  const key = readKey(instance, column);
  if (loaded) {
    if (key === undefined || refersTo(relation, loaded, key)) return loaded;
    if (key === null && assigned?.get(queryName)?.pending) return loaded;
  }
  if (key === null) return null;
  return absent?.has(queryName) && sameKey(column, absent.get(queryName), key) ? null : undefined;
}

/** Whether the row is the one that the key means; of one whose column was left out nobody can say otherwise. */
function refersTo({ far }: RelationMeta, row: Instance, key: unknown): boolean {
  const own = readKey(row, far);
  return own === undefined ? !stateOf(row).adding : sameKey(far, own, key);
}

/** The other way: a row of a one-to-one that refers to another by now is no longer this one's. */
function refersBack({ near, inverse }: RelationMeta, row: Instance, instance: Instance): boolean {
  if (!inverse?.column) return true;
  const key = readKey(row, inverse.column);
  const own = readKey(instance, near);
  if (key === undefined || own == null) return true;
  if (key !== null) return sameKey(near, key, own);
  return stateOf(row).assigned?.get(inverse.queryName)?.instance === instance;
}

export function notLoaded(relation: RelationMeta): RelationNotLoaded {
  const name = relation.name ?? relation.queryName;
  const variable = relation.model.name.charAt(0).toLowerCase() + relation.model.name.slice(1);
  const fetcher = spelt(fetchName(name), relation.model.spec.client.pairs.async);
  return new RelationNotLoaded(
    `${relation.model.name}.${name} is not loaded: add .selectRelated('${relation.queryName}') or await ${variable}.${fetcher}()`,
  );
}

/** A deferred column of an instance from a sync call: fetched when it is first read, as in Django. */
export function loadDeferred(instance: Instance, attribute: string): unknown {
  lazyLoader().refreshSync(instance, attribute);
  return isInstance(instance) ? read(instance, attribute) : undefined;
}
