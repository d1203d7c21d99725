import { InvalidQuery, knownOptions } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import type { Instance } from "../../meta/instance-identity.js";
import { plainKey, readKey, type Key } from "../../meta/key.js";
import { filter } from "../../query/chain/filter.js";
import { unknownName } from "../../query/path.js";
import type { QuerySet } from "../../query/queryset.js";
import { isSliced, type QueryState } from "../../query/state.js";
import { listed } from "../listed.js";
import { fetchInstances } from "./fetch.js";

/** The rows with these keys, by key; without keys, every row. `field` names another unique field. */
export function* inBulk<K, T>(
  queryset: QuerySet,
  given: Iterable<unknown> | undefined,
  options: { readonly field?: string } = {},
): Operation<Map<K, T>> {
  knownOptions("inBulk()", options, ["field"]);
  const { state } = queryset;
  const { model } = state;
  if (isSliced(state)) throw new InvalidQuery(`${model.name}: inBulk() cannot follow limit() or offset()`);
  if (state.shape.kind !== "instances")
    throw new InvalidQuery(`${model.name}: inBulk() cannot follow values()`);
  const key = bulkKey(state, options.field ?? "pk");
  const keys = given && listed(given, "inBulk()");
  if (keys?.length === 0) return new Map();
  const wanted = keys ? filter(queryset, [{ [`${key.name}__in`]: keys }]) : queryset;
  const found: Instance[] = yield* fetchInstances(withColumns(wanted.state, key));
  const entries = found.map((instance) => [readKey(instance, key) as K, instance as T] as const);
  return hasSpellings(key, entries) ? new KeyMap<K, T>(key, entries) : new Map(entries);
}

/** Whether two values can be one key without being the same in JavaScript: lists, Dates, bytes, UUIDs, decimals. */
function hasSpellings(key: Key, entries: readonly (readonly [unknown, unknown])[]): boolean {
  return key.codec.plain !== undefined || entries.some(([value]) => typeof value === "object");
}

function bulkKey({ model, distinctOn }: QueryState, name: string): Key {
  if (model.primaryKey.length === 0 && name === "pk")
    throw new InvalidQuery(`${model.name} has no primary key: inBulk() needs { field }`);
  const column = model.keyNamed(name);
  if (!column) throw unknownName(model, name, "field");
  // As in Django: distinct("field") makes its values unique.
  const [on, ...more] = distinctOn;
  const alone = more.length === 0 && on?.kind === "path" && on.names.join("__") === column.name;
  if (column.kind === "column" && !column.unique && !alone)
    throw new InvalidQuery(`${model.name}.${name} is not unique: inBulk() needs a unique field`);
  return column;
}

/** Rows by keys that may be spelt in several ways: what the database takes for one key is one here. */
class KeyMap<K, T> extends Map<K, T> {
  readonly #known = new Map<unknown, K>();
  readonly #key: Key;

  constructor(key: Key, entries: readonly (readonly [K, T])[]) {
    super();
    this.#key = key;
    for (const [row, value] of entries) this.set(row, value);
  }

  override get(row: K): T | undefined {
    return super.get(this.#same(row));
  }

  override has(row: K): boolean {
    return super.has(this.#same(row));
  }

  override set(row: K, value: T): this {
    const same = this.#same(row);
    this.#known.set(plainKey(this.#key, same), same);
    return super.set(same, value);
  }

  override delete(row: K): boolean {
    return super.delete(this.#same(row));
  }

  #same(row: K): K {
    return this.#known.get(plainKey(this.#key, row)) ?? row;
  }
}

/** The map's key is fetched, whatever `only()` and `defer()` said. */
function withColumns(state: QueryState, key: Key): QueryState {
  const { columns } = state;
  if (columns === null) return state;
  const own = key.columns.map(({ name }) => name);
  const names =
    columns.mode === "only"
      ? [...columns.names, ...own]
      : columns.names.filter((each) => !own.includes(each));
  return { ...state, columns: { mode: columns.mode, names } };
}
