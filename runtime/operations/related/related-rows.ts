import { transaction, type Operation } from "../../executor/run/operation.js";
import type { RelatedSet } from "../../instance/related-set.js";
import { bulkCreate, type BulkCreateOptions } from "../write/bulk-create.js";
import {
  getOrCreate,
  updateOrCreate,
  type CreateOptions,
  type UpdateOptions,
} from "../write/get-or-create.js";
import { listed } from "../listed.js";
import { relate } from "./related.js";
import { throughDefaults, type ThroughOptions } from "./through-defaults.js";

/** Makes many rows related to the instance with one statement (and one for the rows in between). */
export function* createMany<T>(
  manager: RelatedSet,
  items: Iterable<object>,
  options: BulkCreateOptions & ThroughOptions = {},
): Operation<T[]> {
  const { defaults, rest } = apart(manager, "createMany()", options);
  const owner = ownerOf(manager);
  const rows = listed(items, "createMany()").map((item) => ({ ...item, ...owner }));
  if (!manager.origin.relation.through) return yield* bulkCreate<T>(manager, rows, rest);
  return yield* transaction(function* () {
    const made = yield* bulkCreate<T>(manager, rows, rest);
    yield* relate(manager, made, defaults);
    return made;
  }, manager.state.using);
}

/** `getOrCreate` among the related rows: a new one is related. */
export function* getOrCreateRelated<T>(
  manager: RelatedSet,
  lookup: object,
  options: CreateOptions & ThroughOptions = {},
): Operation<[T, boolean]> {
  const { defaults, rest } = apart(manager, "getOrCreate()", options);
  const among = { ...lookup, ...ownerOf(manager) };
  if (!manager.origin.relation.through) return yield* getOrCreate<T>(manager, among, rest);
  return yield* transaction(function* () {
    const found = yield* getOrCreate<T>(manager, among, rest);
    if (found[1]) yield* relate(manager, [found[0]], defaults);
    return found;
  }, manager.state.using);
}

/** `updateOrCreate` among the related rows: a new one is related. */
export function* updateOrCreateRelated<T>(
  manager: RelatedSet,
  lookup: object,
  options: UpdateOptions & ThroughOptions = {},
): Operation<[T, boolean]> {
  const { defaults, rest } = apart(manager, "updateOrCreate()", options);
  const among = { ...lookup, ...ownerOf(manager) };
  if (!manager.origin.relation.through) return yield* updateOrCreate<T>(manager, among, rest);
  return yield* transaction(function* () {
    const found = yield* updateOrCreate<T>(manager, among, rest);
    if (found[1]) yield* relate(manager, [found[0]], defaults);
    return found;
  }, manager.state.using);
}

/** The foreign key that every row of a reverse relation has; nothing for a many-to-many. */
function ownerOf({ origin }: RelatedSet): object {
  const { relation, instance } = origin;
  return relation.through || !relation.inverse ? {} : { [relation.inverse.queryName]: instance };
}

/** What is said of the rows in between, and what is said of the row itself. */
function apart<O extends ThroughOptions>(
  { origin }: RelatedSet,
  method: string,
  options: O,
): { readonly defaults: object; readonly rest: Omit<O, "throughDefaults"> } {
  const { throughDefaults: given, ...rest } = options;
  const defaults = throughDefaults(
    origin.relation,
    method,
    given === undefined ? {} : { throughDefaults: given },
  );
  return { defaults, rest };
}
