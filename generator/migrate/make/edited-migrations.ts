import { readMigrations, type MigrationFile } from "../files/migration-files.js";

/** Migrations whose SQL is not what their record was made for. */
export function editedMigrations(folder: string): string[] {
  return readMigrations(folder)
    .filter(isUnrecorded)
    .map(({ name }) => name);
}

export function isUnrecorded({ record, hash, data }: MigrationFile): boolean {
  return data === null && record !== null && record.sql !== hash;
}
