import { InvalidQuery, InvalidValue, knownOptions, switches, withArticle } from "../../errors/index.js";
import { transaction, type Operation } from "../../executor/run/operation.js";
import { setRelated, stateOf } from "../../instance/instance.js";
import { isInstance, metaOf, type Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { RelatedSet } from "../../instance/related-set.js";
import { checkKey, plainKey, readKey, sameKey } from "../../meta/key.js";
import { withoutKey } from "../../meta/related-key.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import { filter } from "../../query/chain/filter.js";
import { QuerySet } from "../../query/queryset.js";
import { initialState } from "../../query/state.js";
import { isSubselect } from "../../query/subselect.js";
import { listed } from "../listed.js";
import { refuseElsewhere } from "../write/adopt-keys.js";
import { create, valuesOf } from "../write/create.js";
import { fetchInstances, toArray } from "../read/fetch.js";
import { doesNotExist } from "../read/get.js";
import { oneByOne, saveRelated, saveReleased, type BulkOption } from "./one-by-one.js";
import { link, linkedKeys, unlink } from "./related-links.js";
import { throughDefaults, withOptions, type ThroughOptions } from "./through-defaults.js";
import { updateRows, assignmentsOf } from "../write/update.js";

/** Makes a row at the other end: with its foreign key set, or with a row in between. */
export function* createRelated<T>(
  manager: RelatedSet,
  ...given: readonly [values?: object, options?: ThroughOptions]
): Operation<T> {
  const { instance, relation } = manager.origin;
  const values = valuesOf(relation.target, given);
  const [, options = {}] = given;
  const defaults = throughDefaults(relation, "create()", options);
  forget(manager);
  if (relation.through === null) {
    return yield* create<T>(manager, { ...values, [backOf(relation).queryName]: instance });
  }
  return yield* transaction(function* () {
    const made = yield* create<T>(manager, values);
    yield* relate(manager, [made], defaults);
    return made;
  }, manager.state.using);
}

/** Relates rows, given as instances or keys; those related already stay as they are. */
export function* add(manager: RelatedSet, given: readonly unknown[]): Operation<void> {
  const { relation } = manager.origin;
  const { items, options } = withOptions(given);
  const defaults = throughDefaults(relation, "add()", options, ["bulk"]);
  if (oneByOne(relation, "add()", options)) yield* relateEach(manager, items);
  else yield* relate(manager, items, defaults);
}

/** Saves each row with its foreign key to the instance; one that is not saved yet is made. */
function* relateEach(manager: RelatedSet, items: readonly unknown[]): Operation<void> {
  forget(manager);
  const { relation } = manager.origin;
  for (const item of items) checkItem(manager, item);
  if (items.length === 0) return;
  const rowsOf = (keys: readonly unknown[]) =>
    rowsWith(relation.target, relation.far.name, keys, manager.state.using);
  yield* saveRelated(manager, backOf(relation), items, rowsOf);
}

/** The same, with the values of the rows in between. */
export function* relate(manager: RelatedSet, items: readonly unknown[], defaults: object): Operation<void> {
  forget(manager);
  const { relation } = manager.origin;
  const keys = keysOf(manager, items);
  if (keys.length === 0) return;
  if (relation.through === null) yield* adopt(manager, items, keys);
  else yield* link(manager, keys, defaults);
}

/** Ends the relation to these rows; the rows themselves stay. */
export function* remove(manager: RelatedSet, given: readonly unknown[]): Operation<void> {
  const { relation } = manager.origin;
  const { items, options } = withOptions(given);
  knownOptions("remove()", options, ["bulk"]);
  yield* release(manager, items, oneByOne(relation, "remove()", options));
}

function* release(manager: RelatedSet, items: readonly unknown[], each: boolean): Operation<void> {
  forget(manager);
  const { relation } = manager.origin;
  const keys = keysOf(manager, items);
  if (keys.length === 0) return;
  if (relation.through === null) {
    refuseUnrelated(manager, items);
    yield* releaseRows(manager, keys, each);
  } else yield* unlink(manager, keys);
}

/** Ends the relation to every row. */
export function* clear(manager: RelatedSet, options: BulkOption = {}): Operation<void> {
  knownOptions("clear()", options, ["bulk"]);
  yield* releaseAll(manager, oneByOne(manager.origin.relation, "clear()", options));
}

function* releaseAll(manager: RelatedSet, each: boolean): Operation<void> {
  forget(manager);
  if (manager.origin.relation.through === null) yield* releaseRows(manager, null, each);
  else yield* unlink(manager, null);
}

/** `clear`: the rows that stay related are related anew, as if they had not been. */
export interface SetOptions extends ThroughOptions, BulkOption {
  readonly clear?: boolean;
}

/** Makes these rows, and no others, the related ones; a queryset stands for its rows. */
export function* set(manager: RelatedSet, given: object, options: SetOptions = {}): Operation<void> {
  const { relation } = manager.origin;
  const defaults = throughDefaults(relation, "set()", options, ["clear", "bulk"]);
  switches("set()", options, ["clear"]);
  const each = oneByOne(relation, "set()", options);
  const relateAll = (rows: readonly unknown[]) =>
    each ? relateEach(manager, rows) : relate(manager, rows, defaults);
  const items = isSubselect(given) ? yield* toArray(given) : listed(given as Iterable<unknown>, "set()");
  // Those that are not saved yet have no key, and stand nowhere.
  const wanted = each ? items.map((item) => keyIn(manager, item)) : keysOf(manager, items);
  // A required foreign key cannot let its row go: Django's set() only adds then.
  const releases = relation.through !== null || backOf(relation).null;
  yield* transaction(function* () {
    if (options.clear && releases) {
      yield* releaseAll(manager, each);
      return yield* relateAll(items);
    }
    const plain = (key: unknown) => plainKey(relation.far, key);
    const related = relation.through ? yield* linkedKeys(manager) : yield* relatedKeys(manager);
    const standing = new Set(related.map(plain));
    const kept = new Set(wanted.map(plain));
    const gone = related.filter((key) => !kept.has(plain(key)));
    if (gone.length > 0 && releases) yield* release(manager, gone, each);
    const fresh = items.filter((_, at) => !standing.has(plain(wanted[at])));
    yield* relateAll(fresh);
  }, manager.state.using);
}

/** What a prefetch had loaded is no longer what the database holds. */
function forget(manager: RelatedSet): void {
  const { instance, relation } = manager.origin;
  stateOf(instance).lists?.delete(relation.queryName);
}

function backOf(relation: RelationMeta): RelationMeta {
  if (!relation.inverse) throw new TypeError(`${relationLabel(relation)} has no way back`);
  return relation.inverse;
}

function keysOf(manager: RelatedSet, items: readonly unknown[]): unknown[] {
  const { relation } = manager.origin;
  return items.map((item) => {
    const key = keyIn(manager, item);
    if (key != null) return key;
    const aid = relation.through ? "" : ": save it first, or add({ bulk: false }) does";
    throw new InvalidValue(`${withoutKey(relation)}${aid}`);
  });
}

/** The key that an item stands for, null or undefined where it is not saved yet. */
function keyIn(manager: RelatedSet, item: unknown): unknown {
  checkItem(manager, item);
  return isInstance(item) ? readKey(item, manager.origin.relation.far) : item;
}

/** Refuses what is no row of the other end, before anything is written. */
function checkItem({ origin, state }: RelatedSet, item: unknown): void {
  const { relation } = origin;
  if (relation.target.primaryKey.length === 0)
    throw new InvalidQuery(
      `${relationLabel(relation)}: ${relation.target.name} has no primary key, so its rows cannot be told apart: update() them by conditions`,
    );
  refuseElsewhere(relation, item, state.using);
  if (item === undefined || item === null) {
    throw new InvalidValue(
      `${relationLabel(relation)} takes instances of ${relation.target.name} or their keys`,
    );
  }
  // Encoded here, so that a value of a wrong type is refused by itself.
  if (!isInstance(item)) return checkKey(relation.far, item);
  if (metaOf(item) === relation.target) return;
  throw new InvalidValue(
    `${relationLabel(relation)} takes ${withArticle(relation.target.name)}, got ${withArticle(metaOf(item).name)}`,
  );
}

/** As in Django: an instance that says itself that it refers to another row is not related, and nothing would go. */
function refuseUnrelated({ origin }: RelatedSet, items: readonly unknown[]): void {
  const { instance, relation } = origin;
  const { column } = backOf(relation);
  if (!column) return;
  const own = readKey(instance, relation.near);
  for (const item of items) {
    const key = isInstance(item) ? readKey(item, column) : own;
    if (key === undefined || (key !== null && sameKey(relation.near, key, own))) continue;
    throw doesNotExist(
      relation.target,
      `${relationLabel(relation)} of this ${relation.model.name} does not hold the row to be removed`,
    );
  }
}

/** The foreign key of the rows at the other end is set to this instance. */
function* adopt(manager: RelatedSet, items: readonly unknown[], keys: readonly unknown[]): Operation<void> {
  const { instance, relation } = manager.origin;
  const back = backOf(relation);
  const rows = rowsWith(relation.target, relation.far.name, keys, manager.state.using);
  yield* updateRows(rows.state, assignmentsOf(rows.state, { [back.queryName]: instance }));
  for (const item of items) if (isInstance(item)) setRelated(item, back, instance);
}

function* releaseRows(manager: RelatedSet, keys: readonly unknown[] | null, each: boolean): Operation<void> {
  const { relation } = manager.origin;
  const back = backOf(relation);
  if (!back.null) {
    throw new InvalidQuery(
      `${relationLabel(relation)}: ${relationLabel(back)} is required, so its rows cannot be removed: delete them, or add them elsewhere`,
    );
  }
  const own = new QuerySet({ ...manager.state, known: null });
  const rows = keys ? filter(own, [{ [`${relation.far.name}__in`]: keys }]) : own;
  if (each) return yield* saveReleased(rows, back);
  yield* updateRows(rows.state, assignmentsOf(rows.state, { [back.queryName]: null }));
}

function* relatedKeys(manager: RelatedSet): Operation<unknown[]> {
  const { relation } = manager.origin;
  const found: Instance[] = yield* fetchInstances({
    ...manager.state,
    ordering: [],
    known: null,
    cached: null,
  });
  return found.map((row) => readKey(row, relation.far));
}

function rowsWith(
  model: ModelMeta,
  name: string,
  keys: readonly unknown[],
  using: string | undefined,
): QuerySet {
  return filter(new QuerySet({ ...initialState(model), using }), [{ [`${name}__in`]: keys }]);
}
