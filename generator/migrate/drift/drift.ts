import type { Catalogue } from "../catalogue/catalogue.js";
import {
  compareCatalogues,
  describeDifference,
  keyOf,
  type CatalogueDifference,
} from "../catalogue/compare.js";
import { runTask, runTaskSync, type Connection, type ConnectionSync } from "../apply/task.js";
import { MigrationError } from "../migration-errors.js";
import type { MigrationFile } from "../files/migration-files.js";
import { extensionsIn } from "../prove/extensions-in.js";
import { openShadow } from "../shadow/open-shadow.js";
import type { Shadow } from "../shadow/shadow.js";
import { readLive, replay, type Live, type Replayed } from "./replay.js";
import { onShadowSync } from "./sync-shadow.js";

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
  const live = await runTask(connection, readLive(files));
  return onShadow(live, shadowUrl, async (shadow) => compared(await runTask(shadow, replay(live))));
}

/** The twin of `driftOf`. */
export function driftOfSync(
  connection: ConnectionSync,
  files: readonly MigrationFile[],
  shadowUrl?: string,
): Drift {
  const live = runTaskSync(connection, readLive(files));
  const extensions = extensionsOf(live);
  return onShadowSync(shadowUrl, (shadow) => {
    requireExtensions(extensions, shadow);
    return compared(runTaskSync(shadow, replay(live)));
  });
}

/** Works on an empty shadow that has the extensions of the migrations. */
export async function onShadow<T>(
  live: Live,
  url: string | undefined,
  work: (shadow: Shadow) => Promise<T>,
): Promise<T> {
  const extensions = extensionsOf(live);
  const shadow = await openShadow(url, extensions);
  try {
    requireExtensions(extensions, shadow);
    await shadow.reset();
    return await work(shadow);
  } finally {
    await shadow.close();
  }
}

function extensionsOf({ files }: Live): string[] {
  return [...new Set(extensionsIn(files))];
}

function requireExtensions(
  wanted: readonly string[],
  shadow: { readonly has: (extension: string) => boolean },
): void {
  const lacking = wanted.filter((name) => !shadow.has(name));
  if (lacking.length === 0) return;
  throw new MigrationError(
    `The shadow has no extension ${lacking.join(", ")}: --shadow-url names a server that has`,
  );
}

function compared({ expected, found }: Replayed): Drift {
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

/**
 * Extensions are an administrator's; a server has some that no schema uses. Partitions come and go by a job's or somebody's
 * hand.
 */
export function withoutDefaults(catalogue: Catalogue): Catalogue {
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
