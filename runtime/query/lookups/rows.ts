import type { OperationNode } from "kysely";
import { InvalidValue } from "../../errors/index.js";
import { arrayOf, partsOf, type Codec } from "../../values/index.js";
import { fragment, joined, keyword } from "../compile/fragment.js";
import { amongRows } from "../compile/key-columns.js";
import { Expr } from "../expression/expr.js";
import { paramNode, type Node } from "../expression/node.js";
import { isSubselect, rowsOf, scalarOf } from "../subselect.js";
import type { Lookup } from "./lookup.js";
import { itemsOf, pairOf } from "./operand.js";
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
  if (value instanceof Expr) return [value.node];
  const given = checkedParts(left, value);
  return parts(left).map((codec, at) => {
    const part = given[at];
    return part instanceof Expr ? part.node : paramNode(codec, codec.encode(part));
  });
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
    const rows = itemsOf(value)
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
    const lists = right.map(({ node, codec }) => ({ node, type: codec?.dbType ?? "text[]" }));
    return amongRows(left.node, lists);
  },
};

const range: Lookup = {
  name: "range",
  kinds: ["row"],
  operands(left, value) {
    return pairOf(value).flatMap((end) => {
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
