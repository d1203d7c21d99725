import type { OperationNode } from "kysely";
import { conditionOf } from "../../filtered-relation.js";
import type { Builder } from "../builder.js";
import { fragment, identifier as tableName, joined, keyword, parenthesised } from "../fragment.js";
import { sameKeys } from "./key-columns.js";
import { filtering, narrowing } from "./narrowing.js";
import { tableOf } from "./table.js";

/** `"book" INNER JOIN "author" ON …`, without the joins that nothing uses. */
export function fromOf(builder: Builder): OperationNode {
  const tables: OperationNode[] = [];
  for (const join of builder.tables.written()) {
    const table =
      join.alias === join.model.table
        ? tableOf(join.model)
        : fragment`${tableOf(join.model)} as ${tableName(join.alias)}`;
    if (tables.length === 0) {
      tables.push(table);
      continue;
    }
    if (!join.hop || join.parent === null) throw new TypeError(`table "${join.alias}" stands alone`);
    const { fromColumn, toColumn } = join.hop;
    const on = sameKeys(join.parent, fromColumn, join.alias, toColumn);
    const own = conditionOf(join.hop);
    const narrowed = join.narrowed ? narrowing(builder, join) : null;
    const filtered = own ? filtering(builder, join, own) : null;
    const parts = [on, ...(narrowed ? [narrowed] : []), ...(filtered ? [filtered] : [])];
    const condition = parts.length > 1 ? parenthesised(joined(parts, " and ")) : on;
    tables.push(
      fragment`${keyword(join.type === "left" ? "left join" : "inner join")} ${table} on ${condition}`,
    );
  }
  return joined(tables, " ");
}
