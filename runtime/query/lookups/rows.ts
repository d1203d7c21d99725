import type { OperationNode } from "kysely";
import { InvalidValue, withArticle } from "../../errors/index.js";
import { arrayOf, partsOf, type Codec } from "../../values/index.js";
import { fragment, joined, keyword } from "../compile/fragment.js";
import { Expr } from "../expression/expr.js";
import { paramNode, type Node } from "../expression/node.js";
import { isSubselect, ofWidth, rowsOf, scalarOf } from "../subselect.js";
import type { Lookup } from "./lookup.js";
import type { Sql } from "./sql.js";

/**
 * Keys of several columns, compared as PostgreSQL compares rows: from left to right. Each part of a value is a parameter
 * of its own.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON
 */
function compare(name: string, operator: string): Lookup {
  return {
    name,
    kinds: ["row"],
    operands: rowOperand,
    sql: (left, right) => fragment`${left.node} ${keyword(operator)} ${rowSql(right)}`,
  };
}

function parts(codec: Codec): readonly Codec[] {
  return partsOf(codec) ?? [codec];
}

function checkedParts(left: Codec, value: unknown): readonly unknown[] {
  const wanted = parts(left).length;
  if (!Array.isArray(value) || value.length !== wanted || value.some((part) => part == null)) {
    throw new InvalidValue(`a key of ${String(wanted)} columns is a list of ${String(wanted)} values`);
  }
  return value as unknown[];
}

function rowOperand(left: Codec, value: unknown): readonly Node[] {
  if (isSubselect(value)) return [scalarOf(value, parts(left).length)];
  if (value instanceof Expr) return [rowExpression(left, value.node)];
  const given = checkedParts(left, value);
  return parts(left).map((codec, at) => {
    const part = given[at];
    return part instanceof Expr ? part.node : paramNode(codec, codec.encode(part));
  });
}

/** A row of the database's own: another key, or a query that gives as many columns. */
function rowExpression(left: Codec, node: Node): Node {
  const width = parts(left).length;
  if (node.kind === "query" && node.form === "scalar") return ofWidth(node, width);
  if (node.codec === null || partsOf(node.codec)?.length === width) return node;
  throw new InvalidValue(
    `a key of ${String(width)} columns is compared with keys, not with ${withArticle(node.codec.name)}`,
  );
}

/** `($1, $2)`; a query or an expression is a row by itself. */
function rowSql(right: readonly Sql[]): OperationNode {
  const [only, ...more] = right;
  if (only && more.length === 0) return only.node;
  return fragment`(${joined(
    right.map(({ node }) => node),
    ", ",
  )})`;
}

const list: Lookup = {
  name: "in",
  kinds: ["row"],
  operands(left, value) {
    if (isSubselect(value)) return [rowsOf(value, parts(left).length)];
    if (!Array.isArray(value) && !(value instanceof Set)) {
      throw new InvalidValue("'in' takes an array, a Set or a queryset");
    }
    const rows = [...(value as Iterable<unknown>)]
      .filter((each) => each !== null)
      .map((each) => checkedParts(left, each));
    return parts(left).map((codec, at) => {
      const column = arrayOf(codec);
      return paramNode(column, column.encode(rows.map((row) => row[at])));
    });
  },
  sql(left, right) {
    const [only, ...more] = right;
    if (only && more.length === 0) return fragment`${left.node} in ${only.node}`;
    const lists = right.map(({ node, codec }) => fragment`${node}::${keyword(codec?.dbType ?? "text[]")}`);
    return fragment`${left.node} in (select * from unnest(${joined(lists, ", ")}))`;
  },
};

const range: Lookup = {
  name: "range",
  kinds: ["row"],
  operands(left, value) {
    if (!Array.isArray(value) || value.length !== 2)
      throw new InvalidValue("'range' takes an array of two values");
    return (value as unknown[]).flatMap((end) => {
      const given = checkedParts(left, end);
      return parts(left).map((codec, at) => paramNode(codec, codec.encode(given[at])));
    });
  },
  sql(left, right) {
    const half = right.length / 2;
    return fragment`${left.node} between ${rowSql(right.slice(0, half))} and ${rowSql(right.slice(half))}`;
  },
};

/** A reference of which a part is missing refers to nothing. */
const isnull: Lookup = {
  name: "isnull",
  kinds: ["row"],
  operands(_left, value) {
    if (typeof value !== "boolean") throw new InvalidValue("'isnull' takes true or false");
    return [];
  },
  sql: (left) => fragment`(${left.node} is not null) is not true`,
};

export const rows: readonly Lookup[] = [
  compare("exact", "="),
  compare("gt", ">"),
  compare("gte", ">="),
  compare("lt", "<"),
  compare("lte", "<="),
  isnull,
  list,
  range,
];
