import { InvalidValue } from "../errors/index.js";
import { query, type Operation } from "../executor/operation.js";
import { stateOf } from "../instance/instance.js";
import { keyOf, metaOf, read, write, type Instance } from "../meta/instance-identity.js";
import { noteSaved } from "../instance/changes.js";
import { initialState, type QueryState } from "../query/state.js";
import { selectStatement } from "./fetch.js";
import { doesNotExist } from "./get.js";
import { only } from "../query/chain/columns.js";
import { filter } from "../query/chain/filter.js";
import { QuerySet } from "../query/queryset.js";
import { refuseKeyless } from "./keyless.js";

/** Reads an instance's columns anew: all, or those named. Loaded relations are forgotten, as in Django. */
export function* refresh(instance: Instance, names: readonly string[] = []): Operation<void> {
  const meta = metaOf(instance);
  const state = stateOf(instance);
  refuseKeyless(instance, "refresh");
  if (keyOf(instance) === undefined)
    throw new InvalidValue(`${meta.name} is not saved: there is nothing to refresh`);
  const own = ownRow(instance);
  const some = names.length > 0;
  const { statement, extra } = selectStatement(some ? only(own, names).state : own.state);
  const { rows } = yield* query(statement, state.using);
  const [row] = rows;
  if (!row || !extra) throw doesNotExist(meta);
  for (const [at, column] of extra.columns.entries()) {
    if (!some || column.primaryKey || wants(names, column.name, column.attribute)) {
      write(instance, column.attribute, row[at]);
    }
  }
  const fresh = extra.columns.filter((column) => !some || wants(names, column.name, column.attribute));
  noteSaved(instance, fresh);
  if (!some) {
    state.relations = null;
    state.lists = null;
  }
}

function wants(names: readonly string[], ...own: string[]): boolean {
  return own.some((name) => names.includes(name));
}

/** The queryset of an instance's own row. */
export function ownRow(instance: Instance): QuerySet {
  const meta = metaOf(instance);
  const where = Object.fromEntries(
    meta.primaryKey.map((column) => [column.name, read(instance, column.attribute)]),
  );
  const state: QueryState = { ...initialState(meta), using: stateOf(instance).using, ordering: [] };
  return filter(new QuerySet(state), [where]);
}
