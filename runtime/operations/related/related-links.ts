import { InvalidValue } from "../../errors/index.js";
import { transaction, type Operation } from "../../executor/run/operation.js";
import type { RelatedSet } from "../../instance/related-set.js";
import type { ModelMeta } from "../../meta/meta.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import { plainKey, readKey, sameKey } from "../../meta/key.js";
import { withoutKey } from "../../meta/related-key.js";
import { filter } from "../../query/chain/filter.js";
import { QuerySet } from "../../query/queryset.js";
import { initialState } from "../../query/state.js";
import { bulkCreate } from "../write/bulk-create.js";
import { deleteRows } from "../write/delete.js";
import { fetchInstances } from "../read/fetch.js";
import { called } from "../write/get-or-create.js";

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

/** The keys of the rows at the other end that are linked to the instance. */
export function* linkedKeys(manager: RelatedSet): Operation<unknown[]> {
  const { instance, relation } = manager.origin;
  const { through, near, far } = endsOf(relation);
  const rows = filter(throughRows(through, manager.state.using), [
    { [near.queryName]: readKey(instance, near.far) },
  ]);
  return yield* column(seen(manager, rows, far), far);
}

/** Makes the rows in between that are not there yet, with further values of theirs. */
export function* link(manager: RelatedSet, keys: readonly unknown[], defaults: object): Operation<void> {
  const { instance, relation } = manager.origin;
  const { through, near, far } = endsOf(relation);
  const own = readKey(instance, near.far);
  if (own === null) throw new InvalidValue(`${relationLabel(relation)}: ${withoutKey(near)}`);
  const { using } = manager.state;
  yield* transaction(function* () {
    const rows = yield* missing(manager, keys, near, far);
    const others = () => keys.filter((key) => !sameKey(near.far, key, own));
    const mirrored = relation.symmetrical ? yield* missing(manager, others(), far, near) : [];
    // Another connection may add the same pair meanwhile: the pair is unique, and one row is what was asked for. A model
    // of the user's may have other constraints, which must not lose a link in silence: as in Django, they are heard.
    const ignoreConflicts = through.spec.queryset === undefined;
    const made = [...rows, ...mirrored].map((row) => ({ ...called(defaults), ...row }));
    yield* bulkCreate(throughRows(through, using), made, { ignoreConflicts });
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

/** Takes away the rows in between, to these keys or to all. */
export function* unlink(manager: RelatedSet, keys: readonly unknown[] | null): Operation<void> {
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

function* column(rows: QuerySet, relation: RelationMeta): Operation<unknown[]> {
  const found = yield* fetchInstances({ ...rows.state, ordering: [] });
  return found.map((row) => relation.column && readKey(row, relation.column));
}

function throughRows(through: ModelMeta, using: string | undefined): QuerySet {
  return new QuerySet({ ...initialState(through), using });
}
