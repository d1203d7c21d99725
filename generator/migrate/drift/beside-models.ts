import type { Catalogue } from "../catalogue/catalogue.js";
import { keyOf, sameIn } from "../catalogue/compare.js";
import { baselineSql } from "../ddl/baseline-sql.js";
import { dropOther, liesOn } from "../ddl/drop-other.js";
import { quoteIn } from "../ddl/quote.js";

/** Statements for what models do not know: before the tables are changed, and behind it. */
export interface Beside {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * What leads from the tables, types, views, functions and triggers beside the models that one database has to those of
 * another. `known` is what the models' own tables and enums are called.
 */
export function besideModels(from: Catalogue, to: Catalogue, known: ReadonlySet<string>): Beside {
  const foreign = <T extends { readonly schema: string; readonly name: string }>(
    items: readonly T[],
    others: readonly T[],
  ): T[] => {
    const there = new Set(others.map(keyed));
    return items.filter((each) => !known.has(keyed(each)) && !there.has(keyed(each)));
  };
  const changed = from.others.filter((each) => {
    const other = sameIn(to.others, each);
    return other === undefined || other.definition !== each.definition;
  });
  const made = to.others.filter((each) => sameIn(from.others, each)?.definition !== each.definition);
  const gone = foreign(from.tables, to.tables);
  // What lies on a table goes with it.
  const dropped = [...changed].reverse().filter((each) => !gone.some((table) => liesOn(each, table)));
  const whole = { tables: [], enums: [], extensions: [], extensionSchemas: {}, others: [] };
  const early = made.filter((each) => each.early);
  const [tables, enums] = [foreign(to.tables, from.tables), foreign(to.enums, from.enums)];
  const anew = { ...whole, tables, enums, others: early };
  return {
    before: [
      ...dropped.map((each) => dropOther(each, from.tables)),
      ...(tables.length + enums.length + early.length > 0 ? baselineSql(anew) : []),
    ],
    after: [
      ...made.filter((each) => !each.early).map(({ statement }) => `${statement ?? ""};`),
      ...gone.map(({ schema, name }) => `DROP TABLE ${quoteIn(schema, name)};`),
      ...foreign(from.enums, to.enums).map(({ schema, name }) => `DROP TYPE ${quoteIn(schema, name)};`),
    ],
  };
}

function keyed({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return keyOf(schema, name);
}
