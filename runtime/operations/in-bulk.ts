import { InvalidQuery, knownOptions } from "../errors/index.js";
import type { Operation } from "../executor/operation.js";
import { read, type Instance } from "../meta/instance-identity.js";
import { filter } from "../query/chain/filter.js";
import { unknownName } from "../query/path.js";
import type { QuerySet } from "../query/queryset.js";
import { isSliced, type QueryState } from "../query/state.js";
import { fetchInstances } from "./fetch.js";

/** The rows with these keys, by key; without keys, every row. `field` names another unique field. */
export function* inBulk<K, T>(
  queryset: QuerySet,
  keys: readonly unknown[] | undefined,
  options: { readonly field?: string } = {},
): Operation<Map<K, T>> {
  knownOptions("inBulk()", options, ["field"]);
  const { state } = queryset;
  const { model } = state;
  if (isSliced(state)) throw new InvalidQuery(`${model.name}: inBulk() cannot follow limit() or offset()`);
  if (state.shape.kind !== "instances")
    throw new InvalidQuery(`${model.name}: inBulk() cannot follow values()`);
  if ((options.field === undefined || options.field === "pk") && model.primaryKey.length > 1) {
    throw new InvalidQuery(`${model.name} has a composite primary key: inBulk() needs { field }`);
  }
  const name = options.field === undefined || options.field === "pk" ? model.key.name : options.field;
  const column = model.column(name);
  if (!column) throw unknownName(model, name, "field");
  // As in Django: distinct("field") makes its values unique.
  const [on, ...more] = state.distinctOn;
  const alone = more.length === 0 && on?.kind === "path" && on.names.join("__") === column.name;
  if (!column.unique && !alone)
    throw new InvalidQuery(`${model.name}.${name} is not unique: inBulk() needs a unique field`);
  if (keys?.length === 0) return new Map();
  const wanted = keys ? filter(queryset, [{ [`${column.name}__in`]: keys }]) : queryset;
  const found: Instance[] = yield* fetchInstances(withColumn(wanted.state, name));
  return new Map(found.map((instance) => [read(instance, column.attribute) as K, instance as T]));
}

/** The map's key is fetched, whatever `only()` and `defer()` said. */
function withColumn(state: QueryState, name: string): QueryState {
  const { columns } = state;
  if (columns === null) return state;
  const names =
    columns.mode === "only" ? [...columns.names, name] : columns.names.filter((each) => each !== name);
  return { ...state, columns: { mode: columns.mode, names } };
}
