import { InvalidLookup, RelationNotLoaded } from "../errors/index.js";
import type { ModelMeta } from "../meta/meta.js";
import { managerState } from "../query/default-state.js";
import { printable } from "../query/path.js";
import type { QueryState } from "../query/state.js";
import { stateOf } from "./instance.js";
import { metaOf, type Instance } from "../meta/instance-identity.js";
import type { Origin, RelatedSet } from "./related-set.js";
import { relatedState } from "./related-state.js";

type ManagerClass = new (state: QueryState, origin: Origin) => RelatedSet;

const managers = new WeakMap<ModelMeta, Map<string, ManagerClass>>();

/** The class of a model's related managers, with the methods that the model's querysets have of their own. */
function managerOf(model: ModelMeta): ManagerClass {
  return once(model, "", () => {
    const { relatedManager, queryset } = model.spec;
    if (!relatedManager || !queryset) throw new TypeError(`${model.name} has no related manager of its own`);
    const manager = relatedManager as ManagerClass;
    take(manager, queryset);
    return manager;
  });
}

/** The same, with the methods of a manager beside `objects`, or of `objects` itself. */
function namedManagerOf(model: ModelMeta, name: string, manager: object): ManagerClass {
  return once(model, name, () => {
    const own = class extends managerOf(model) {};
    take(own, manager);
    return own;
  });
}

function once(model: ModelMeta, name: string, make: () => ManagerClass): ManagerClass {
  let known = managers.get(model);
  if (!known) managers.set(model, (known = new Map<string, ManagerClass>()));
  let manager = known.get(name);
  if (!manager) known.set(name, (manager = make()));
  return manager;
}

function take(manager: ManagerClass, from: object): void {
  const { prototype } = from as { readonly prototype: object };
  for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name !== "constructor") Object.defineProperty(manager.prototype, name, own);
  }
}

/**
 * The related rows that another manager of their model shows: `author.books.manager("everything")`.
 *
 * @throws InvalidLookup for a name that no manager has.
 */
export function otherManager({ origin, state }: RelatedSet, name: string): RelatedSet {
  const { instance, relation } = origin;
  const { target } = relation;
  const all: Readonly<Record<string, object | undefined>> = {
    objects: target.spec.manager,
    ...target.spec.managers,
  };
  const manager = Object.hasOwn(all, name) ? all[name] : undefined;
  if (!manager) {
    const names = Object.keys(all).join(", ");
    throw new InvalidLookup(`${target.name} has no manager '${printable(name)}': it has ${names}`);
  }
  const rows = relatedState(instance, relation, managerState(manager, target));
  return new (namedManagerOf(target, name, manager))(
    // What was prefetched is what `objects` shows.
    { ...rows, using: state.using, cached: name === "objects" ? rows.cached : null },
    { instance, relation, ...(name !== "objects" && { manager: name }) },
  );
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
  const { instance, relation, manager: other } = manager.origin;
  if (other !== undefined) {
    throw new RelationNotLoaded(
      `what .manager('${other}') shows is not what a prefetch loads: run toArray()`,
    );
  }
  const rows = stateOf(instance).lists?.get(relation.queryName);
  if (rows) return rows;
  const label = `${relation.model.name}.${relation.name ?? relation.queryName}`;
  throw new RelationNotLoaded(`${label} is not loaded: add .prefetchRelated('${relation.queryName}')`);
}
