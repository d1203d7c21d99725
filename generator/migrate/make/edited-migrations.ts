import { readMigrations } from "../files/migration-files.js";

/** Migrations whose SQL is not what their record was made for. */
export function editedMigrations(folder: string): string[] {
  return readMigrations(folder)
    .filter(({ record, hash, data }) => data === null && record !== null && record.sql !== hash)
    .map(({ name }) => name);
}
