import { runTask, script, type Connection, type Task } from "../apply/task.js";
import type { Catalogue, CatalogueTable } from "../catalogue/catalogue.js";
import {
  compareCatalogues,
  sameIn,
  subjectOf,
  subjectOfColumn,
  subjectOfConstraint,
  subjectOfIndex,
} from "../catalogue/compare.js";
import { catalogueTask } from "../catalogue/read-catalogue.js";
import { baselineSql } from "../ddl/baseline-sql.js";
import { EMPTY_IT } from "./shadow.js";

/**
 * The catalogue of a database, with what says the same as the expected one in the words of that. A server prints some
 * expressions otherwise once it has read its own print: `code IN ('a', 'b')` of a varchar. So where texts differ, both are
 * made from their print and printed again. Asked of a shadow, which is left as it is.
 */
export function* inPrintOf(live: Catalogue, expected: Catalogue): Task<Catalogue> {
  const differing = compareCatalogues(live, expected).filter((each) => each.found !== null && each.expected);
  if (differing.length === 0) return live;
  const again = yield* printedAgain(live, expected);
  const other = again && (yield* printedAgain(expected, expected));
  if (again === null || other === null) return live;
  const still = new Set(compareCatalogues(again, other).map(({ subject }) => subject));
  const alike = new Set(differing.map(({ subject }) => subject).filter((subject) => !still.has(subject)));
  return {
    ...live,
    others: live.others.map((each) =>
      alike.has(subjectOf(each))
        ? { ...each, definition: sameIn(expected.others, each)?.definition ?? "" }
        : each,
    ),
    tables: live.tables.map((table) => {
      const known = expected.tables.find(
        ({ schema, name }) => schema === table.schema && name === table.name,
      );
      const take = <T extends Named>(
        items: readonly T[],
        knowns: readonly T[] = [],
        subject: (of: CatalogueTable, name: string) => string,
      ): T[] =>
        items.map((item) =>
          alike.has(subject(table, item.name))
            ? { ...(knowns.find(({ name }) => name === item.name) ?? item), ...identity(item) }
            : item,
        );
      return {
        ...table,
        columns: take(table.columns, known?.columns, subjectOfColumn),
        constraints: take(table.constraints, known?.constraints, subjectOfConstraint),
        indexes: take(table.indexes, known?.indexes, subjectOfIndex),
      };
    }),
  };
}

/** A column stays the one that it is. */
function identity({ number }: Named): { readonly number?: number } {
  return number === undefined ? {} : { number };
}

/** What stands on a shadow now, in the words of what is expected there. */
export async function readInPrintOf(shadow: Connection, expected: Catalogue): Promise<Catalogue> {
  return runTask(shadow, inPrintOf(await runTask(shadow, catalogueTask()), expected));
}

interface Named {
  readonly name: string;
  readonly number?: number;
}

/** Null where it cannot be made there. */
function* printedAgain(catalogue: Catalogue, { extensions }: Catalogue): Task<Catalogue | null> {
  const own = { ...catalogue, extensions: catalogue.extensions.filter((name) => extensions.includes(name)) };
  yield* script("BEGIN");
  try {
    yield* script([EMPTY_IT, ...baselineSql(own)].join("\n"));
    return yield* catalogueTask();
  } catch {
    return null;
  } finally {
    yield* script("ROLLBACK");
  }
}
