import type { MigrationDatabase } from "./database.js";
import { MigrationDrift } from "./migration-errors.js";
import type { MigrationFile } from "./migration-files.js";

export interface AppliedMigration {
  readonly name: string;
  readonly hash: string;
}

export const CREATE_HISTORY = `CREATE TABLE IF NOT EXISTS ormgen_migrations (
  name text PRIMARY KEY,
  hash text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);`;

/** What has been applied to this database, in order; nothing where the history's table is not there yet. */
export async function readHistory(database: MigrationDatabase): Promise<AppliedMigration[]> {
  const [table] = await database.rows("SELECT to_regclass('ormgen_migrations')::text AS name");
  if (table?.name == null) return [];
  const rows = await database.rows("SELECT name, hash FROM ormgen_migrations ORDER BY name");
  return rows.map(({ name, hash }) => ({ name: String(name), hash: String(hash) }));
}

/** Throws `MigrationDrift` where an applied migration's file is gone, or says something else now. */
export function checkDrift(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  const lines = applied.flatMap(({ name, hash }) => {
    const file = byName.get(name);
    if (file === undefined) return [`  ${name} was applied, and its file is missing`];
    return file.hash === hash ? [] : [`  ${name} was edited after it had been applied`];
  });
  if (lines.length === 0) return;
  throw new MigrationDrift(
    `The database and the migrations disagree:\n${lines.join("\n")}\nRestore the files as they were applied; nothing was changed.`,
  );
}
