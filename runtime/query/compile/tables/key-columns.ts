import type { OperationNode } from "kysely";
import type { Key } from "../../../meta/key.js";
import { columnOf, fragment, joined } from "../fragment.js";

/** A key of a table: its column, or `(a, b)`. */
export function keyOf(alias: string, key: Key): OperationNode {
  if (key.kind === "column") return columnOf(alias, key.column);
  return fragment`(${joined(
    key.columns.map((column) => columnOf(alias, column.column)),
    ", ",
  )})`;
}

/** `a.x = b.y`, for each of their columns. */
export function sameKeys(left: string, from: Key, right: string, to: Key): OperationNode {
  const pairs = from.columns.map((column, at) => {
    const other = to.columns[at];
    if (!other) throw new TypeError(`${from.label} and ${to.label} have not as many columns`);
    return fragment`${columnOf(left, column.column)} = ${columnOf(right, other.column)}`;
  });
  return joined(pairs, " and ");
}
