import type { Catalogue } from "../catalogue/catalogue.js";
import {
  compareCatalogues,
  describeDifference,
  keyOf,
  type CatalogueDifference,
} from "../catalogue/compare.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { historyOf } from "../apply/replaced.js";
import { runTask, type Connection } from "../apply/task.js";
import { MigrationError } from "../migration-errors.js";
import type { MigrationFile } from "../files/migration-files.js";
import { extensionsIn } from "../prove/extensions-in.js";
import { openShadow } from "../shadow/open-shadow.js";
import type { Shadow } from "../shadow/shadow.js";
import { runSteps, StepRefused, withDefaults } from "../shadow/run-steps.js";

export interface Drift {
  /** What the applied migrations make and the database has otherwise, a line each. */
  readonly differences: readonly string[];
  /** What no migration ever made. */
  readonly unknown: readonly string[];
}

/**
 * How a database differs from what the migrations that were applied to it make. They are replayed on a shadow, and the
 * servers' own prints are compared.
 *
 * Throws `MigrationError` where an applied migration has no file, or does not run.
 */
export async function driftOf(
  connection: Connection,
  files: readonly MigrationFile[],
  shadowUrl?: string,
): Promise<Drift> {
  const { migrations } = await runTask(connection, historyOf(files));
  const applied = new Set(migrations.filter(({ finished }) => finished).map(({ name }) => name));
  const missing = [...applied].filter((name) => !files.some((file) => file.name === name));
  if (missing.length > 0)
    throw new MigrationError(`These were applied, and have no file: ${missing.join(", ")}`);
  const done = files.filter(({ name }) => applied.has(name));
  const live = await readCatalogue(withDefaults(connection));
  const [expected, found] = await onShadow(done, shadowUrl, async (shadow) => {
    const replayed = await readCatalogue(withDefaults(shadow));
    return [replayed, await inItsPrint(shadow, live, replayed)] as const;
  });
  const all = compareCatalogues(withoutDefaults(found), withoutDefaults(expected));
  const isUnknown = ({ subject, expected: ought }: CatalogueDifference): boolean =>
    ought === null && isForeign(subject, expected);
  return {
    differences: all.filter((each) => !isUnknown(each)).map(describeDifference),
    unknown: all
      .filter(isUnknown)
      .map(({ subject }) => subject)
      .filter(isWhole),
  };
}

/** Another version of the server prints views otherwise: those that differ are printed by the shadow too. */
async function inItsPrint(shadow: Shadow, live: Catalogue, expected: Catalogue): Promise<Catalogue> {
  const others = [...live.others];
  for (const [at, view] of others.entries()) {
    const same = expected.others.find(
      ({ kind, schema, name }) => kind === view.kind && schema === view.schema && name === view.name,
    );
    if (!view.kind.endsWith("view") || same === undefined || same.definition === view.definition) continue;
    try {
      await shadow.script(`CREATE OR REPLACE VIEW public.ormgen_print AS ${view.definition}`);
      const [row] = await shadow.rows("SELECT pg_get_viewdef('public.ormgen_print'::regclass) AS sql", []);
      others[at] = { ...view, definition: String(row?.sql) };
      await shadow.script("DROP VIEW public.ormgen_print");
    } catch {
      // What cannot be made there differs in more than its print.
    }
  }
  return { ...live, others };
}

async function onShadow<T>(
  files: readonly MigrationFile[],
  url: string | undefined,
  work: (shadow: Shadow) => Promise<T>,
): Promise<T> {
  const extensions = [...new Set(extensionsIn(files))];
  const shadow = await openShadow(url, extensions);
  try {
    const lacking = extensions.filter((name) => !shadow.has(name));
    if (lacking.length > 0) {
      throw new MigrationError(
        `The shadow has no extension ${lacking.join(", ")}: --shadow-url names a server that has`,
      );
    }
    await shadow.reset();
    for (const { name, forward } of files) {
      await runSteps(shadow, forward).catch((error: unknown) => {
        if (!(error instanceof StepRefused)) throw error;
        throw new MigrationError(`${name}.sql does not run on the shadow: ${error.message}`, {
          cause: error,
        });
      });
    }
    return await work(shadow);
  } finally {
    await shadow.close();
  }
}

/**
 * Extensions are an administrator's; a server has some that no schema uses. Partitions come and go by a job's or somebody's
 * hand.
 */
function withoutDefaults(catalogue: Catalogue): Catalogue {
  const tables = catalogue.tables.filter(({ partitionOf }) => partitionOf === null);
  return { ...catalogue, tables, extensions: [] };
}

/** Not of a table that the migrations make. */
function isForeign(subject: string, { tables }: Catalogue): boolean {
  return !tables.some(({ schema, name }) => {
    const key = keyOf(schema, name);
    return subject === `table ${key}` || subject.startsWith(`${key}.`) || subject.startsWith(`${key}: `);
  });
}

/** `table x` stands for its columns and constraints too. */
function isWhole(subject: string): boolean {
  return /^[a-z ]+ \S/.test(subject) && !/^\S+: /.test(subject);
}
