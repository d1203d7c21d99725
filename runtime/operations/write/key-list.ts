import type { OperationNode } from "kysely";
import type { ColumnMeta } from "../../meta/column.js";
import type { Key } from "../../meta/key.js";
import { columnOf, fragment, identifier, joined, keyword, parameter } from "../../query/compile/fragment.js";
import { Param } from "../../query/expression/param.js";
import { arrayOf, type Codec } from "../../values/index.js";

/** Rows by their keys: one array parameter a column, whatever their number. */
export class KeyList {
  readonly params: readonly Param[];

  constructor(
    readonly key: Key,
    keys: readonly unknown[],
  ) {
    const { columns } = key;
    this.params = columns.map((column, at) => {
      const values = key.kind === "column" ? keys : keys.map((each) => (each as readonly unknown[])[at]);
      const codec: Codec<unknown[]> = arrayOf(column.codec);
      return new Param(codec, codec.encode([...values]));
    });
  }

  /** `"id" = any($1)`, `("a", "b") in (select * from unnest($1, $2))`. */
  among(name: (column: ColumnMeta) => OperationNode): OperationNode {
    const [first, ...more] = this.key.columns;
    const [list] = this.params;
    if (!first || !list) throw new TypeError(`${this.key.label} has no columns`);
    if (more.length === 0) return fragment`${name(first)} = any(${parameter(list)})`;
    const names = joined(this.key.columns.map(name), ", ");
    return fragment`(${names}) in (select * from unnest(${joined(this.params.map(typed), ", ")}))`;
  }
}

function typed(param: Param): OperationNode {
  return fragment`${parameter(param)}::${keyword(param.codec.dbType)}`;
}

export function ownName(column: ColumnMeta): OperationNode {
  return identifier(column.column);
}

export function fullName(column: ColumnMeta): OperationNode {
  return columnOf(column.model.table, column.column);
}

/** A row of a key's columns as the key's value. */
export function keyIn(key: Key, row: readonly unknown[]): unknown {
  return key.kind === "column" ? row[0] : row;
}
