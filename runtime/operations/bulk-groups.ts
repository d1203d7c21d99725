import type { ColumnMeta } from "../meta/column.js";
import { read, type Instance } from "../meta/instance-identity.js";
import { Expr } from "../query/expression/expr.js";
import type { Node } from "../query/expression/node.js";
import { boundText } from "../query/expression/param.js";
import { isSubselect } from "../query/subselect.js";
import { valueNode } from "./value.js";

/** The columns to which a row gives an expression, and what it says. */
export type Expressions = ReadonlyMap<ColumnMeta, Node>;

const none: Expressions = new Map();

/** Rows that one statement writes: they give values to the same columns, and the same expressions. */
export interface Group {
  /** For each column that rows may give, whether these do. */
  readonly given: readonly boolean[];
  readonly columns: readonly ColumnMeta[];
  readonly expressions: Expressions;
  readonly instances: Instance[];
}

/**
 * Rows in groups, in the order of the first of each.
 *
 * @param given whether a row gives the column a value.
 */
export function groupsOf(
  columns: readonly ColumnMeta[],
  instances: readonly Instance[],
  given: (instance: Instance, column: ColumnMeta) => boolean,
): readonly Group[] {
  const found = new Map<string, Group>();
  let last: Group | undefined;
  const fits = (instance: Instance, { given: known, expressions }: Group) =>
    expressions.size === 0 &&
    columns.every((column, at) => {
      const is = given(instance, column);
      return is === known[at] && !(is && isExpression(read(instance, column.attribute)));
    });
  for (const instance of instances) {
    // Rows of one kind come one after another.
    if (last && fits(instance, last)) {
      last.instances.push(instance);
      continue;
    }
    let key = "";
    let expressions: Map<ColumnMeta, Node> | null = null;
    for (const column of columns) {
      const is = given(instance, column);
      key += is ? "1" : "0";
      if (!is) continue;
      const value = read(instance, column.attribute);
      if (!isExpression(value)) continue;
      const node = valueNode(column, value);
      (expressions ??= new Map<ColumnMeta, Node>()).set(column, node);
      key += JSON.stringify([node.key, node.params.map(boundText)]);
    }
    last = found.get(key);
    if (last) last.instances.push(instance);
    else found.set(key, (last = groupOf(columns, given, instance, expressions ?? none)));
  }
  return [...found.values()];
}

function groupOf(
  columns: readonly ColumnMeta[],
  given: (instance: Instance, column: ColumnMeta) => boolean,
  instance: Instance,
  expressions: Expressions,
): Group {
  const known = columns.map((column) => given(instance, column));
  return { given: known, columns: columns.filter((_, at) => known[at]), expressions, instances: [instance] };
}

function isExpression(value: unknown): boolean {
  return typeof value === "object" && (value instanceof Expr || isSubselect(value));
}

/** What the expressions have to say in the key of a shape. */
export function expressionsKey(expressions: Expressions): string {
  return [...expressions].map(([{ name }, { key }]) => `|${name}=${key}`).join("");
}
