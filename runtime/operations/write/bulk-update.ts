import type { OperationNode } from "kysely";
import type { Result } from "../../driver/result.js";
import type { Statement } from "../../driver/statement.js";
import { InvalidQuery, InvalidValue, withArticle, knownOptions } from "../../errors/index.js";
import { whole, type Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import { isInstance, keyOf, metaOf, write, type Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import { columnOf, fragment, identifier, joined, keyword, parameter } from "../../query/compile/fragment.js";
import { statementOf } from "../../query/compile/statement.js";
import { selectKeys } from "../../query/compile/select/subqueries.js";
import type { ParamNode } from "../../query/expression/node.js";
import type { Param } from "../../query/expression/param.js";
import { refuseElsewhere } from "../../query/connections.js";
import type { QuerySet } from "../../query/queryset.js";
import { shapeOf } from "../../query/shape-key.js";
import type { QueryState } from "../../query/state.js";
import { int8 } from "../../values/index.js";
import { columnNamed, keptProblem } from "./column-named.js";
import { adoptRelatedKeys } from "./adopt-keys.js";
import { expressionsKey, groupsOf, type Expressions, type Group } from "./bulk-groups.js";
import { refuseUnknown } from "./deferred.js";
import { arrayParam, batches, checkBatchSize, columnNames, unnested } from "./unnest.js";
import { noteWritten } from "./note-written.js";
import { refuseKeyless } from "../keyless.js";
import { listed } from "../listed.js";
import { refuseUpdate, rowsAlone } from "./update.js";
import { resolveValue } from "./value.js";
import { tableOf } from "../../query/compile/tables/table.js";

/**
 * Writes these fields of many instances with one statement of constant SQL; gives how many rows matched. What narrows the
 * queryset narrows them too, as in Django.
 */
export function* bulkUpdate(
  queryset: QuerySet,
  items: Iterable<unknown>,
  fields: readonly string[],
  options: { readonly batchSize?: number } = {},
): Operation<number> {
  const { model, using, empty } = queryset.state;
  refuseUpdate(queryset, "bulkUpdate");
  knownOptions("bulkUpdate()", options, ["batchSize"]);
  const columns = columnsToWrite(model, fields);
  checkBatchSize(options.batchSize);
  const instances = listed(items, "bulkUpdate()").map((item) => savedInstance(model, item, columns));
  if (instances.length === 0 || empty) return 0;
  const among = narrowing(queryset.state);
  const groups = groupsOf(columns, instances, () => true);
  for (const { expressions } of groups) refuseElsewhere(model, [...expressions.values()], using);
  const updates = groups.flatMap((group) =>
    [...batches(group.instances, options.batchSize)].map((batch) => updateOf(model, group, batch, among)),
  );
  const replies = yield* whole(
    updates.map(({ statement }) => statement),
    using,
  );
  for (const [at, { rows }] of replies.entries()) updates[at]?.take(rows);
  // Which of them matched is not known where some may not have.
  yield* noteWritten(instances, { columns: among ? "unknown" : columns });
  return replies.reduce((total, { count }) => total + count, 0);
}

/** The rows that may be written, where they are not all of the table. */
interface Among {
  readonly state: QueryState;
  readonly key: string;
  readonly params: readonly Param[];
}

function narrowing(state: QueryState): Among | null {
  if (!state.steps.some(({ kind }) => kind === "filter" || kind === "merge")) return null;
  const rows = rowsAlone(state);
  return { state: rows, ...shapeOf(rows) };
}

function columnsToWrite(model: ModelMeta, fields: readonly string[]): ColumnMeta[] {
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new InvalidQuery(`${model.name}: bulkUpdate() takes the names of the fields to write`);
  }
  return fields.map((name: string) => {
    const column = columnNamed(model, name);
    const kept = keptProblem(column);
    if (kept !== null) throw new InvalidQuery(kept);
    return column;
  });
}

function savedInstance(model: ModelMeta, item: unknown, columns: readonly ColumnMeta[]): Instance {
  if (!isInstance(item) || metaOf(item) !== model)
    throw new InvalidValue(`bulkUpdate() takes instances of ${model.name}`);
  refuseKeyless(item, "bulkUpdate");
  if (keyOf(item) === undefined)
    throw new InvalidValue(`bulkUpdate() takes saved instances: ${withArticle(model.name)} has no key`);
  adoptRelatedKeys(item);
  refuseUnknown(item, columns, "bulkUpdate()");
  return item;
}

/** The statement for rows that say the same, and what becomes of its answer: what the expressions have given. */
function updateOf(
  model: ModelMeta,
  { columns, plain, expressions }: Group,
  instances: readonly Instance[],
  among: Among | null,
): {
  readonly statement: Statement;
  readonly take: (rows: Result["rows"]) => void;
} {
  const all = [...model.primaryKey, ...plain];
  const arrays = all.map((column) => arrayParam(column, instances));
  const back = [...expressions.keys()];
  const { statement } = statementOf(
    `bulkUpdate|${model.id}|${columnNames(columns)}${expressionsKey(expressions)}|${among?.key ?? ""}`,
    [...[...arrays, ...expressions.values()].flatMap((node) => node.params), ...(among?.params ?? [])],
    () => ({
      node: updateNode(model, plain, expressions, arrays, among) as never,
      codecs: back.length === 0 ? [] : [place, ...back.map((column) => column.codec)],
      extra: null,
    }),
  );
  const take = (rows: Result["rows"]) => {
    if (back.length === 0) return;
    for (const [at, ...values] of rows) {
      const instance = instances[Number(at) - 1];
      if (instance)
        for (const [position, column] of back.entries()) write(instance, column.attribute, values[position]);
    }
  };
  return { statement, take };
}

const place = int8({ as: "number" });

function updateNode(
  model: ModelMeta,
  plain: readonly ColumnMeta[],
  expressions: Expressions,
  arrays: readonly ParamNode[],
  among: Among | null,
): OperationNode {
  const { aliases, values } = unnested([...model.primaryKey, ...plain]);
  const offset = model.primaryKey.length;
  const sets = [
    ...plain.map(
      (column, at) => fragment`${identifier(column.column)} = ${values[offset + at] ?? keyword("null")}`,
    ),
    ...[...expressions].map(
      ([column, node]) => fragment`${identifier(column.column)} = ${resolveValue(column, node, "row")}`,
    ),
  ];
  const keys = model.primaryKey.map(
    (column, at) => fragment`${columnOf(model.table, column.column)} = ${values[at] ?? keyword("null")}`,
  );
  const lists = arrays.map((node) => fragment`${parameter(node.param)}::${keyword(node.param.codec.dbType)}`);
  const computes = expressions.size > 0;
  // Rows come back in no promised order: each with its number.
  if (computes) aliases.push(identifier("n"));
  const back = [
    columnOf("rows", "n"),
    ...[...expressions.keys()].map((c) => columnOf(model.table, c.column)),
  ];
  const counted = keyword(computes ? " with ordinality" : "");
  const returning = computes ? fragment` returning ${joined(back, ", ")}` : keyword("");
  return fragment`update ${tableOf(model)} set ${joined(sets, ", ")} from unnest(${joined(
    lists,
    ", ",
  )})${counted} as "rows" (${joined(aliases, ", ")}) where ${joined(keys, " and ")}${within(model, among)}${returning}`;
}

function within({ primaryKey, table }: ModelMeta, among: Among | null): OperationNode {
  if (!among) return keyword("");
  const own = primaryKey.map(({ column }) => columnOf(table, column));
  return fragment` and (${joined(own, ", ")}) in ${selectKeys(among.state)}`;
}
