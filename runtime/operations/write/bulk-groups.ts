import type { ColumnMeta } from "../../meta/column.js";
import { read, type Instance } from "../../meta/instance-identity.js";
import { isComputed } from "../../query/computed.js";
import type { Node } from "../../query/expression/node.js";
import { boundText } from "../../query/expression/param.js";
import { valueNode } from "./value.js";

/** The columns to which a row gives an expression, and what it says. */
export type Expressions = ReadonlyMap<ColumnMeta, Node>;

/** Rows that one statement writes: they give values to the same columns, and the same expressions. */
export interface Group {
  /** For each column that rows may give, whether these do. */
  readonly given: readonly boolean[];
  readonly columns: readonly ColumnMeta[];
  /** Of them, those that have values, and those that have expressions. */
  readonly plain: readonly ColumnMeta[];
  readonly expressions: Expressions;
  readonly instances: Instance[];
}

/**
 * Rows in groups, in the order of the first of each.
 *
 * @param gives whether a row gives the column a value.
 */
export function groupsOf(
  columns: readonly ColumnMeta[],
  instances: readonly Instance[],
  gives: (instance: Instance, column: ColumnMeta) => boolean,
): readonly Group[] {
  const found = new Map<string, Group>();
  let last: Group | undefined;
  for (const instance of instances) {
    // Rows of one kind come one after another, most of them without expressions.
    if (last?.expressions.size !== 0 || !fits(instance, columns, last.given, gives)) {
      const group = groupOf(columns, instance, gives);
      const key = `${group.given.map(Number).join("")}${saidBy(group.expressions)}`;
      last = found.get(key);
      if (!last) found.set(key, (last = group));
    }
    last.instances.push(instance);
  }
  return [...found.values()];
}

function fits(
  instance: Instance,
  columns: readonly ColumnMeta[],
  given: readonly boolean[],
  gives: (instance: Instance, column: ColumnMeta) => boolean,
): boolean {
  return columns.every(
    (column, at) =>
      gives(instance, column) === given[at] && !(given[at] && isComputed(read(instance, column.attribute))),
  );
}

/** The group that a row makes, without a row yet. */
function groupOf(
  all: readonly ColumnMeta[],
  instance: Instance,
  gives: (instance: Instance, column: ColumnMeta) => boolean,
): Group {
  const given = all.map((column) => gives(instance, column));
  const columns = all.filter((_, at) => given[at]);
  const expressions = new Map<ColumnMeta, Node>();
  for (const column of columns) {
    const value = read(instance, column.attribute);
    if (isComputed(value)) expressions.set(column, valueNode(column, value));
  }
  const plain = columns.filter((column) => !expressions.has(column));
  return { given, columns, plain, expressions, instances: [] };
}

/** What tells the expressions of one row from those of another, the values in them included. */
function saidBy(expressions: Expressions): string {
  return [...expressions.values()]
    .map((node) => JSON.stringify([node.key, node.params.map(boundText)]))
    .join("");
}

/** What the expressions have to say in the key of a shape. */
export function expressionsKey(expressions: Expressions): string {
  return [...expressions].map(([{ name }, { key }]) => `|${name}=${key}`).join("");
}
