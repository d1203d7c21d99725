export {
  drift,
  driftSync,
  migrate,
  migrateSync,
  type DriftProgramOptions,
  type MigrateProgramOptions,
} from "./program.js";
export type { Drift } from "./drift/drift.js";
export type { Migrated } from "./apply/migrate.js";
export { dataMigration, type DataMigration, type DataMigrationOptions } from "./data/data-migration.js";
export { MigrationDrift, MigrationError } from "./migration-errors.js";
