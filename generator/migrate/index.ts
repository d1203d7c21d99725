export { migrate, migrateSync, type MigrateProgramOptions } from "./program.js";
export type { Migrated } from "./apply/migrate.js";
export { MigrationDrift, MigrationError } from "./migration-errors.js";
