import { InvalidLookup, InvalidValue } from "../../errors/index.js";
import { query, type Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import type { ModelMeta } from "../../meta/meta.js";
import { stateOf } from "../../instance/instance.js";
import { keyOf, metaOf, read, write, type Instance } from "../../meta/instance-identity.js";
import { noteSaved } from "../../instance/changes.js";
import { initialState, type QueryState } from "../../query/state.js";
import { selectStatement } from "./fetch.js";
import { doesNotExist } from "./get.js";
import { only } from "../../query/chain/columns.js";
import { filter } from "../../query/chain/filter.js";
import { printable, unknownName } from "../../query/path.js";
import { QuerySet } from "../../query/queryset.js";
import { refuseKeyless } from "../keyless.js";
import { lockedBy, refuseUnheld } from "./locks.js";

/**
 * Reads an instance's columns anew: all, or those named. Loaded relations are forgotten, as in Django.
 *
 * @param given names of fields, and perhaps `{ from: queryset }`: its rows, as it locks and narrows them.
 * https://docs.djangoproject.com/en/stable/ref/models/instances/#refreshing-objects-from-database
 */
export function* refresh(instance: Instance, given: readonly unknown[] = []): Operation<void> {
  const meta = metaOf(instance);
  const state = stateOf(instance);
  refuseKeyless(instance, "refresh");
  if (keyOf(instance) === undefined)
    throw new InvalidValue(`${meta.name} is not saved: there is nothing to refresh`);
  const { names, from } = argumentsOf(instance, given);
  const own = from ? among(instance, from) : ownRow(instance);
  const locked = lockedBy(own.state);
  if (locked) yield* refuseUnheld(locked, own.state.using);
  const some = names.length > 0;
  const { statement, extra } = selectStatement(some ? only(own, names).state : own.state);
  const { rows } = yield* query(statement, own.state.using);
  const [row] = rows;
  if (!row || !extra) throw doesNotExist(meta);
  for (const [at, column] of extra.columns.entries()) {
    if (!some || column.primaryKey || wants(names, column.name, column.attribute)) {
      write(instance, column.attribute, row[at]);
    }
  }
  const fresh = extra.columns.filter((column) => !some || wants(names, column.name, column.attribute));
  noteSaved(instance, fresh);
  if (some) return forgetRelated(instance, fresh);
  state.relations = null;
  state.assigned = null;
  state.absent = null;
  state.lists = null;
}

/** A foreign key that was read anew says which row it is: the one that was loaded may be another by now. */
function forgetRelated(instance: Instance, fresh: readonly ColumnMeta[]): void {
  const { relations, assigned, absent } = stateOf(instance);
  for (const { queryName, column } of metaOf(instance).relations.values()) {
    if (!column?.columns.some((each) => fresh.includes(each))) continue;
    for (const known of [relations, assigned, absent]) known?.delete(queryName);
  }
}

function wants(names: readonly string[], ...own: string[]): boolean {
  return own.some((name) => names.includes(name));
}

function argumentsOf(instance: Instance, given: readonly unknown[]) {
  const meta = metaOf(instance);
  const names = given.filter((each) => typeof each === "string");
  for (const name of names) checkField(meta, name);
  const [options, ...more] = given.filter((each) => typeof each !== "string");
  if (options === undefined) return { names, from: null };
  const from: unknown =
    typeof options === "object" && options !== null && "from" in options ? options.from : undefined;
  if (!(from instanceof QuerySet) || from.state.model !== meta || more.length > 0)
    throw new InvalidValue(`refresh() takes names of fields, and { from: a queryset of ${meta.name} }`);
  return { names, from };
}

/** Other rows are not read anew with this one. */
function checkField(meta: ModelMeta, name: string): void {
  if (name === "pk" || meta.column(name) || meta.findRelation(name)?.column) return;
  const [head = ""] = name.split("__");
  if (!meta.column(head) && !meta.findRelation(head)) throw unknownName(meta, head, "field");
  throw new InvalidLookup(
    `refresh() reads fields of ${meta.name}, and '${printable(name)}' is none: what a relation leads to is fetched by itself`,
  );
}

/** The instance's row as a queryset has it. */
function among(instance: Instance, from: QuerySet): QuerySet {
  if (from.state.shape.kind !== "instances")
    throw new InvalidValue(`refresh({ from }) takes a queryset of instances: leave values() out`);
  const using = from.state.using ?? stateOf(instance).using;
  const rows = QuerySet.derive(from, { related: [], prefetch: [], ordering: [], using });
  return filter(rows, [ownKey(instance)]);
}

/** The queryset of an instance's own row. */
export function ownRow(instance: Instance): QuerySet {
  const meta = metaOf(instance);
  const state: QueryState = { ...initialState(meta), using: stateOf(instance).using, ordering: [] };
  return filter(new QuerySet(state), [ownKey(instance)]);
}

function ownKey(instance: Instance): object {
  return Object.fromEntries(
    metaOf(instance).primaryKey.map((column) => [column.name, read(instance, column.attribute)]),
  );
}
