import type { ColumnMeta } from "./column.js";

/** A key as one that can be compared and looked up: two objects may be one moment, or the same bytes. */
export function plainKey(column: ColumnMeta, key: unknown): unknown {
  return typeof key === "object" && key !== null ? column.codec.encode(key) : key;
}

export function sameKey(column: ColumnMeta, left: unknown, right: unknown): boolean {
  return (
    left === right || (left != null && right != null && plainKey(column, left) === plainKey(column, right))
  );
}
