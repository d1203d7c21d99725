import { ForeignKeyViolation, InvalidQuery } from "../../errors/index.js";
import { query, transaction, type Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import type { ModelMeta } from "../../meta/meta.js";
import { plainKey, type Key } from "../../meta/key.js";
import { refuseCombined } from "../../query/chain/combine.js";
import { fragment, joined, keyword, parameter } from "../../query/compile/fragment.js";
import { selectKeys } from "../../query/compile/select/subqueries.js";
import { statementOf } from "../../query/compile/statement.js";
import { paramNode } from "../../query/expression/node.js";
import type { Param } from "../../query/expression/param.js";
import type { QuerySet } from "../../query/queryset.js";
import { shapeOf } from "../../query/shape-key.js";
import { isSliced, type QueryState } from "../../query/state.js";
import { int8 } from "../../values/index.js";
import { Counts, type Deleted } from "./deleted.js";
import { incomingOf, type Incoming } from "./incoming.js";
import { fullName, keyIn, KeyList, ownName } from "./key-list.js";
import { refuseUnfiltered, whereClause } from "./update.js";
import { tableOf } from "../../query/compile/tables/table.js";

const rowCount = int8({ as: "number" });

/** Deletes the rows of a queryset, and what the models' `onDelete` says of the rows that refer to them. */
export function* deleteRows(queryset: QuerySet): Operation<Deleted> {
  const { state } = queryset;
  refuseCombined(queryset, "delete");
  refuseUnfiltered(state, "delete");
  const { name } = state.model;
  if (isSliced(state))
    throw new InvalidQuery(`${name}: a queryset cannot be deleted after limit() or offset()`);
  if (state.distinctOn.length > 0) {
    throw new InvalidQuery(
      `${name}: a queryset cannot be deleted after distinct() with fields: filter by { pk__in: … } of it`,
    );
  }
  if (state.shape.kind !== "instances") throw new InvalidQuery(`${name}: delete() cannot follow values()`);
  if (state.empty) return [0, {}];
  const plain: QueryState = {
    ...state,
    // Each row goes once, however often a join gives it.
    ...{ distinct: false, ordering: [], related: [], columns: null, lock: null, known: null },
  };
  if (incomingOf(state.model).length === 0) {
    const counts = new Counts();
    counts.add(state.model, yield* deleteWhere(plain));
    return counts.result();
  }
  return yield* transaction(() => collectAndDelete(plain), state.using);
}

type Keys = ReadonlyMap<unknown, unknown>;

/** What a deletion takes with it, gathered before anything goes: one query a relation, whatever the number of rows. */
class Collection {
  /** Keys of the rows to go, by what they are compared by, by model, in the order in which the models were met. */
  readonly keys = new Map<ModelMeta, Map<unknown, unknown>>();
  /** Rows of models that nothing refers to: deleted by their foreign key, without being looked at. */
  readonly direct: { incoming: Incoming; keys: readonly unknown[] }[] = [];
  readonly updates: { incoming: Incoming; keys: readonly unknown[] }[] = [];
  readonly restricted: { incoming: Incoming; keys: readonly unknown[] }[] = [];

  /** Adds keys; gives those that were new. */
  add(model: ModelMeta, keys: readonly unknown[]): unknown[] {
    let own = this.keys.get(model);
    if (!own) this.keys.set(model, (own = new Map<unknown, unknown>()));
    const fresh = new Map(keys.map((key) => [plainKey(model.pk, key), key]));
    for (const plain of own.keys()) fresh.delete(plain);
    for (const [plain, key] of fresh) own.set(plain, key);
    return [...fresh.values()];
  }
}

function* collectAndDelete(state: QueryState): Operation<Deleted> {
  const collection = new Collection();
  const roots = yield* keysOf(state);
  yield* collect(collection, state.model, roots, state.using);
  yield* refuseRestricted(collection, state.using);
  const counts = new Counts();
  for (const { incoming, keys } of collection.updates) yield* release(incoming, keys, state.using);
  for (const { incoming, keys } of collection.direct) {
    counts.add(incoming.model, yield* deleteBy(incoming.model, incoming.column, keys, state.using));
  }
  // What was met last refers to what was met first.
  for (const [model, keys] of dependentsFirst(collection.keys)) {
    counts.add(model, yield* deleteBy(model, model.pk, [...keys.values()], state.using));
  }
  return counts.result();
}

function* collect(
  collection: Collection,
  model: ModelMeta,
  keys: readonly unknown[],
  using: string | undefined,
): Operation<void> {
  const fresh = collection.add(model, keys);
  if (fresh.length === 0) return;
  for (const incoming of incomingOf(model)) {
    if (incoming.onDelete === "doNothing") continue;
    const keys = yield* referred(incoming, fresh, using);
    if (keys.length === 0) continue;
    switch (incoming.onDelete) {
      case "setNull":
      case "setDefault":
        collection.updates.push({ incoming, keys });
        break;
      case "restrict":
        collection.restricted.push({ incoming, keys });
        break;
      case "cascade":
        if (incomingOf(incoming.model).length === 0) collection.direct.push({ incoming, keys });
        else yield* collect(collection, incoming.model, yield* referring(incoming, keys, using), using);
    }
  }
}

/** A restricted row that goes with the deletion anyway restricts nothing, as Django's RESTRICT says. */
function* refuseRestricted(collection: Collection, using: string | undefined): Operation<void> {
  for (const { incoming, keys } of collection.restricted) {
    const held = yield* countHeld(collection, incoming, keys, using);
    if (held === 0) continue;
    throw new ForeignKeyViolation(
      `${incoming.target.name} cannot be deleted: ${String(held)} ${held === 1 ? "row" : "rows"} of ${incoming.model.name} refer to it through ${incoming.column.label} (onDelete: "restrict")`,
      { table: incoming.model.table, columns: incoming.column.columns.map(({ column }) => column) },
    );
  }
}

/** How many rows refer to the keys and do not go themselves. */
function* countHeld(
  collection: Collection,
  { model, column }: Incoming,
  keys: readonly unknown[],
  using: string | undefined,
): Operation<number> {
  const going = collection.keys.get(model);
  const leaving = [
    ...(going ? [new KeyList(model.pk, [...going.values()])] : []),
    ...collection.direct
      .filter(({ incoming }) => incoming.model === model)
      .map((each) => new KeyList(each.incoming.column, each.keys)),
  ];
  const own = new KeyList(column, keys);
  const shape = leaving.map((each) => each.key.name).join();
  const { statement } = statementOf(
    `held|${model.id}.${column.name}|${shape}`,
    [own, ...leaving].flatMap(({ params }) => params),
    () => {
      const stays = leaving.map((each) => fragment` and (${each.among(ownName)}) is not true`);
      return {
        node: fragment`select count(*) from ${tableOf(model)} where ${own.among(ownName)}${joined(stays, "")}` as never,
        codecs: [rowCount],
        extra: null,
      };
    },
  );
  return (yield* query(statement, using)).rows[0]?.[0] as number;
}

function dependentsFirst(keys: ReadonlyMap<ModelMeta, Keys>): [ModelMeta, Keys][] {
  const done: [ModelMeta, Keys][] = [];
  const seen = new Set<ModelMeta>();
  const visit = (model: ModelMeta) => {
    const own = keys.get(model);
    if (seen.has(model) || !own) return;
    seen.add(model);
    for (const incoming of incomingOf(model)) visit(incoming.model);
    done.push([model, own]);
  };
  for (const model of keys.keys()) visit(model);
  return done;
}

function* keysOf(state: QueryState): Operation<unknown[]> {
  const { model } = state;
  const { key: shape, params } = shapeOf(state);
  const { statement } = statementOf(`keys|${shape}`, params, () => ({
    node: selectKeys(state),
    codecs: model.primaryKey.map(({ codec }) => codec),
    extra: null,
  }));
  return (yield* query(statement, state.using)).rows.map((row) => keyIn(model.pk, row));
}

/** What the rows of these keys are referred to by: their keys, unless the foreign key points at other columns. */
function* referred(
  { target, far }: Incoming,
  keys: readonly unknown[],
  using: string | undefined,
): Operation<readonly unknown[]> {
  if (far === target.pk) return keys;
  const found = yield* keysWhere(far, target, new KeyList(target.pk, keys), using);
  return found.filter((key) => (far.kind === "column" ? key !== null : !(key as unknown[]).includes(null)));
}

function referring(
  { column, model }: Incoming,
  keys: readonly unknown[],
  using: string | undefined,
): Operation<unknown[]> {
  return keysWhere(model.pk, model, new KeyList(column, keys), using);
}

function* keysWhere(
  wanted: Key,
  model: ModelMeta,
  list: KeyList,
  using: string | undefined,
): Operation<unknown[]> {
  const shape = `keysWhere|${model.id}.${list.key.name}|${wanted.name}`;
  const { statement } = statementOf(shape, list.params, () => ({
    node: fragment`select ${joined(wanted.columns.map(ownName), ", ")} from ${tableOf(model)} where ${list.among(ownName)}` as never,
    codecs: wanted.columns.map(({ codec }) => codec),
    extra: null,
  }));
  return (yield* query(statement, using)).rows.map((row) => keyIn(wanted, row));
}

function* deleteBy(
  model: ModelMeta,
  key: Key,
  keys: readonly unknown[],
  using: string | undefined,
): Operation<number> {
  const list = new KeyList(key, keys);
  const { statement } = statementOf(`deleteBy|${model.id}.${key.name}`, list.params, () => ({
    node: fragment`delete from ${tableOf(model)} where ${list.among(fullName)}` as never,
    codecs: [],
    extra: null,
  }));
  return (yield* query(statement, using)).count;
}

/** The rows stay, and refer to nothing, or to what their default says. */
function* release(
  { model, column: key, onDelete }: Incoming,
  keys: readonly unknown[],
  using: string | undefined,
): Operation<void> {
  const list = new KeyList(key, keys);
  // What cannot be null belongs to something else as well.
  const columns = key.columns.filter((column) => onDelete === "setDefault" || column.null || key === column);
  const values = columns.map((column) => releasedValue(column, onDelete));
  const shape = values.map((value) => (value === null ? "default" : "value")).join();
  const params = [...values.flatMap((value) => value ?? []), ...list.params];
  const { statement } = statementOf(`release|${model.id}.${key.name}|${shape}`, params, () => {
    const set = columns.map((column, at) => {
      const value = values[at];
      return fragment`${ownName(column)} = ${value ? parameter(value) : keyword("DEFAULT")}`;
    });
    return {
      node: fragment`update ${tableOf(model)} set ${joined(set, ", ")} where ${list.among(ownName)}` as never,
      codecs: [],
      extra: null,
    };
  });
  yield* query(statement, using);
}

/** Null: the column's DEFAULT. */
function releasedValue(column: ColumnMeta, onDelete: Incoming["onDelete"]): Param | null {
  if (onDelete === "setDefault" && column.default === null) return null;
  const value = onDelete === "setNull" ? null : (column.default?.() ?? null);
  return paramNode(column.codec, value === null ? null : column.codec.encode(value)).param;
}

function* deleteWhere(state: QueryState): Operation<number> {
  const { key, params } = shapeOf(state);
  const { statement } = statementOf(`delete|${key}`, params, () => ({
    node: fragment`delete from ${tableOf(state.model)}${whereClause(state)}` as never,
    codecs: [],
    extra: null,
  }));
  return (yield* query(statement, state.using)).count;
}
