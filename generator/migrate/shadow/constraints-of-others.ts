import type { Catalogue } from "../catalogue/catalogue.js";
import { compareCatalogues, subjectOfConstraint } from "../catalogue/compare.js";

/**
 * Constraints that models cannot say, and that were there before: they follow the names and types of their tables and
 * columns, as PostgreSQL prints them then.
 */
export function constraintsOfOthers(
  now: Catalogue,
  former: Catalogue,
  recorded: Catalogue,
): readonly string[] {
  const untold = new Set(compareCatalogues(former, recorded).map(({ subject }) => subject));
  const theirs = new Set(
    constraintsIn(former)
      .filter(({ subject }) => untold.has(subject))
      .map(({ oid }) => oid),
  );
  return constraintsIn(now)
    .filter(({ oid }) => theirs.has(oid))
    .map(({ subject }) => subject);
}

function constraintsIn({ tables }: Catalogue): readonly { readonly subject: string; readonly oid: string }[] {
  return tables.flatMap((table) =>
    table.constraints.map(({ name, oid }) => ({ subject: subjectOfConstraint(table, name), oid })),
  );
}
