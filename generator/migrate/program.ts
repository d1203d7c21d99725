import { resolve } from "node:path";
import { migrateTask, type Migrated, type MigrateOptions } from "./apply/migrate.js";
import { runTask, runTaskSync } from "./apply/task.js";
import { wantExtensions } from "../../runtime/driver/pglite/extensions.js";
import { extensionsIn } from "./prove/extensions-in.js";
import { driftOf, driftOfSync, type Drift } from "./drift/drift.js";
import { readMigrations } from "./files/migration-files.js";
import { openDatabase, openDatabaseSync } from "./connect/open-database.js";

export interface MigrateProgramOptions extends Omit<MigrateOptions, "unknown"> {
  /** The database; `DATABASE_URL` where it is not given, else the embedded one. */
  readonly url?: string | undefined;
  /**
   * A connection that the program has, in place of a URL: `"default"`. With an embedded database, or one in memory, there
   * can be no other. Its `statementTimeoutMs` holds for migrations too.
   */
  readonly using?: string | undefined;
  /** The folder of the migrations; `migrations` in the working directory. */
  readonly folder?: string | undefined;
  /** The folder of the embedded database; `.ormgen` in the working directory. */
  readonly embedded?: string | undefined;
}

/**
 * Applies the migrations of a folder from a program: at the start of a server, in a test.
 *
 * ```ts
 * import { migrate } from "ormgen/migrations";
 *
 * const { applied } = await migrate();                          // ["0001_initial"], then []
 * await migrate({ target: "0001", allowLoss: ["0002_due"] });   // back again
 * await migrate({ using: "default" });                          // the database that the program is connected to
 * ```
 *
 * Many processes may call it at once: each migration is applied once. Throws `MigrationError` where the database
 * refuses a statement, `MigrationDrift` where an applied file was edited or removed, and what a connection throws.
 * Django: `call_command("migrate")`.
 */
export async function migrate(options: MigrateProgramOptions = {}): Promise<Migrated> {
  const { files, place, url } = settle(options);
  const database = await openDatabase(place, url);
  try {
    return await database.session((connection) => runTask(connection, migrateTask(files, options)));
  } finally {
    await database.close();
  }
}

/** The twin of `migrate`: it blocks, and needs no await. */
export function migrateSync(options: MigrateProgramOptions = {}): Migrated {
  const { files, place, url } = settle(options);
  const database = openDatabaseSync(place, url);
  try {
    return database.session((connection) => runTaskSync(connection, migrateTask(files, options)));
  } finally {
    database.close();
  }
}

export interface DriftProgramOptions extends Pick<
  MigrateProgramOptions,
  "url" | "using" | "folder" | "embedded"
> {
  /** A server on which the migrations are replayed, in a database made for it; in memory where it is not given. */
  readonly shadowUrl?: string | undefined;
}

/**
 * How the database differs from what the migrations make that were applied to it: for a check at the start of a server.
 * It changes nothing.
 *
 * ```ts
 * import { drift } from "ormgen/migrations";
 *
 * const { differences } = await drift();   // ["note: index note_due_idx is missing: …"], or []
 * ```
 *
 * Throws `MigrationError` where an applied migration has no file or does not run, and what a connection throws.
 */
export async function drift(options: DriftProgramOptions = {}): Promise<Drift> {
  const { files, place, url } = settle(options);
  const database = await openDatabase(place, url);
  try {
    return await database.session((connection) => driftOf(connection, files, options.shadowUrl));
  } finally {
    await database.close();
  }
}

/** The twin of `drift`: it blocks, and needs no await. */
export function driftSync(options: DriftProgramOptions = {}): Drift {
  const { files, place, url } = settle(options);
  const database = openDatabaseSync(place, url);
  try {
    return database.session((connection) => driftOfSync(connection, files, options.shadowUrl));
  } finally {
    database.close();
  }
}

function settle({ folder = "migrations", embedded = ".ormgen", url, using }: MigrateProgramOptions) {
  const files = readMigrations(resolve(folder));
  wantExtensions(extensionsIn(files));
  return {
    files,
    place: { embedded: resolve(embedded), using },
    url: url ?? (using === undefined ? process.env["DATABASE_URL"] : undefined),
  };
}
