import { InvalidLookup } from "../../errors/index.js";
import { unknownName } from "../path.js";
import { QuerySet } from "../queryset.js";

/** Fetches relations to one row in the same query. */
export function selectRelated(queryset: QuerySet, paths: readonly string[]): QuerySet {
  for (const path of paths) checkPath(queryset, String(path));
  return QuerySet.derive(queryset, { related: [...new Set([...queryset.state.related, ...paths])] });
}

function checkPath(queryset: QuerySet, path: string): void {
  let at = queryset.state.model;
  for (const name of path.split("__")) {
    const relation = at.relation(name);
    if (!relation) throw unknownName(at, name, "relation");
    if (relation.many) {
      throw new InvalidLookup(`'${name}' of ${at.name} leads to many rows: use prefetchRelated`);
    }
    at = relation.target;
  }
}
