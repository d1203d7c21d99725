import type { OperationNode } from "kysely";
import type { Builder } from "./builder.js";
import { fragment, identifier as tableName, joined, keyword } from "./fragment.js";
import { sameKeys } from "./key-columns.js";
import { tableOf } from "./table.js";
import { narrowing } from "./narrowing.js";

/** `"book" INNER JOIN "author" ON …`, without the joins that nothing uses. */
export function fromOf(builder: Builder): OperationNode {
  const parts: OperationNode[] = [];
  for (const join of builder.tables.written()) {
    const table =
      join.alias === join.model.table
        ? tableOf(join.model)
        : fragment`${tableOf(join.model)} as ${tableName(join.alias)}`;
    if (parts.length === 0) {
      parts.push(table);
      continue;
    }
    if (!join.hop || join.parent === null) throw new TypeError(`table "${join.alias}" stands alone`);
    const { fromColumn, toColumn } = join.hop;
    const on = sameKeys(join.parent, fromColumn, join.alias, toColumn);
    const narrowed = join.narrowed ? narrowing(builder, join) : null;
    const condition = narrowed ? fragment`(${on} and ${narrowed})` : on;
    parts.push(
      fragment`${keyword(join.type === "left" ? "left join" : "inner join")} ${table} on ${condition}`,
    );
  }
  return joined(parts, " ");
}
