import { InvalidValue, knownOptions, switches } from "../../errors/index.js";
import { query, type Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import { stateOf } from "../../instance/instance.js";
import { keyOf, metaOf, read, write, type Instance } from "../../meta/instance-identity.js";
import { changedColumns } from "../../instance/changes.js";
import type { ModelMeta } from "../../meta/meta.js";
import { isComputed } from "../../query/computed.js";
import { refuseElsewhere } from "../../query/connections.js";
import { fragment, identifier, joined, keyword, parameter } from "../../query/compile/fragment.js";
import { statementOf } from "../../query/compile/statement.js";
import { paramNode } from "../../query/expression/node.js";
import { columnNamed, keptProblem } from "./column-named.js";
import { adoptRelatedKeys } from "./adopt-keys.js";
import { refuseDeferred, refuseUndefined, refuseUnknown } from "./deferred.js";
import { doesNotExist } from "../read/get.js";
import { isElsewhere, onConnection } from "./elsewhere.js";
import { hooked } from "./hooks.js";
import { columnList, insert, stamp } from "./insert.js";
import { setList, type Assignment } from "./update.js";
import { noteWritten } from "./note-written.js";
import { valueNode } from "./value.js";
import { refuseKeyless } from "../keyless.js";
import { tableOf } from "../../query/compile/tables/table.js";

export interface SaveOptions {
  /** Fields to write; the others stay as they are in the database. */
  readonly only?: readonly string[];
  /** Writes the fields that changed since the row was read; without a change, no query is made. */
  readonly changed?: boolean;
  /** An INSERT, whatever is known of the key: Django's `force_insert`. */
  readonly insert?: boolean;
  /** An UPDATE that must find its row: Django's `force_update`. */
  readonly update?: boolean;
  /** The connection to write to, from now on the instance's: Django's `using`. */
  readonly using?: string;
}

type Written = "create" | "update" | null;

/**
 * Writes an instance: UPDATE where its key is in the database already, else INSERT, as Django's `save()` decides.
 * Columns that were deferred are not written.
 */
export function* save(instance: Instance, options: SaveOptions = {}): Operation<void> {
  knownOptions("save()", options, ["only", "changed", "insert", "update", "using"]);
  switches("save()", options, ["changed", "insert", "update"]);
  const { only, changed, insert: inserts, update, using } = options;
  if (only && changed) throw new InvalidValue("save() takes only or changed, not both");
  if (inserts && update) throw new InvalidValue("save() takes insert or update, not both");
  if (inserts && (only || changed)) {
    throw new InvalidValue(`save() inserts a row whole: take ${only ? "only" : "changed"} away, or insert`);
  }
  if (only !== undefined && !Array.isArray(only)) {
    throw new InvalidValue('save() takes a list of fields as only: { only: ["title"] }');
  }
  // As in Django: where nothing is to be written, no hook runs either.
  if (only?.length === 0) return;
  if (changed && isElsewhere(instance, using)) {
    throw new InvalidValue(
      `save() does not know what changed since "${String(using)}" had the row: take changed away, or using`,
    );
  }
  const body = () => written(instance, options);
  yield* onConnection(instance, "save()", using, true, () =>
    hooked("save", instance, body, (action) => action),
  );
}

function* written(instance: Instance, options: SaveOptions): Operation<Written> {
  const meta = metaOf(instance);
  const state = stateOf(instance);
  adoptRelatedKeys(instance);
  if (!state.adding) refuseKeyless(instance, "save");
  const wanted = options.only
    ? columnsNamed(meta, options.only)
    : options.changed && !state.adding
      ? changedColumns(instance)
      : null;
  if (wanted?.length === 0) return null;
  if (options.insert) {
    refuseDeferred(instance, "save({ insert: true })");
    yield* insert(instance);
    return "create";
  }
  const keyed = keyOf(instance) !== undefined;
  if (options.update && !keyed) {
    throw new InvalidValue(`${meta.name} has no key yet: save({ update: true }) knows no row to update`);
  }
  const made =
    state.adding &&
    meta.primaryKey.some((column) => column.default || isComputed(read(instance, column.attribute)));
  if (!options.update && (!keyed || made)) {
    if (wanted) throw new InvalidValue(`${meta.name} is not in the database yet: save() it whole first`);
    refuseDeferred(instance, "without a key, save()");
    yield* insert(instance);
    return "create";
  }
  stamp(instance, meta, !state.adding);
  if (options.only && wanted) refuseUnknown(instance, wanted, "save({ only })");
  else if (!state.adding) refuseUndefined(instance, wanted ?? meta.columns, "save()");
  const found = yield* updateInstance(instance, wanted);
  if (!found && options.update) throw doesNotExist(meta, "save({ update: true }) found no row to update");
  if (!found && wanted) throw new InvalidValue(`save({ only }) of ${meta.name} found no row to update`);
  if (!found) {
    refuseDeferred(instance, "it is no longer in the database, and save()");
    yield* insert(instance);
    return "create";
  }
  yield* noteWritten([instance], { columns: wanted ?? "all", adding: false });
  return "update";
}

function columnsNamed(meta: ModelMeta, names: readonly string[]): ColumnMeta[] {
  return names.map((name) => {
    const column = columnNamed(meta, name);
    const kept = keptProblem(column);
    if (kept !== null) throw new InvalidValue(kept);
    return column;
  });
}

function* updateInstance(instance: Instance, wanted: readonly ColumnMeta[] | null): Operation<boolean> {
  const meta = metaOf(instance);
  const columns = meta.columns.filter(
    (column) =>
      !column.primaryKey &&
      !column.generated &&
      (wanted === null
        ? Object.hasOwn(instance, column.attribute)
        : wanted.includes(column) || column.autoNow),
  );
  const assignments: Assignment[] = columns
    .filter((column) => read(instance, column.attribute) !== undefined)
    .map((column) => ({ column, node: valueNode(column, read(instance, column.attribute)) }));
  refuseElsewhere(
    meta,
    assignments.map(({ node }) => node),
    stateOf(instance).using,
  );
  const back = meta.columns.filter(
    (column) =>
      column.generated || assignments.some((each) => each.column === column && each.node.kind !== "param"),
  );
  const keys = meta.primaryKey.map((column) =>
    paramNode(column.codec, column.codec.encode(read(instance, column.attribute))),
  );
  const key = `save|${meta.id}|${assignments.map(({ column, node }) => `${column.name}=${node.key}`).join()}`;
  const params = [...assignments.flatMap(({ node }) => node.params), ...keys.flatMap((node) => node.params)];
  const { statement } = statementOf(key, params, () => {
    const where = joined(
      meta.primaryKey.map((column, at) => {
        const node = keys[at];
        if (!node) throw new TypeError("a key is missing");
        return fragment`${identifier(column.column)} = ${parameter(node.param)}`;
      }),
      " and ",
    );
    const table = tableOf(meta);
    const returning = back.length === 0 ? keyword("") : fragment` returning ${columnList(back)}`;
    const node =
      assignments.length === 0
        ? fragment`select ${back.length === 0 ? keyword("") : columnList(back)} from ${table} where ${where}`
        : fragment`update ${table} set ${setList(assignments)} where ${where}${returning}`;
    return { node: node as never, codecs: back.map((column) => column.codec), extra: null };
  });
  const { rows, count } = yield* query(statement, stateOf(instance).using);
  for (const [at, column] of back.entries()) if (rows[0]) write(instance, column.attribute, rows[0][at]);
  return count > 0;
}
