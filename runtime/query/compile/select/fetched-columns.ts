import type { ColumnMeta } from "../../../meta/column.js";
import type { ModelMeta } from "../../../meta/meta.js";
import type { RelationMeta } from "../../../meta/relation.js";
import type { QueryState } from "../../state.js";

/**
 * The columns to fetch of the model at a path (`""` is the queryset's own): all, or what `only()` and `defer()` leave.
 * The primary key is always among them, and what `selectRelated` and `prefetchRelated` go by: the foreign keys, and what
 * they refer to.
 */
export function fetchedColumns(
  model: ModelMeta,
  path: string,
  choice: QueryState["columns"],
  followed: readonly RelationMeta[],
  reached: RelationMeta | null,
  prefetched: readonly RelationMeta[],
): readonly ColumnMeta[] {
  if (choice === null) return model.columns;
  const prefix = path === "" ? "" : `${path}__`;
  const named = new Set(
    choice.names
      .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes("__"))
      .map((name) => name.slice(prefix.length)),
  );
  // A path that only() does not speak of is fetched whole.
  if (named.size === 0 && (choice.mode === "defer" || path !== "")) return model.columns;
  const needed = new Set<ColumnMeta>([
    ...model.primaryKey,
    ...(reached?.column ? reached.far.columns : []),
    ...followed.flatMap((relation) => relation.column?.columns ?? []),
    ...prefetched.flatMap((relation) => relation.near.columns),
  ]);
  return model.columns.filter((column) => {
    const said = named.has(column.name) || named.has(column.attribute);
    return needed.has(column) || said === (choice.mode === "only");
  });
}
