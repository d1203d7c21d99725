import type { OperationNode } from "kysely";
import { SchemaDrift } from "../../errors/index.js";
import { query, style, type Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import { stateOf } from "../../instance/instance.js";
import { metaOf, read, write, type Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import { refuseElsewhere } from "../../query/connections.js";
import { fragment, identifier, joined, keyword } from "../../query/compile/fragment.js";
import { statementOf } from "../../query/compile/statement.js";
import type { Node } from "../../query/expression/node.js";
import type { Param } from "../../query/expression/param.js";
import { noteWritten } from "./note-written.js";
import { resolveValue, valueNode } from "./value.js";
import { adoptRelatedKeys } from "./adopt-keys.js";
import { alwaysSet, refuseUndefined } from "./deferred.js";
import { tableOf } from "../../query/compile/tables/table.js";

/** INSERT of one row; what the database fills comes back with it. */
export function* insert(instance: Instance): Operation<void> {
  const meta = metaOf(instance);
  const state = stateOf(instance);
  adoptRelatedKeys(instance);
  stamp(instance, meta);
  refuseUndefined(instance, alwaysSet(meta), "save()");
  const given = meta.columns.filter((column) => isGiven(instance, column));
  const nodes = given.map((column) => valueNode(column, read(instance, column.attribute) ?? null));
  refuseElsewhere(meta, nodes, state.using);
  const back = meta.columns.filter(
    (column) => !given.includes(column) || column.generated || isExpression(nodes, given, column),
  );
  const key = `insert|${meta.id}|${given.map((column, at) => `${column.name}=${nodes[at]?.key ?? ""}`).join()}`;
  const params: Param[] = nodes.flatMap((node) => node.params);
  const { statement } = statementOf(key, params, () => ({
    node: insertNode(meta, given, nodes, back) as never,
    codecs: back.map((column) => column.codec),
    extra: null,
  }));
  const { rows } = yield* query(statement, state.using);
  if (back.length > 0) refuseLost(meta, rows.length, 1);
  for (const [at, column] of back.entries()) write(instance, column.attribute, rows[0]?.[at]);
  yield* noteWritten([instance], { columns: "all", adding: false });
  state.lazy = meta.spec.client.lazy === "sync" && (yield* style()) === "sync";
}

/**
 * What the database fills is not known of rows that do not come back, nor whose the others are.
 *
 * @throws SchemaDrift where a trigger or a rule left rows out, or put them elsewhere.
 */
export function refuseLost({ name, table }: ModelMeta, back: number, given: number): void {
  if (back === given) return;
  throw new SchemaDrift(
    `${name}: of ${String(given)} new ${given === 1 ? "row" : "rows"} the database gave ${String(back)} back: a trigger or a rule of "${table}" left rows out, or put them elsewhere; return NEW there, or write with raw SQL`,
  );
}

/** Sets the times that the model asks for, as Django does just before it saves, and a new row's key that was taken away. */
export function stamp(instance: Instance, meta: ModelMeta, updating = false): void {
  for (const { attribute, default: made } of meta.primaryKey)
    if (!updating && made && read(instance, attribute) == null) write(instance, attribute, made());
  for (const column of meta.columns) {
    if (column.autoNow || (column.autoNowAdd && !updating)) write(instance, column.attribute, now(column));
  }
}

export function now(column: ColumnMeta): unknown {
  const date = new Date();
  if (column.type.type === "date") return date.toISOString().slice(0, 10);
  if (column.type.type === "time") return date.toISOString().slice(11, 23);
  if (column.type.type === "timestamp" && column.type.as === "string") return date.toISOString();
  return date;
}

/** Left to the database: generated columns, and those with a default there when no value was given. */
export function isGiven(instance: Instance, column: ColumnMeta): boolean {
  if (column.generated) return false;
  return !(column.dbDefault && read(instance, column.attribute) == null && !nullWanted(instance, column));
}

function nullWanted(instance: Instance, column: ColumnMeta): boolean {
  return column.null && !column.primaryKey && read(instance, column.attribute) === null;
}

function isExpression(nodes: readonly Node[], given: readonly ColumnMeta[], column: ColumnMeta): boolean {
  return nodes[given.indexOf(column)]?.kind !== "param";
}

function insertNode(
  meta: ModelMeta,
  given: readonly ColumnMeta[],
  nodes: readonly Node[],
  back: readonly ColumnMeta[],
): OperationNode {
  const values =
    given.length === 0
      ? keyword(" default values")
      : fragment` (${columnList(given)}) values (${joined(
          nodes.map((node, at) => resolveValue(given[at]!, node, "new row")),
          ", ",
        )})`;
  const returning = back.length === 0 ? keyword("") : fragment` returning ${columnList(back)}`;
  return fragment`insert into ${tableOf(meta)}${values}${returning}`;
}

export function columnList(columns: readonly ColumnMeta[]): OperationNode {
  return joined(
    columns.map((column) => identifier(column.column)),
    ", ",
  );
}
