import { InvalidValue } from "../../errors/index.js";
import { together, type Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import { loadedRelation } from "../../instance/lazy.js";
import { remember } from "../../instance/remember.js";
import { isInstance, metaOf, type Instance } from "../../meta/instance-identity.js";
import { plainKey, readKey, type Key } from "../../meta/key.js";
import type { RelationMeta } from "../../meta/relation.js";
import { checkPrefetches } from "../../query/chain/related.js";
import type { Prefetch } from "../../query/state.js";
import { lockedByPrefetches, refuseUnheld } from "../read/locks.js";
import { loadKey } from "../write/deferred.js";
import { prefetched, ownerKey, relatedRows, type Found } from "./prefetch-rows.js";

/** A relation to load, and what to load into its rows in turn. */
interface Branch {
  readonly name: string;
  readonly prefetch: Prefetch;
  readonly inner: Map<string, Branch>;
}

/** Rows that came with their owners, by the name under which they are loaded. */
export type Ahead = ReadonlyMap<string, Found>;

/**
 * Loads relations into instances that are there already: one query a relation, and one exchange for all that do not hang on
 * each other.
 */
export function* prefetchInto(
  instances: readonly Instance[],
  prefetches: readonly Prefetch[],
  using: string | undefined,
  ahead?: Ahead,
): Operation<void> {
  yield* loadAll(instances, branchesOf(prefetches), using, ahead);
}

function branchesOf(prefetches: readonly Prefetch[]): ReadonlyMap<string, Branch> {
  const whole = new Map<string, Branch>();
  for (const prefetch of prefetches) {
    const names = prefetch.path.split("__");
    let level = whole;
    for (const [depth, name] of names.entries()) {
      const own = depth === names.length - 1 ? prefetch : { path: name, state: null, as: null };
      const key = own.as ?? name;
      let branch = level.get(key);
      if (!branch) level.set(key, (branch = { name, prefetch: own, inner: new Map() }));
      level = branch.inner;
    }
  }
  return whole;
}

function* loadAll(
  level: readonly Instance[],
  branches: ReadonlyMap<string, Branch>,
  using: string | undefined,
  ahead?: Ahead,
): Operation<void> {
  if (level.length === 0 || branches.size === 0) return;
  const loads = [...branches].map(([key, branch]) => loadBranch(level, branch, using, ahead?.get(key)));
  const [only] = loads;
  if (loads.length === 1 && only) yield* only;
  else yield* together(loads);
}

function* loadBranch(
  level: readonly Instance[],
  { name, prefetch, inner }: Branch,
  using: string | undefined,
  ahead?: Found,
): Operation<void> {
  yield* loadAll(yield* load(level, name, prefetch, using, ahead), inner, using);
}

/** Instances that were fetched at different times, given a relation each: Django's `prefetch_related_objects`. */
export function* prefetchRelatedObjects(
  instances: readonly unknown[],
  prefetches: readonly Prefetch[],
): Operation<void> {
  const [first] = instances;
  if (first === undefined) return;
  if (!instances.every(isInstance))
    throw new InvalidValue("prefetchRelatedObjects() takes a list of instances");
  const model = metaOf(instances[0] as Instance);
  checkPrefetches(model, prefetches);
  if (instances.some((instance) => metaOf(instance) !== model)) {
    throw new InvalidValue("prefetchRelatedObjects() takes instances of one model");
  }
  const { using } = stateOf(first as Instance);
  const locked = lockedByPrefetches(prefetches);
  if (locked) yield* refuseUnheld(locked, using);
  yield* prefetchInto(instances, prefetches, using);
}

function* load(
  level: readonly Instance[],
  name: string,
  prefetch: Prefetch,
  using: string | undefined,
  ahead?: Found,
): Operation<readonly Instance[]> {
  const [first] = level;
  if (!first) return [];
  const relation = metaOf(first).relationByName(name);
  if (relation.many) return yield* loadMany(level, relation, prefetch, using, ahead);
  return yield* loadOne(level, relation, prefetch, using, ahead);
}

function* loadMany(
  level: readonly Instance[],
  relation: RelationMeta,
  prefetch: Prefetch,
  using: string | undefined,
  ahead?: Found,
): Operation<readonly Instance[]> {
  const { as } = prefetch;
  const found = ahead ?? (yield* related(level, relation, prefetch, using));
  if (relation.inverse && !relation.inverse.many) rememberOwners(level, relation, relation.inverse, found);
  const all: Instance[] = [];
  for (const instance of level) {
    const rows = found.get(ownerKey(relation, instance)) ?? [];
    if (as === null) (stateOf(instance).lists ??= new Map()).set(relation.queryName, rows);
    else
      Object.defineProperty(instance, as, {
        value: rows,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    all.push(...rows);
  }
  return all;
}

function* loadOne(
  level: readonly Instance[],
  relation: RelationMeta,
  prefetch: Prefetch,
  using: string | undefined,
  ahead?: Found,
): Operation<readonly Instance[]> {
  const { as, state: own } = prefetch;
  const missing =
    as === null && (own === null || own.steps.length === 0)
      ? level.filter((each) => loadedRelation(each, relation) === undefined)
      : level;
  const found = ahead ?? (yield* related(missing, relation, prefetch, using));
  const named: Instance[] = [];
  for (const instance of missing) {
    const [row = null] = found.get(ownerKey(relation, instance)) ?? [];
    if (as === null) {
      const state = stateOf(instance);
      (state.relations ??= new Map()).set(relation.queryName, row);
      // The caller's queryset has left the row out: that is an answer.
      if (row === null && own !== null && relation.column)
        (state.absent ??= new Map()).set(relation.queryName, readKey(instance, relation.column));
    } else {
      Object.defineProperty(instance, as, {
        value: row,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      if (row) named.push(row);
    }
    const back = relation.inverse;
    if (row && back && !back.many) remember(row, back.queryName, instance);
  }
  return as === null ? level.flatMap((instance) => loadedRelation(instance, relation) ?? []) : named;
}

/** The rows of a relation for all instances, with one query. */
function* related(
  level: readonly Instance[],
  relation: RelationMeta,
  prefetch: Prefetch,
  using: string | undefined,
): Operation<Found> {
  yield* loadKey(level, relation.near, using);
  const keys = distinctKeys(level, relation.near);
  if (keys.length === 0) return new Map();
  return yield* relatedRows(relation, prefetched(relation, prefetch, using), keys);
}

function distinctKeys(level: readonly Instance[], own: Key): unknown[] {
  const keys = level.map((each) => readKey(each, own)).filter((key) => key != null);
  return own.kind === "column"
    ? [...new Set(keys)]
    : [...new Map(keys.map((key) => [plainKey(own, key), key])).values()];
}

function rememberOwners(
  level: readonly Instance[],
  relation: RelationMeta,
  back: RelationMeta,
  found: Found,
): void {
  for (const instance of level) {
    for (const row of found.get(ownerKey(relation, instance)) ?? []) {
      remember(row, back.queryName, instance);
    }
  }
}
