import { InvalidQuery } from "../../errors/index.js";
import { resolvePath, unknownName } from "../path.js";
import { QuerySet } from "../queryset.js";

/** Fetches these columns alone, with the primary key. The last `only()` counts, as in Django. */
export function only(queryset: QuerySet, names: readonly string[]): QuerySet {
  checkColumns(queryset, names);
  if (names.includes("pk") && names.length === 1)
    return narrow(queryset, "only", [queryset.state.model.key.name]);
  return narrow(queryset, "only", names);
}

/** Fetches all but these columns; calls add up. */
export function defer(queryset: QuerySet, names: readonly string[]): QuerySet {
  checkColumns(queryset, names);
  const before = queryset.state.columns;
  if (before?.mode === "only") {
    return narrow(
      queryset,
      "only",
      before.names.filter((name) => !names.includes(name)),
    );
  }
  return narrow(queryset, "defer", [...(before?.names ?? []), ...names]);
}

function narrow(queryset: QuerySet, mode: "only" | "defer", names: readonly string[]): QuerySet {
  if (queryset.state.shape.kind !== "instances") {
    throw new InvalidQuery(`${mode}() is for instances: values() names its columns itself`);
  }
  return QuerySet.derive(queryset, { columns: { mode, names: [...new Set(names)] } });
}

function checkColumns(queryset: QuerySet, names: readonly string[]): void {
  const { model } = queryset.state;
  for (const name of names) {
    const path = resolvePath(model, String(name).split("__"));
    const end = path.relation?.target ?? path.column.model;
    if (path.rest.length > 0) throw unknownName(end, path.rest[0] ?? "", "field");
  }
}

/** Rows as plain objects of these fields: all columns where none is named. */
export function values(queryset: QuerySet, names: readonly string[]): QuerySet {
  checkColumns(queryset, names);
  const { model } = queryset.state;
  const all = names.length > 0 ? [...names] : model.columns.map((column) => column.attribute);
  return QuerySet.derive(queryset, { shape: { kind: "values", names: all }, columns: null, related: [] });
}
