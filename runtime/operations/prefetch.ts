import { InvalidValue } from "../errors/index.js";
import { query, together, type Operation } from "../executor/operation.js";
import { stateOf } from "../instance/instance.js";
import { isInstance, metaOf, type Instance } from "../meta/instance-identity.js";
import { loadedRelation } from "../instance/lazy.js";
import { remember } from "../instance/remember.js";
import { plainKey, readKey, type Key } from "../meta/key.js";
import { relationLabel, type RelationMeta } from "../meta/relation.js";
import { checkPrefetch } from "../query/chain/related.js";
import { condition, every } from "../query/expression/conditions.js";
import { pathNode, sqlNode, windowNode, type Node } from "../query/expression/node.js";
import { defaultState } from "../query/default-state.js";
import { parseOrder } from "../query/order.js";
import { int8 } from "../values/index.js";
import { initialState, isSliced, type Prefetch, type QueryState } from "../query/state.js";
import { selectStatement, shaped } from "./fetch.js";

/** The rows at the other end of a relation, by the key of the instance that they belong to. */
type Found = ReadonlyMap<unknown, readonly Instance[]>;

/** Where a row's owner stands in the row: a name that no annotation of a user's can have. */
const OWNER = "+owner";
/** The number of a row among those of its owner. */
const PLACE = "+place";

/** Loads relations into instances that are there already, one query a relation. */
export function* prefetchInto(
  instances: readonly Instance[],
  prefetches: readonly Prefetch[],
  using: string | undefined,
): Operation<void> {
  if (areSiblings(prefetches)) {
    yield* together(prefetches.map((prefetch) => load(instances, prefetch.path, prefetch, using)));
    return;
  }
  const done = new Map<string, readonly Instance[]>();
  for (const prefetch of prefetches) {
    const names = prefetch.path.split("__");
    let level = instances;
    for (let depth = 0; depth < names.length && level.length > 0; depth++) {
      const path = names.slice(0, depth + 1).join("__");
      const last = depth === names.length - 1;
      const own = last ? prefetch : { path, state: null, as: null };
      const key = own.as ?? path;
      let next = done.get(key);
      if (!next || own.state) {
        next = yield* load(level, names[depth] ?? "", own, using);
        done.set(key, next);
      }
      level = next;
    }
  }
}

/** Whether none hangs on what another loads: each is a relation of its own of the instances themselves. */
function areSiblings(prefetches: readonly Prefetch[]): boolean {
  const paths = new Set(prefetches.map(({ path }) => path));
  return (
    prefetches.length > 1 &&
    paths.size === prefetches.length &&
    !prefetches.some(({ path }) => path.includes("__"))
  );
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
  for (const prefetch of prefetches) checkPrefetch(model, prefetch);
  if (instances.some((instance) => metaOf(instance) !== model)) {
    throw new InvalidValue("prefetchRelatedObjects() takes instances of one model");
  }
  yield* prefetchInto(instances, prefetches, stateOf(instances[0] as Instance).using);
}

function* load(
  level: readonly Instance[],
  name: string,
  prefetch: Prefetch,
  using: string | undefined,
): Operation<readonly Instance[]> {
  const [first] = level;
  if (!first) return [];
  const relation = metaOf(first).relationByName(name);
  const start = relation.many ? defaultState(relation.target) : initialState(relation.target);
  const base: QueryState = prefetch.state ?? { ...start, using };
  if (relation.many) return yield* loadMany(level, relation, base, prefetch.as);
  return yield* loadOne(level, relation, base, prefetch);
}

