import type { OperationNode } from "kysely";
import type { Statement } from "../driver/statement.js";
import { InvalidQuery, InvalidValue, withArticle, knownOptions } from "../errors/index.js";
import { whole, type Operation } from "../executor/operation.js";
import type { ColumnMeta } from "../meta/column.js";
import { isInstance, keyOf, metaOf, type Instance } from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import { columnOf, fragment, identifier, joined, keyword, parameter } from "../query/compile/fragment.js";
import { statementOf } from "../query/compile/statement.js";
import type { ParamNode } from "../query/expression/node.js";
import { unknownName } from "../query/path.js";
import type { QuerySet } from "../query/queryset.js";
import { adoptRelatedKeys } from "./adopt-keys.js";
import { arrayParam, batches, columnNames, unnested } from "./unnest.js";
import { refuseKeyless } from "./keyless.js";
import { tableOf } from "../query/compile/table.js";

/** Writes these fields of many instances with one statement of constant SQL; gives how many rows matched. */
export function* bulkUpdate(
  queryset: QuerySet,
  items: readonly unknown[],
  fields: readonly string[],
  options: { readonly batchSize?: number } = {},
): Operation<number> {
  const { model, using } = queryset.state;
  knownOptions("bulkUpdate()", options, ["batchSize"]);
  const columns = columnsToWrite(model, fields);
  const instances = items.map((item) => savedInstance(model, item));
  if (instances.length === 0) return 0;
  const statements = [...batches(instances, options.batchSize)].map((batch) =>
    updateOf(model, columns, batch),
  );
  const replies = yield* whole(statements, using);
  return replies.reduce((total, { count }) => total + count, 0);
}

function columnsToWrite(model: ModelMeta, fields: readonly string[]): ColumnMeta[] {
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new InvalidQuery(`${model.name}: bulkUpdate() takes the names of the fields to write`);
  }
  return fields.map((name: string) => {
    const column = model.column(name);
    if (!column) throw unknownName(model, String(name), "field");
    if (column.primaryKey || column.generated) {
      throw new InvalidQuery(
        `${column.label} cannot be updated: it is the primary key, or the database fills it`,
      );
    }
    return column;
  });
}

function savedInstance(model: ModelMeta, item: unknown): Instance {
  if (!isInstance(item) || metaOf(item) !== model)
    throw new InvalidValue(`bulkUpdate() takes instances of ${model.name}`);
  refuseKeyless(item, "bulkUpdate");
  if (keyOf(item) === undefined)
    throw new InvalidValue(`bulkUpdate() takes saved instances: ${withArticle(model.name)} has no key`);
  adoptRelatedKeys(item);
  return item;
}

function updateOf(
  model: ModelMeta,
  columns: readonly ColumnMeta[],
  instances: readonly Instance[],
): Statement {
  const all = [...model.primaryKey, ...columns];
  const arrays = all.map((column) => arrayParam(column, instances, "bulkUpdate"));
  const { statement } = statementOf(
    `bulkUpdate|${model.id}|${columnNames(columns)}`,
    arrays.map((node) => node.param),
    () => ({ node: updateNode(model, columns, all, arrays) as never, codecs: [], extra: null }),
  );
  return statement;
}

function updateNode(
  model: ModelMeta,
  columns: readonly ColumnMeta[],
  all: readonly ColumnMeta[],
  arrays: readonly ParamNode[],
): OperationNode {
  const { aliases, values } = unnested(all);
  const offset = model.primaryKey.length;
  const sets = columns.map(
    (column, at) => fragment`${identifier(column.column)} = ${values[offset + at] ?? keyword("null")}`,
  );
  const keys = model.primaryKey.map(
    (column, at) => fragment`${columnOf(model.table, column.column)} = ${values[at] ?? keyword("null")}`,
  );
  const lists = arrays.map((node) => fragment`${parameter(node.param)}::${keyword(node.param.codec.dbType)}`);
  return fragment`update ${tableOf(model)} set ${joined(sets, ", ")} from unnest(${joined(
    lists,
    ", ",
  )}) as "rows" (${joined(aliases, ", ")}) where ${joined(keys, " and ")}`;
}
