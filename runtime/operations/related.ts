import { InvalidQuery, InvalidValue, withArticle } from "../errors/index.js";
import { transaction, type Operation } from "../executor/operation.js";
import { setRelated, stateOf } from "../instance/instance.js";
import { isInstance, metaOf, type Instance } from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import type { RelatedSet } from "../instance/related-set.js";
import { checkKey, plainKey, readKey, sameKey } from "../meta/key.js";
import { withoutKey } from "../meta/related-key.js";
import { relationLabel, type RelationMeta } from "../meta/relation.js";
import { filter } from "../query/chain/filter.js";
import { QuerySet } from "../query/queryset.js";
import { initialState } from "../query/state.js";
import { refuseElsewhere } from "./adopt-keys.js";
import { bulkCreate } from "./bulk-create.js";
import { create } from "./create.js";
import { deleteRows } from "./delete.js";
import { fetchInstances } from "./fetch.js";
import { updateRows, assignmentsOf } from "./update.js";

/** Makes a row at the other end: with its foreign key set, or with a row in between. */
export function* createRelated<T>(manager: RelatedSet, values: object): Operation<T> {
  const { instance, relation } = manager.origin;
  forget(manager);
  if (relation.through === null) {
    return yield* create<T>(manager, { ...values, [backOf(relation).queryName]: instance });
  }
  return yield* transaction(function* () {
    const made = yield* create<T>(manager, values);
    yield* add(manager, [made]);
    return made;
  }, manager.state.using);
}

/** Relates rows, given as instances or keys; those related already stay as they are. */
export function* add(manager: RelatedSet, items: readonly unknown[]): Operation<void> {
  forget(manager);
  const { relation } = manager.origin;
  const keys = keysOf(manager, items);
  if (keys.length === 0) return;
  if (relation.through === null) yield* adopt(manager, items, keys);
  else yield* link(manager, keys);
}

/** Ends the relation to these rows; the rows themselves stay. */
export function* remove(manager: RelatedSet, items: readonly unknown[]): Operation<void> {
  forget(manager);
  const { relation } = manager.origin;
  const keys = keysOf(manager, items);
  if (keys.length === 0) return;
  if (relation.through === null) yield* releaseRows(manager, keys);
  else yield* unlink(manager, keys);
}

/** Ends the relation to every row. */
export function* clear(manager: RelatedSet): Operation<void> {
  forget(manager);
  if (manager.origin.relation.through === null) yield* releaseRows(manager, null);
  else yield* unlink(manager, null);
}

