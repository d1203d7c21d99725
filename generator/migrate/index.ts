export { migrate, migrateSync, type MigrateProgramOptions } from "./program.js";
export type { Migrated } from "./apply/migrate.js";
export { dataMigration, type DataMigration, type DataMigrationOptions } from "./data/data-migration.js";
export { MigrationDrift, MigrationError } from "./migration-errors.js";
