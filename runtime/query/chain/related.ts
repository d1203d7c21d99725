import { InvalidLookup, InvalidQuery, InvalidValue, knownOptions } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { PrefetchFunction } from "../../types/index.js";
import { printable, unknownName } from "../path.js";
import { QuerySet } from "../queryset.js";
import { refuseCombined } from "./combine.js";
import { filteredRelationOf } from "../filtered-relation.js";
import { annotationsOf, type Prefetch } from "../state.js";

/**
 * Fetches relations to one row in the same query. `null` clears what was said before; without a path, every required
 * relation is fetched, as in Django.
 */
export function selectRelated(queryset: QuerySet, paths: readonly unknown[]): QuerySet {
  const { model, shape } = queryset.state;
  refuseCombined(queryset, "selectRelated");
  if (shape.kind !== "instances")
    throw new InvalidQuery(`${model.name}: selectRelated() cannot follow values()`);
  if (paths.length === 1 && paths[0] === null) return QuerySet.derive(queryset, { related: [] });
  if (paths.length === 0) return QuerySet.derive(queryset, { related: requiredPaths(model) });
  for (const path of paths) checkPath(queryset, String(path));
  return QuerySet.derive(queryset, {
    related: [...new Set([...queryset.state.related, ...paths.map(String)])],
  });
}

/**
 * Rows fetched together load a relation together: the first that needs it fetches it for all, with one query
 * (Django's `FETCH_PEERS`).
 */
export function fetchPeers(queryset: QuerySet): QuerySet {
  refuseCombined(queryset, "fetchPeers");
  return QuerySet.derive(queryset, { peers: true });
}

/** What `prefetch()` gives: which rows of a relation to load, and under which name. */
export class PrefetchSpec {
  constructor(readonly prefetch: Prefetch) {}
}

/**
 * A relation to load with rows of your choice, under a name of your choice.
 *
 * ```ts
 * Author.objects.prefetchRelated(prefetch("books", Book.objects.published(), { as: "recent" }))
 * ```
 */
export const prefetch: PrefetchFunction = (
  path: string,
  queryset?: unknown,
  options: { readonly as?: string } = {},
): never => {
  if (queryset !== undefined && !(queryset instanceof QuerySet)) {
    throw new InvalidValue("prefetch() takes a path, a queryset and { as }");
  }
  knownOptions("prefetch()", options, ["as"]);
  return new PrefetchSpec({
    path: String(path),
    state: queryset?.state ?? null,
    as: options.as ?? null,
  }) as never;
};

/** Loads relations of any kind, one query a relation. `null` clears what was said before. */
export function prefetchRelated(queryset: QuerySet, items: readonly unknown[]): QuerySet {
  if (items.length === 1 && items[0] === null) return QuerySet.derive(queryset, { prefetch: [] });
  const { state } = queryset;
  refuseCombined(queryset, "prefetchRelated");
  if (state.shape.kind !== "instances") {
    throw new InvalidQuery(`${state.model.name}: prefetchRelated() cannot follow values()`);
  }
  const added = prefetchesOf(items);
  const prefetch = [...state.prefetch, ...added];
  checkPrefetches(state.model, prefetch);
  return QuerySet.derive(queryset, { prefetch });
}

/** As in Django, a path that is loaded already cannot be loaded with rows of another choice. */
function refuseSeen(model: ModelMeta, prefetches: readonly Prefetch[]): void {
  const seen = new Set<string>();
  for (const { path, state, as } of prefetches) {
    const name = as ?? path;
    if (state && seen.has(name)) {
      throw new InvalidQuery(
        `${model.name}: '${printable(name)}' is prefetched already: name its queryset first, or give it a name with { as }`,
      );
    }
    const names = name.split("__");
    for (const depth of names.keys()) seen.add(names.slice(0, depth + 1).join("__"));
  }
}

/** Paths and `prefetch()`s as data. */
export function prefetchesOf(items: readonly unknown[]): Prefetch[] {
  return items.map((item) =>
    item instanceof PrefetchSpec ? item.prefetch : { path: String(item), state: null, as: null },
  );
}

/** @throws InvalidLookup for what leads to no relation, InvalidQuery for what is loaded already. */
export function checkPrefetches(model: ModelMeta, prefetches: readonly Prefetch[]): void {
  const named = new Map<string, ModelMeta>();
  for (const prefetch of prefetches) {
    const end = checkPrefetch(model, prefetch, named);
    const { path, as } = prefetch;
    if (as !== null) named.set([...path.split("__").slice(0, -1), as].join("__"), end);
  }
  refuseSeen(model, prefetches);
}

/**
 * @param named the models of rows that were loaded under names of their own, by the paths to them.
 * @returns the model at the end.
 */
function checkPrefetch(
  model: ModelMeta,
  { path, state, as }: Prefetch,
  named: ReadonlyMap<string, ModelMeta>,
): ModelMeta {
  let at = model;
  const names = path.split("__");
  for (const [depth, name] of names.entries()) {
    const relation = at.findRelation(name);
    const last = depth === names.length - 1;
    const end = relation?.target ?? (last ? undefined : named.get(names.slice(0, depth + 1).join("__")));
    if (!end) throw unknownName(at, name, "relation");
    at = end;
  }
  if (state && state.model !== at) {
    throw new InvalidLookup(
      `'${printable(path)}' of ${model.name} leads to ${at.name}, the queryset is of ${state.model.name}`,
    );
  }
  if (state && state.shape.kind !== "instances")
    throw new InvalidQuery("prefetch() takes a queryset of instances");
  if (
    as !== null &&
    (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(as) || as in model.construct.prototype || model.column(as))
  ) {
    throw new InvalidLookup(
      `'${printable(as)}' cannot name the rows: ${model.name} has it already, or it is no identifier`,
    );
  }
  return at;
}

function checkPath({ state }: QuerySet, path: string): void {
  const [first = "", ...further] = path.split("__");
  const filtered = filteredRelationOf(state.model, first, annotationsOf(state));
  let at = filtered?.target ?? state.model;
  for (const name of filtered ? further : [first, ...further]) {
    const relation = at.relation(name);
    if (!relation) throw unknownName(at, name, "relation");
    if (relation.many) {
      throw new InvalidLookup(`'${name}' of ${at.name} leads to many rows: use prefetchRelated`);
    }
    at = relation.target;
  }
}

/** How deep `selectRelated()` without a path follows required foreign keys: Django's limit. */
const DEPTH = 5;

function requiredPaths(model: ModelMeta, prefix = "", depth = 1): string[] {
  return [...model.relations.values()].flatMap((relation) => {
    if (!relation.column || relation.null) return [];
    const path = `${prefix}${relation.queryName}`;
    const deeper = depth < DEPTH ? requiredPaths(relation.target, `${path}__`, depth + 1) : [];
    return [path, ...deeper];
  });
}
