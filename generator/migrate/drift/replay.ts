import type { Catalogue } from "../catalogue/catalogue.js";
import { keyOf, sameIn } from "../catalogue/compare.js";
import { catalogueTask } from "../catalogue/read-catalogue.js";
import { historyOf } from "../apply/replaced.js";
import { rows, script, type Task } from "../apply/task.js";
import type { MigrationFile } from "../files/migration-files.js";
import { outsideOf, outsideSql, type Outside } from "../shadow/outside-tables.js";
import { inPrintOf } from "../shadow/in-print-of.js";
import { MigrationError } from "../migration-errors.js";
import { StepRefused, stepsTask } from "../shadow/run-steps.js";

/** What a database has, and the migrations that were applied to it. */
export interface Live {
  readonly files: readonly MigrationFile[];
  readonly catalogue: Catalogue;
}

/** Asked of the database itself. Throws `MigrationError` where an applied migration has no file. */
export function* readLive(files: readonly MigrationFile[]): Task<Live> {
  const { migrations } = yield* historyOf(files);
  const applied = new Set(migrations.filter(({ finished }) => finished).map(({ name }) => name));
  const missing = [...applied].filter((name) => !files.some((file) => file.name === name));
  if (missing.length > 0)
    throw new MigrationError(`These were applied, and have no file: ${missing.join(", ")}`);
  return { files: files.filter(({ name }) => applied.has(name)), catalogue: yield* catalogueTask() };
}

export interface Replayed {
  readonly expected: Catalogue;
  /** What the database has, in the print of the shadow. */
  readonly found: Catalogue;
}

/** Asked of an empty shadow: what the migrations make. Throws `MigrationError` where one of them does not run. */
export function* replay({ files, catalogue }: Live): Task<Replayed> {
  const outside = outsideOf(files);
  for (const sql of outsideSql(outside)) yield* script(sql);
  for (const { name, forward } of files) {
    try {
      yield* stepsTask(forward);
    } catch (error) {
      if (!(error instanceof StepRefused)) throw error;
      throw new MigrationError(`${name}.sql does not run on the shadow: ${error.message}`, { cause: error });
    }
  }
  const made = yield* catalogueTask();
  const found = yield* inItsPrint(catalogue, made);
  return { expected: without(made, outside), found: yield* inPrintOf(found, made) };
}

/** What stood in for tables of others. */
function without(catalogue: Catalogue, outside: Outside): Catalogue {
  const tables = catalogue.tables.filter(({ schema, name }) => !outside.has(keyOf(schema, name)));
  return { ...catalogue, tables };
}

/** Another version of the server prints views otherwise: those that differ are printed by the shadow too. */
function* inItsPrint(live: Catalogue, expected: Catalogue): Task<Catalogue> {
  const others = [...live.others];
  for (const [at, view] of others.entries()) {
    const same = sameIn(expected.others, view);
    if (!view.kind.endsWith("view") || same === undefined || same.definition === view.definition) continue;
    try {
      yield* script(`CREATE OR REPLACE VIEW public.ormgen_print AS ${view.definition}`);
      const [row] = yield* rows("SELECT pg_get_viewdef('public.ormgen_print'::regclass) AS sql");
      others[at] = { ...view, definition: String(row?.["sql"]) };
      yield* script("DROP VIEW public.ormgen_print");
    } catch {
      // What cannot be made there differs in more than its print.
    }
  }
  return { ...live, others };
}
