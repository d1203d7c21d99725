import { resolve } from "node:path";
import { migrateTask, type Migrated, type MigrateOptions } from "./apply/migrate.js";
import { runTask, runTaskSync } from "./apply/task.js";
import { wantExtensions } from "../../runtime/driver/pglite/extensions.js";
import { extensionsIn } from "./extensions-in.js";
import { readMigrations } from "./migration-files.js";
import { openDatabase, openDatabaseSync } from "./open-database.js";

export interface MigrateProgramOptions extends Omit<MigrateOptions, "unknown"> {
  /** The database; `DATABASE_URL` where it is not given, else the embedded one. */
  readonly url?: string | undefined;
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
 * ```
 *
 * Many processes may call it at once: each migration is applied once. Throws `MigrationError` where the database
 * refuses a statement, `MigrationDrift` where an applied file was edited or removed, and what a connection throws.
 * Django: `call_command("migrate")`.
 */
export async function migrate(options: MigrateProgramOptions = {}): Promise<Migrated> {
  const { files, embedded, url } = settle(options);
  const database = await openDatabase({ embedded }, url);
  try {
    return await database.session((connection) => runTask(connection, migrateTask(files, options)));
  } finally {
    await database.close();
  }
}

/** The twin of `migrate`: it blocks, and needs no await. */
export function migrateSync(options: MigrateProgramOptions = {}): Migrated {
  const { files, embedded, url } = settle(options);
  const database = openDatabaseSync({ embedded }, url);
  try {
    return database.session((connection) => runTaskSync(connection, migrateTask(files, options)));
  } finally {
    database.close();
  }
}

function settle({ folder = "migrations", embedded = ".ormgen", url }: MigrateProgramOptions) {
  const files = readMigrations(resolve(folder));
  wantExtensions(extensionsIn(files));
  return {
    files,
    embedded: resolve(embedded),
    url: url ?? process.env["DATABASE_URL"],
  };
}
