import { dirname, join, sep } from "node:path";
import { runTask } from "../migrate/apply/task.js";
import { compareCatalogues, keyOf } from "../migrate/catalogue/compare.js";
import type { Catalogue } from "../migrate/catalogue/catalogue.js";
import { readCatalogue } from "../migrate/catalogue/read-catalogue.js";
import { tableKey } from "../migrate/state/table-key.js";
import { createSql } from "../migrate/ddl/create-sql.js";
import { inPrintOf } from "../migrate/shadow/in-print-of.js";
import { earlySql } from "../migrate/shadow/make-early.js";
import { openShadow } from "../migrate/shadow/open-shadow.js";
import { withDefaults } from "../migrate/shadow/run-steps.js";
import { stateOf } from "../migrate/state/state-of.js";
import { loadSchema } from "../read/load-schema.js";
import type { Schema } from "../schema/schema.js";
import { inspect, printModels, printTogether, type Inspected } from "./inspect.js";

export interface InspectedDatabase extends Inspected {
  /** Model files by path, formatted. */
  readonly files: ReadonlyMap<string, string>;
  readonly together: string;
  /** What stands in the database and not in the models, by kind: `book: index book_lower_idx`. */
  readonly unsaid: readonly string[];
  /** Mistakes that the models have as they are, and that somebody has to mend. */
  readonly mistakes: readonly string[];
}

/** Reads a database's tables into model files, and tells what they do not say. */
export async function inspectDatabase(
  catalogue: Catalogue,
  only?: readonly string[],
): Promise<InspectedDatabase> {
  const { models, left } = inspect(catalogue, only);
  const files = await formatted(printModels(models));
  const together = [...(await formatted(new Map([["all.ts", printTogether(models)]]))).values()].join("");
  const file = join(sep, "inspected", "models.ts");
  const { schema, diagnostics } = loadSchema({ root: dirname(file), files: [file], read: () => together });
  const mistakes = diagnostics.map(({ position, message }) => `line ${String(position.line)}: ${message}`);
  const unsaid = schema === null ? [] : await unsaidOf(schema, catalogue);
  const tables = new Set(schema === null ? [] : stateOf(schema).tables.map(tableKey));
  const others = catalogue.others.map(({ kind, schema: place, name }) => `${kind} ${keyOf(place, name)}`);
  return { models, left, files, together, mistakes, unsaid: [...unsaid.filter(ofTables(tables)), ...others] };
}

/** What the models' own tables lack, or have otherwise. */
async function unsaidOf(schema: Schema, catalogue: Catalogue): Promise<string[]> {
  const state = stateOf(schema);
  const extensions = [...new Set([...state.extensions, ...catalogue.extensions])];
  const shadow = await openShadow(undefined, extensions);
  try {
    await shadow.reset();
    const statements = [...earlySql({ ...catalogue, extensions }, [state]), ...createSql(state)];
    // A type of an extension that the shadow lacks: its table is not made, and is told below.
    for (const sql of statements) await shadow.script(sql).catch(() => undefined);
    const made = await readCatalogue(withDefaults(shadow));
    const known = new Set(made.tables.map((each) => keyOf(each.schema, each.name)));
    const unmade = state.tables.filter((each) => !known.has(tableKey(each)));
    const own = catalogue.tables.filter((each) => known.has(keyOf(each.schema, each.name)));
    const found = await runTask(shadow, inPrintOf({ ...catalogue, tables: own }, made));
    const differences = compareCatalogues(
      { ...found, others: [], extensions: [], enums: [] },
      { ...made, others: [], extensions: [], enums: [] },
    );
    return [
      ...differences.filter(({ found }) => found !== null).map(({ subject }) => subject),
      ...unmade.map((table) => `${tableKey(table)}: could not be compared`),
    ];
  } finally {
    await shadow.close();
  }
}

function ofTables(tables: ReadonlySet<string>): (subject: string) => boolean {
  return (subject) =>
    [...tables].some(
      (key) => subject === `table ${key}` || subject.startsWith(`${key}.`) || subject.startsWith(`${key}: `),
    );
}

async function formatted(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const { format } = await import("prettier");
  const texts = await Promise.all(
    [...files].map(
      async ([path, text]) => [path, await format(text, { parser: "typescript", printWidth: 110 })] as const,
    ),
  );
  return new Map(texts);
}
