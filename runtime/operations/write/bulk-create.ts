import type { OperationNode } from "kysely";
import type { Result } from "../../driver/result.js";
import type { Statement } from "../../driver/statement.js";
import {
  InvalidQuery,
  InvalidValue,
  UndefinedValue,
  withArticle,
  knownOptions,
  switches,
} from "../../errors/index.js";
import { style, whole, type Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import { stateOf } from "../../instance/instance.js";
import { isInstance, metaOf, write, type Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import { fragment, identifier, joined, keyword, parameter } from "../../query/compile/fragment.js";
import { statementOf } from "../../query/compile/statement.js";
import type { ParamNode } from "../../query/expression/node.js";
import type { QuerySet } from "../../query/queryset.js";
import { refuseElsewhere } from "../../query/connections.js";
import { expressionsKey, groupsOf, type Expressions, type Group } from "./bulk-groups.js";
import { arrayParam, batches, checkBatchSize, columnNames, placesOf, unnested } from "./unnest.js";
import { columnNamed, keptProblem } from "./column-named.js";
import { adoptRelatedKeys } from "./adopt-keys.js";
import { alwaysSet, refuseDeferred, refuseUndefined } from "./deferred.js";
import { columnList, isGiven, stamp, refuseLost } from "./insert.js";
import { noteWritten } from "./note-written.js";
import { resolveValue } from "./value.js";
import { tableOf } from "../../query/compile/tables/table.js";
import { listed } from "../listed.js";

export interface BulkCreateOptions<Field extends string = string> {
  /** Rows a statement; all at once where it is not given. */
  readonly batchSize?: number;
  /** Leaves out rows that would violate a unique constraint; keys are not set then, as in Django. */
  readonly ignoreConflicts?: boolean;
  /** Updates these fields of the row that stands in the way. */
  readonly updateConflicts?: boolean;
  readonly updateFields?: readonly Field[];
  /** What is unique among the rows; `"pk"` is the primary key, of several columns too. */
  readonly uniqueFields?: readonly (Field | "pk")[];
}

const OPTIONS = ["batchSize", "ignoreConflicts", "updateConflicts", "updateFields", "uniqueFields"];

/** Inserts many rows with one statement of constant SQL, whatever their number; gives them with their keys set. */
export function* bulkCreate<T>(
  queryset: QuerySet,
  items: Iterable<object>,
  options: BulkCreateOptions = {},
): Operation<T[]> {
  const { model, using } = queryset.state;
  knownOptions("bulkCreate()", options, OPTIONS);
  switches("bulkCreate()", options, OPTIONS.slice(1, 3));
  const conflict = conflictOf(model, options);
  const instances = listed(items, "bulkCreate()").map((item) => instanceOf(model, item, using));
  checkBatchSize(options.batchSize);
  if (instances.length === 0) return [];
  const groups = groupsOf(model.columns, instances, isGiven);
  for (const { expressions } of groups) refuseElsewhere(model, [...expressions.values()], using);
  const inserts = groups.flatMap((group) =>
    [...batches(group.instances, options.batchSize)].map((batch) => insertOf(model, group, batch, conflict)),
  );
  const replies = yield* whole(
    inserts.map(({ statement }) => statement),
    using,
  );
  for (const [at, { rows }] of replies.entries()) inserts[at]?.take(rows);
  const lazy = model.spec.client.lazy === "sync" && (yield* style()) === "sync";
  for (const instance of instances) stateOf(instance).lazy = lazy;
  // What stood in the way of a row that was left out holds something else than was given.
  yield* noteWritten(instances, { columns: conflict.kind === "ignore" ? "unknown" : "all", adding: false });
  return instances as T[];
}

interface Conflict {
  readonly kind: "none" | "ignore" | "update";
  readonly unique: readonly ColumnMeta[];
  /** Where the fields are unique for some rows alone: which. */
  readonly where: string | null;
  readonly update: readonly ColumnMeta[];
}

function conflictOf(model: ModelMeta, options: BulkCreateOptions): Conflict {
  const unique = (options.uniqueFields ?? []).flatMap((name) =>
    name === "pk" ? model.primaryKey : [columnNamed(model, name)],
  );
  const update = (options.updateFields ?? []).map((name) => columnNamed(model, name));
  for (const kept of update.map(keptProblem))
    if (kept !== null) throw new InvalidQuery(`bulkCreate({ updateFields }): ${kept}`);
  if (options.ignoreConflicts && options.updateConflicts) {
    throw new InvalidQuery("bulkCreate() takes ignoreConflicts or updateConflicts, not both");
  }
  if (options.updateConflicts && (unique.length === 0 || update.length === 0)) {
    throw new InvalidQuery("bulkCreate({ updateConflicts }) needs uniqueFields and updateFields");
  }
  return {
    kind: options.ignoreConflicts ? "ignore" : options.updateConflicts ? "update" : "none",
    unique,
    where: unique.length === 0 ? null : partOf(model, unique),
    update,
  };
}

/** The condition of the one constraint by which the fields are unique, where there is none without a condition. */
function partOf({ spec, primaryKey }: ModelMeta, unique: readonly ColumnMeta[]): string | null {
  const names = columnNames(sorted(unique));
  const same = (fields: readonly string[]) => [...fields].sort().join() === names;
  const whole =
    (unique.length === 1 && unique[0]?.unique === true) ||
    columnNames(sorted(primaryKey)) === names ||
    (spec.unique ?? []).some(same);
  const parts = whole ? [] : (spec.partlyUnique ?? []).filter(({ fields }) => same(fields));
  if (parts.length > 1) {
    const constraints = parts.map(({ name }) => name).join(" and ");
    throw new InvalidQuery(
      `bulkCreate({ uniqueFields }) cannot tell ${constraints} apart: they are of the same fields`,
    );
  }
  return parts[0]?.where ?? null;
}

function sorted(columns: readonly ColumnMeta[]): ColumnMeta[] {
  return [...columns].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function instanceOf(model: ModelMeta, item: object, using: string | undefined): Instance {
  if (item === undefined) throw new UndefinedValue(`${model.name}: bulkCreate() got an undefined row`);
  const instance = isInstance(item) ? item : new model.construct(item);
  if (metaOf(instance) !== model) {
    throw new InvalidValue(`bulkCreate() of ${model.name} got ${withArticle(metaOf(instance).name)}`);
  }
  stateOf(instance).using = using;
  refuseDeferred(instance, "bulkCreate()");
  adoptRelatedKeys(instance);
  stamp(instance, model);
  refuseUndefined(instance, alwaysSet(model), "bulkCreate()");
  return instance;
}

/** The statement for rows of the same columns, and what becomes of its answer. */
function insertOf(
  model: ModelMeta,
  { columns, plain, expressions }: Group,
  instances: readonly Instance[],
  conflict: Conflict,
): { readonly statement: Statement; readonly take: (rows: Result["rows"]) => void } {
  const back = model.columns.filter((column) => {
    if (conflict.kind === "ignore") return false;
    const standing = conflict.kind === "update" && !conflict.update.includes(column);
    return standing || !columns.includes(column) || column.generated || expressions.has(column);
  });
  const arrays = plain.map((column) => arrayParam(column, instances));
  if (plain.length === 0 && columns.length > 0) arrays.push(placesOf(instances));
  const key = `bulk|${model.id}|${columnNames(columns)}|${conflict.kind}|${columnNames(conflict.unique)}|${columnNames(conflict.update)}${expressionsKey(expressions)}`;
  const { statement } = statementOf(
    columns.length === 0 ? `${key}|${String(instances.length)}` : key,
    [...arrays, ...expressions.values()].flatMap((node) => node.params),
    () => ({
      node: insertNode(model, { plain, expressions }, arrays, conflict, back, instances.length) as never,
      codecs: back.map((column) => column.codec),
      extra: null,
    }),
  );
  const take = (rows: Result["rows"]) => {
    // Whether the row was made is not known, and so not what it holds.
    if (conflict.kind === "ignore") for (const instance of instances) forget(instance, expressions);
    if (back.length === 0) return;
    refuseLost(model, rows.length, instances.length);
    for (const [at, instance] of instances.entries())
      for (const [position, column] of back.entries())
        write(instance, column.attribute, rows[at]?.[position]);
  };
  return { statement, take };
}

function forget(instance: Instance, expressions: Expressions): void {
  for (const { attribute } of expressions.keys()) write(instance, attribute, undefined);
}

function insertNode(
  model: ModelMeta,
  { plain, expressions }: { readonly plain: readonly ColumnMeta[]; readonly expressions: Expressions },
  arrays: readonly ParamNode[],
  conflict: Conflict,
  back: readonly ColumnMeta[],
  rows: number,
): OperationNode {
  const table = tableOf(model);
  const returning = back.length === 0 ? keyword("") : fragment` returning ${columnList(back)}`;
  if (arrays.length === 0) {
    const [key] = model.primaryKey;
    if (!key) throw new TypeError(`${model.name} has no primary key`);
    const defaults = joined(new Array<OperationNode>(rows).fill(keyword("(default)")), ", ");
    return fragment`insert into ${table} (${identifier(key.column)}) values ${defaults}${returning}`;
  }
  const { aliases, values } = unnested(plain);
  const computed = [...expressions].map(([column, node]) => resolveValue(column, node, "new row"));
  const lists = arrays.map((node) => fragment`${parameter(node.param)}::${keyword(node.param.codec.dbType)}`);
  if (plain.length === 0) aliases.push(identifier("c0"));
  return fragment`insert into ${table} (${columnList([...plain, ...expressions.keys()])}) select ${joined(
    [...values, ...computed],
    ", ",
  )} from unnest(${joined(lists, ", ")}) with ordinality as "rows" (${joined(
    [...aliases, identifier("n")],
    ", ",
  )}) order by "n"${onConflict(conflict)}${returning}`;
}

function onConflict({ kind, unique, where, update }: Conflict): OperationNode {
  if (kind === "none") return keyword("");
  const target =
    unique.length === 0
      ? keyword("")
      : fragment` (${columnList(unique)})${keyword(where === null ? "" : ` where (${where}\n)`)}`;
  if (kind === "ignore") return fragment` on conflict${target} do nothing`;
  const sets = update.map(
    (column) => fragment`${identifier(column.column)} = excluded.${identifier(column.column)}`,
  );
  return fragment` on conflict${target} do update set ${joined(sets, ", ")}`;
}