function* loadMany(
  level: readonly Instance[],
  relation: RelationMeta,
  base: QueryState,
  as: string | null,
): Operation<readonly Instance[]> {
  const found = yield* related(level, relation, base);
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
  base: QueryState,
  { as, state: own }: Prefetch,
): Operation<readonly Instance[]> {
  const missing =
    as === null && base.steps.length === 0
      ? level.filter((each) => loadedRelation(each, relation) === undefined)
      : level;
  const found = yield* related(missing, relation, base);
  for (const instance of missing) {
    const [row = null] = found.get(ownerKey(relation, instance)) ?? [];
    if (as === null) {
      const state = stateOf(instance);
      (state.relations ??= new Map()).set(relation.queryName, row);
      // The caller's queryset has left the row out: that is an answer.
      if (row === null && own !== null && relation.column)
        (state.absent ??= new Map()).set(relation.queryName, readKey(instance, relation.column));
    } else
      Object.defineProperty(instance, as, {
        value: row,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    const back = relation.inverse;
    if (row && back && !back.many) remember(row, back.queryName, instance);
  }
  return level.flatMap((instance) => loadedRelation(instance, relation) ?? []);
}

/** The rows of a relation for all instances, with one query. */
function* related(level: readonly Instance[], relation: RelationMeta, base: QueryState): Operation<Found> {
  const back = backPath(relation);
  const own = relation.near;
  const keys = distinctKeys(level, own);
  if (keys.length === 0) return new Map();
  const owner = pathNode(back, own.codec, relation.target, true);
  const state = perOwner(
    {
      ...base,
      steps: [
        ...base.steps,
        { kind: "filter", condition: condition(owner, "in", keys), negated: false },
        { kind: "annotate", name: OWNER, node: owner, selected: true },
      ],
    },
    owner,
  );
  const { statement, extra } = selectStatement(state);
  const { rows } = yield* query(statement, state.using);
  const instances = (yield* shaped(state, extra, rows)) as Instance[];
  const position = extra?.annotations?.find((each) => each.name === OWNER)?.position ?? 0;
  const found = new Map<unknown, Instance[]>();
  for (const [at, instance] of instances.entries()) {
    const key = plainKey(own, rows[at]?.[position]);
    const list = found.get(key);
    if (list) list.push(instance);
    else found.set(key, [instance]);
  }
  if (relation.many && relation.inverse && !relation.inverse.many)
    rememberOwners(level, relation, relation.inverse, found);
  return found;
}

/** A slice means so many rows of each owner, as in Django: rows are numbered by owner. */
function perOwner(state: QueryState, owner: Node): QueryState {
  if (!isSliced(state)) return state;
  const { low, high, model } = state;
  const names = state.ordering ? [] : model.ordering.map((name) => parseOrder(model, name));
  const order = (state.ordering ?? names).map((term) =>
    state.reversed ? { ...term, descending: !term.descending } : term,
  );
  const whole = int8({ as: "number" });
  const nth = windowNode(sqlNode(["row_number()"], [], whole), [owner], order, null);
  const place = pathNode([PLACE], whole, null);
  const within = [
    ...(low > 0 ? [condition(place, "gt", low)] : []),
    ...(high === null ? [] : [condition(place, "lte", high)]),
  ];
  return {
    ...state,
    low: 0,
    high: null,
    steps: [
      ...state.steps,
      { kind: "annotate", name: PLACE, node: nth, selected: true },
      { kind: "filter", condition: every(within), negated: false },
    ],
  };
}

function distinctKeys(level: readonly Instance[], own: Key): unknown[] {
  const keys = level.map((each) => readKey(each, own)).filter((key) => key != null);
  return own.kind === "column"
    ? [...new Set(keys)]
    : [...new Map(keys.map((key) => [plainKey(own, key), key])).values()];
}

function ownerKey(relation: RelationMeta, instance: Instance): unknown {
  return plainKey(relation.near, readKey(instance, relation.near));
}

/** How the rows name the instance that they belong to. */
function backPath(relation: RelationMeta): readonly string[] {
  if (relation.column) return [relation.far.name];
  if (!relation.inverse) throw new TypeError(`${relationLabel(relation)} has no way back`);
  return [relation.inverse.queryName];
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
