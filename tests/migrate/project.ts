import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { MigrationDatabase } from "../../generator/migrate/connect/database.js";
import { readHistory, type History } from "../../generator/migrate/apply/history.js";
import { migrateTask, type Migrated, type MigrateOptions } from "../../generator/migrate/apply/migrate.js";
import { runTask } from "../../generator/migrate/apply/task.js";
import { readMigrations } from "../../generator/migrate/files/migration-files.js";

export const HEAD = 'import { Model, fields, check, index, sql, unique } from "ormgen";\n';

/** A folder for the migrations of one test. */
export function migrationsFolder(): string {
  const root = mkdtempSync(join(tmpdir(), "ormgen-migrate-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, "migrations");
}

export function migrate(
  database: MigrationDatabase,
  folder: string,
  options: MigrateOptions = {},
): Promise<Migrated> {
  return database.session((connection) => runTask(connection, migrateTask(readMigrations(folder), options)));
}

export function historyOf(database: MigrationDatabase): Promise<History> {
  return database.session((connection) => runTask(connection, readHistory()));
}