/** Makes these rows, and no others, the related ones. */
export function* set(manager: RelatedSet, items: readonly unknown[]): Operation<void> {
  const { relation } = manager.origin;
  const wanted = keysOf(manager, items);
  yield* transaction(function* () {
    const plain = (key: unknown) => plainKey(relation.far, key);
    const related = yield* relatedKeys(manager);
    const standing = new Set(related.map(plain));
    const kept = new Set(wanted.map(plain));
    const gone = related.filter((key) => !kept.has(plain(key)));
    // A required foreign key cannot let its row go: Django's set() only adds then.
    if (gone.length > 0 && (relation.through !== null || backOf(relation).null)) yield* remove(manager, gone);
    const fresh = items.filter((_, at) => !standing.has(plain(wanted[at])));
    yield* add(manager, fresh);
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

function keysOf({ origin, state }: RelatedSet, items: readonly unknown[]): unknown[] {
  const { relation } = origin;
  if (relation.target.primaryKey.length === 0)
    throw new InvalidQuery(
      `${relationLabel(relation)}: ${relation.target.name} has no primary key, so its rows cannot be told apart: update() them by conditions`,
    );
  return items.map((item) => {
    refuseElsewhere(relation, item, state.using);
    if (item === undefined || item === null) {
      throw new InvalidValue(
        `${relationLabel(relation)} takes instances of ${relation.target.name} or their keys`,
      );
    }
    if (!isInstance(item)) {
      // Encoded once here, so that a value of a wrong type is refused before anything is written.
      checkKey(relation.far, item);
      return item;
    }
    if (metaOf(item) !== relation.target) {
      throw new InvalidValue(
        `${relationLabel(relation)} takes ${withArticle(relation.target.name)}, got ${withArticle(metaOf(item).name)}`,
      );
    }
    const key = readKey(item, relation.far);
    if (key == null) throw new InvalidValue(withoutKey(relation));
    return key;
  });
}

/** The foreign key of the rows at the other end is set to this instance. */
function* adopt(manager: RelatedSet, items: readonly unknown[], keys: readonly unknown[]): Operation<void> {
  const { instance, relation } = manager.origin;
  const back = backOf(relation);
  const rows = rowsWith(relation.target, relation.far.name, keys, manager.state.using);
  yield* updateRows(rows.state, assignmentsOf(rows.state, { [back.queryName]: instance }));
  for (const item of items) if (isInstance(item)) setRelated(item, back, instance);
}

function* releaseRows(manager: RelatedSet, keys: readonly unknown[] | null): Operation<void> {
  const { relation } = manager.origin;
  const back = backOf(relation);
  if (!back.null) {
    throw new InvalidQuery(
      `${relationLabel(relation)}: ${relationLabel(back)} is required, so its rows cannot be removed: delete them, or add them elsewhere`,
    );
  }
  const own = new QuerySet({ ...manager.state, known: null });
  const rows = keys ? filter(own, [{ [`${relation.far.name}__in`]: keys }]) : own;
  yield* updateRows(rows.state, assignmentsOf(rows.state, { [back.queryName]: null }));
}

interface Ends {
  readonly through: ModelMeta;
  /** The through model's field for this instance, and for the rows at the other end. */
  readonly near: RelationMeta;
  readonly far: RelationMeta;
}

function endsOf(relation: RelationMeta): Ends {
  if (!relation.through) throw new TypeError(`${relationLabel(relation)} has no model in between`);
  return { through: relation.through.model, near: relation.through.source, far: relation.through.target };
}

function* link(manager: RelatedSet, keys: readonly unknown[]): Operation<void> {
  const { instance, relation } = manager.origin;
  const { through, near, far } = endsOf(relation);
  const own = readKey(instance, near.far);
  const { using } = manager.state;
  yield* transaction(function* () {
    const rows = yield* missing(manager, keys, near, far);
    const others = keys.filter((key) => !sameKey(near.far, key, own));
    const mirrored = relation.symmetrical ? yield* missing(manager, others, far, near) : [];
    // Another connection may add the same pair meanwhile: the pair is unique, and one row is what was asked for.
    yield* bulkCreate(throughRows(through, using), [...rows, ...mirrored], { ignoreConflicts: true });
  }, using);
}

/** The rows in between that are not there yet, from the instance to the keys. */
function* missing(
  manager: RelatedSet,
  keys: readonly unknown[],
  from: RelationMeta,
  to: RelationMeta,
): Operation<object[]> {
  const { instance, relation } = manager.origin;
  const { through } = endsOf(relation);
  const own = readKey(instance, from.far);
  const rows = filter(throughRows(through, manager.state.using), [
    { [from.queryName]: own, [`${to.queryName}__in`]: keys },
  ]);
  const target = to.far;
  const standing = new Set((yield* column(rows, to)).map((key) => plainKey(target, key)));
  const fresh = new Map(keys.map((key) => [plainKey(target, key), key]));
  for (const key of standing) fresh.delete(key);
  return [...fresh.values()].map((key) => ({ [from.queryName]: own, [to.queryName]: key }));
}

function* unlink(manager: RelatedSet, keys: readonly unknown[] | null): Operation<void> {
  const { instance, relation } = manager.origin;
  const { through, near, far } = endsOf(relation);
  const own = readKey(instance, near.far);
  const pairs = (from: RelationMeta, to: RelationMeta) => {
    const where = { [from.queryName]: own, ...(keys && { [`${to.queryName}__in`]: keys }) };
    return seen(manager, filter(throughRows(through, manager.state.using), [where]), to);
  };
  yield* transaction(function* () {
    yield* deleteRows(pairs(near, far));
    if (relation.symmetrical) yield* deleteRows(pairs(far, near));
  }, manager.state.using);
}

/** The rows in between whose other end the manager shows: what it hides keeps its links, as in Django. */
function seen({ state }: RelatedSet, rows: QuerySet, to: RelationMeta): QuerySet {
  if (state.start === 0) return rows;
  const steps = state.steps.slice(0, state.start);
  const shown = new QuerySet({ ...state, steps, known: null, cached: null, ordering: [] });
  return filter(rows, [{ [`${to.queryName}__in`]: shown }]);
}

function* relatedKeys(manager: RelatedSet): Operation<unknown[]> {
  const { instance, relation } = manager.origin;
  if (relation.through) {
    const { through, near, far } = endsOf(relation);
    const rows = filter(throughRows(through, manager.state.using), [
      { [near.queryName]: readKey(instance, near.far) },
    ]);
    return yield* column(seen(manager, rows, far), far);
  }
  const found: Instance[] = yield* fetchInstances({
    ...manager.state,
    ordering: [],
    known: null,
    cached: null,
  });
  return found.map((row) => readKey(row, relation.far));
}

function* column(rows: QuerySet, relation: RelationMeta): Operation<unknown[]> {
  const found = yield* fetchInstances({ ...rows.state, ordering: [] });
  return found.map((row) => relation.column && readKey(row, relation.column));
}

function throughRows(through: ModelMeta, using: string | undefined): QuerySet {
  return new QuerySet({ ...initialState(through), using });
}

function rowsWith(
  model: ModelMeta,
  name: string,
  keys: readonly unknown[],
  using: string | undefined,
): QuerySet {
  return filter(new QuerySet({ ...initialState(model), using }), [{ [`${name}__in`]: keys }]);
}
