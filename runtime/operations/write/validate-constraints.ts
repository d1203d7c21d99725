import type { OperationNode } from "kysely";
import { query, type Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import { keyOf, metaOf, read, type Instance } from "../../meta/instance-identity.js";
import type { ColumnMeta } from "../../meta/column.js";
import type { PartlyUnique } from "../../meta/spec.js";
import { columnOf, fragment, identifier, joined, keyword, parameter } from "../../query/compile/fragment.js";
import { tableOf } from "../../query/compile/tables/table.js";
import { statementOf } from "../../query/compile/statement.js";
import { isComputed } from "../../query/computed.js";
import { paramNode, type ParamNode } from "../../query/expression/node.js";
import { boolean } from "../../values/index.js";

/**
 * The names of the CHECK constraints that the instance would not meet. Those that speak of a column whose value is not
 * known here (left to the database, deferred, wrong by itself) are not asked.
 * https://docs.djangoproject.com/en/stable/ref/models/instances/#django.db.models.Model.validate_constraints
 */
export function* brokenChecks(instance: Instance, wrong: ReadonlySet<string>): Operation<string[]> {
  const { id, table, spec } = metaOf(instance);
  const asked = (spec.checks ?? []).flatMap((check) => {
    const row = rowFor(instance, check.sql, wrong);
    return row ? [{ ...check, row }] : [];
  });
  if (asked.length === 0) return [];
  const row = [...new Map(asked.flatMap((each) => each.row).map((cell) => [cell.column, cell])).values()];
  const key = `checks|${id}|${asked.map(({ name }) => name).join()}|${row.map(({ column }) => column.name).join()}`;
  const { statement } = statementOf(
    key,
    row.map(({ node }) => node.param),
    () => {
      // NULL meets a check, as in the database.
      const results = asked.map(({ sql }) => fragment`${written(sql)} is false`);
      return {
        node: fragment`select ${joined(results, ", ")} from ${asTable(table, row)}` as never,
        codecs: asked.map(() => boolean),
        extra: null,
      };
    },
  );
  const { rows } = yield* query(statement, stateOf(instance).using);
  return asked.filter((_, at) => rows[0]?.[at] === true).map(({ name }) => name);
}

/** Whether another row has the values, where the constraint's condition holds for both. */
export function* isTakenWhere(
  instance: Instance,
  { name, fields, where }: PartlyUnique,
  wrong: ReadonlySet<string>,
): Operation<boolean> {
  const meta = metaOf(instance);
  const row = rowFor(instance, where, wrong);
  const values = fields.map((field) => cellOf(instance, meta.requireColumn(field), wrong));
  if (!row || !values.every((cell) => cell !== null && read(instance, cell.column.attribute) !== null))
    return false;
  const saved = !stateOf(instance).adding && keyOf(instance) !== undefined;
  const own = saved ? meta.primaryKey.flatMap((column) => cellOf(instance, column, wrong) ?? []) : [];
  const same = values as Cell[];
  const { statement } = statementOf(
    `taken|${meta.id}|${name}|${row.map(({ column }) => column.name).join()}|${String(saved)}`,
    [...same, ...own, ...row].map(({ node }) => node.param),
    () => {
      const equal = (cells: readonly Cell[]) =>
        joined(
          cells.map(
            ({ column, node }) => fragment`${columnOf(meta.table, column.column)} = ${parameter(node.param)}`,
          ),
          " and ",
        );
      const others = own.length > 0 ? fragment` and not (${equal(own)})` : keyword("");
      const found = fragment`exists (select from ${tableOf(meta)} where ${equal(same)} and ${written(where)}${others})`;
      return {
        node: fragment`select ${found} and coalesce((select ${written(where)} from ${asTable(meta.table, row)}), false)` as never,
        codecs: [boolean],
        extra: null,
      };
    },
  );
  const { rows } = yield* query(statement, stateOf(instance).using);
  return rows[0]?.[0] === true;
}

interface Cell {
  readonly column: ColumnMeta;
  readonly node: ParamNode;
}

/** The columns that a condition speaks of, with the instance's values; null where one is not known. */
function rowFor(instance: Instance, sql: string, wrong: ReadonlySet<string>): Cell[] | null {
  const cells = metaOf(instance)
    .columns.filter(({ column }) => mentions(sql, column))
    .map((column) => cellOf(instance, column, wrong));
  return cells.every((cell) => cell !== null) ? cells : null;
}

function cellOf(instance: Instance, column: ColumnMeta, wrong: ReadonlySet<string>): Cell | null {
  if (wrong.has(column.name) || column.generated) return null;
  const value = read(instance, column.attribute);
  if (value === undefined || isComputed(value)) return null;
  return { column, node: paramNode(column.codec, value === null ? null : column.codec.encode(value)) };
}

function mentions(sql: string, column: string): boolean {
  const name = column.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w$])${name}(?![\\w$])`, "i").test(sql);
}

/** SQL of the model's own; a comment at its end ends with the line. */
function written(sql: string): OperationNode {
  return keyword(`(${sql}\n)`);
}

/** One row under the table's name, so that a condition reads it as it reads the table. */
function asTable(table: string, row: readonly Cell[]): OperationNode {
  const cells = row.map(
    ({ column, node }) =>
      fragment`${parameter(node.param)}::${keyword(column.codec.dbType)} as ${identifier(column.column)}`,
  );
  return fragment`(select ${joined(cells, ", ")}) as ${identifier(table)}`;
}
