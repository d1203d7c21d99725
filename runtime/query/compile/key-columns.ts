import type { OperationNode } from "kysely";
import type { Key } from "../../meta/key.js";
import type { ModelMeta } from "../../meta/meta.js";
import { columnOf, fragment, joined, keyword } from "./fragment.js";

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

/** `(a, b) in (select * from unnest($1::text[], $2::integer[]))`: rows by one array a column. */
export function amongRows(
  row: OperationNode,
  lists: readonly { readonly node: OperationNode; readonly type: string }[],
): OperationNode {
  const typed = lists.map(({ node, type }) => fragment`${node}::${keyword(type)}`);
  return fragment`${row} in (select * from unnest(${joined(typed, ", ")}))`;
}

/** What names a row: the fields of its key. */
export function keyNames({ primaryKey }: ModelMeta): string[] {
  return primaryKey.map(({ name }) => name);
}
