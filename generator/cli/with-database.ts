import type { Settings } from "../config/settings.js";
import type { MigrationDatabase } from "../migrate/connect/database.js";
import type { Context } from "./context.js";

/** Lends the project's database: the server of `migrateUrl` or `DATABASE_URL`, or the embedded one. */
export async function withDatabase<T>(
  context: Context,
  settings: Settings,
  work: (database: MigrationDatabase) => Promise<T>,
): Promise<T> {
  const { openDatabase } = await import("../migrate/connect/open-database.js");
  const { wantExtensions } = await import("../../runtime/driver/pglite/extensions.js");
  const { extensionsIn } = await import("../migrate/prove/extensions-in.js");
  const { readMigrations } = await import("../migrate/files/migration-files.js");
  wantExtensions([...(settings.extensions ?? []), ...extensionsIn(readMigrations(settings.migrations))]);
  const { env, terminal } = context;
  const database = await terminal.progress("Connecting to the database", () =>
    openDatabase(settings, settings.migrateUrl ?? env.DATABASE_URL),
  );
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
