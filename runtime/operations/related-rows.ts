import { transaction, type Operation } from "../executor/operation.js";
import type { RelatedSet } from "../instance/related-set.js";
import { bulkCreate, type BulkCreateOptions } from "./bulk-create.js";
import { getOrCreate, updateOrCreate, type CreateOptions, type UpdateOptions } from "./get-or-create.js";
import { add } from "./related.js";

/** Makes many rows related to the instance with one statement (and one for the rows in between). */
export function* createMany<T>(
  manager: RelatedSet,
  items: readonly object[],
  options: BulkCreateOptions = {},
): Operation<T[]> {
  const owner = ownerOf(manager);
  const rows = items.map((item) => ({ ...item, ...owner }));
  if (!manager.origin.relation.through) return yield* bulkCreate<T>(manager, rows, options);
  return yield* transaction(function* () {
    const made = yield* bulkCreate<T>(manager, rows, options);
    yield* add(manager, made);
    return made;
  }, manager.state.using);
}

/** `getOrCreate` among the related rows: a new one is related. */
export function* getOrCreateRelated<T>(
  manager: RelatedSet,
  lookup: object,
  options: CreateOptions = {},
): Operation<[T, boolean]> {
  const among = { ...lookup, ...ownerOf(manager) };
  if (!manager.origin.relation.through) return yield* getOrCreate<T>(manager, among, options);
  return yield* transaction(function* () {
    const found = yield* getOrCreate<T>(manager, among, options);
    if (found[1]) yield* add(manager, [found[0]]);
    return found;
  }, manager.state.using);
}

/** `updateOrCreate` among the related rows: a new one is related. */
export function* updateOrCreateRelated<T>(
  manager: RelatedSet,
  lookup: object,
  options: UpdateOptions = {},
): Operation<[T, boolean]> {
  const among = { ...lookup, ...ownerOf(manager) };
  if (!manager.origin.relation.through) return yield* updateOrCreate<T>(manager, among, options);
  return yield* transaction(function* () {
    const found = yield* updateOrCreate<T>(manager, among, options);
    if (found[1]) yield* add(manager, [found[0]]);
    return found;
  }, manager.state.using);
}

/** The foreign key that every row of a reverse relation has; nothing for a many-to-many. */
function ownerOf({ origin }: RelatedSet): object {
  const { relation, instance } = origin;
  return relation.through || !relation.inverse ? {} : { [relation.inverse.queryName]: instance };
}
