import { InvalidLookup, InvalidValue, UndefinedValue } from "../errors/index.js";
import {
  Marked,
  isInstance,
  metaOf,
  write,
  type Instance as AnyInstance,
} from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import { sameKey, writeKey } from "../meta/key.js";
import { keyOfRelated } from "../meta/related-key.js";
import { relationLabel, type RelationMeta } from "../meta/relation.js";
import { Expr } from "../query/expression/expr.js";
import { nearest } from "../query/nearest.js";
import { printable } from "../query/path.js";
import type { InstanceState } from "./instance-state.js";
import { takeBack } from "./undo.js";

/** Marks the values of a row on their way into a new instance: no user can make one. */
export class Hydration {
  constructor(
    readonly fill: (instance: object, row: readonly unknown[]) => void,
    readonly row: readonly unknown[],
    readonly state: InstanceState,
  ) {}
}

/** What the runtime sees of any model's instance: columns are own properties, all else stands in its state. */
class InstanceBase extends Marked {
  #state: InstanceState;

  constructor(values: object = {}) {
    super();
    if (values instanceof Hydration) {
      this.#state = values.state;
      values.fill(this, values.row);
      return;
    }
    this.#state = {
      using: undefined,
      adding: true,
      lazy: false,
      origin: null,
      saved: null,
      undo: null,
      peers: null,
      relations: null,
      assigned: null,
      absent: null,
      lists: null,
    };
    const meta = metaOf(this as unknown as Instance);
    assign(this as unknown as Instance, meta, values);
  }

  static stateOf(instance: Instance): InstanceState {
    const state = (instance as unknown as InstanceBase).#state;
    if (state.undo !== null) takeBack(state);
    return state;
  }
}

/** The members that every model's instances share, as types see them. */
export type Instance = AnyInstance;

interface InstanceConstructor {
  new <Create extends object>(values: Create): Instance;
}

/** What every generated model class extends. */
export const Instance = InstanceBase as unknown as InstanceConstructor;

export function stateOf(instance: Instance): InstanceState {
  return InstanceBase.stateOf(instance);
}

/** Sets fields by their names, as `new Book({ … })` and `create({ … })` do. */
export function assign(instance: Instance, meta: ModelMeta, values: object): void {
  if (typeof values !== "object" || values === null || Array.isArray(values) || isInstance(values)) {
    throw new InvalidValue(`a new ${meta.name} takes an object of fields and values`);
  }
  for (const column of meta.columns) {
    const given = Object.hasOwn(values, column.name)
      ? (values as Record<string, unknown>)[column.name]
      : Object.hasOwn(values, column.attribute)
        ? (values as Record<string, unknown>)[column.attribute]
        : column.default
          ? column.default()
          : undefined;
    write(
      instance,
      column.attribute,
      given ?? (given === null || !column.null || column.dbDefault ? given : null),
    );
  }
  for (const name of Object.keys(values)) {
    const value = (values as Record<string, unknown>)[name];
    if (value === undefined) {
      throw new UndefinedValue(`${meta.name}.${printable(name)} is undefined: leave it out, or pass null`);
    }
    const relation = meta.relation(name);
    if (relation?.column) {
      setRelated(instance, relation, value);
      continue;
    }
    const column = meta.column(name);
    if (!column) throw unknownField(meta, name);
    const holder = name === column.name ? undefined : meta.relation(column.name);
    if (holder) setByKeyName(instance, holder, values as Record<string, unknown>, name);
  }
}

/** `authorId` in place of `author`: the same value, and no other one beside it. */
function setByKeyName(
  instance: Instance,
  relation: RelationMeta,
  values: Readonly<Record<string, unknown>>,
  name: string,
): void {
  const { queryName } = relation;
  if (!Object.hasOwn(values, queryName)) return setRelated(instance, relation, values[name]);
  refuseTwo(relation, name, values[queryName], values[name]);
}

/**
 * A relation that is given by its own name and by that of its key.
 *
 * @throws InvalidValue where the two are not the same row.
 */
export function refuseTwo(relation: RelationMeta, name: string, one: unknown, other: unknown): void {
  const [a, b] = [one, other].map((value) => keyOfRelated(relation, value, true));
  const computed = a instanceof Expr || b instanceof Expr;
  if (computed ? a === b : sameKey(relation.far, a, b)) return;
  throw new InvalidValue(
    `${relationLabel(relation)} is given twice, as '${relation.queryName}' and as '${name}', and they differ: leave one out`,
  );
}

export function unknownField(meta: ModelMeta, name: string): InvalidLookup {
  if (meta.findRelation(name)?.many === true) {
    return new InvalidLookup(
      `${meta.name}.${name} leads to many rows, and is no field to set: use its set() or add()`,
    );
  }
  const names = meta.columns.map((column) => column.name);
  const near = nearest(name, names);
  return new InvalidLookup(
    `${meta.name} has no field '${printable(name)}' to set: ${near === null ? `it has ${names.join(", ")}` : `did you mean '${near}'?`}`,
  );
}

/** `book.author = andrew`: holds the instance and its key; a bare key leaves the relation unloaded. */
export function setRelated(instance: Instance, relation: RelationMeta, value: unknown): void {
  if (!relation.column) throw new TypeError(`${relation.queryName} is not a foreign key`);
  const key = keyOfRelated(relation, value, true);
  writeKey(instance, relation.column, key);
  const { queryName } = relation;
  const state = stateOf(instance);
  const before = state.relations?.get(queryName);
  if (before && before !== value) holdAtOtherEnd(relation, before, instance, null);
  if (isInstance(value)) {
    (state.relations ??= new Map()).set(queryName, value);
    (state.assigned ??= new Map()).set(queryName, { instance: value, pending: key === null });
    holdAtOtherEnd(relation, value, null, instance);
  } else {
    state.relations?.delete(queryName);
    state.assigned?.delete(queryName);
  }
}

/** The other end of a one-to-one, where it was loaded, holds this row from now on, or it no longer, as in Django. */
function holdAtOtherEnd(
  { kind, inverse }: RelationMeta,
  end: Instance,
  held: Instance | null,
  row: Instance | null,
): void {
  const { relations } = stateOf(end);
  if (kind !== "oneToOne" || !inverse || relations?.has(inverse.queryName) !== true) return;
  if (held === null || relations.get(inverse.queryName) === held) relations.set(inverse.queryName, row);
}
