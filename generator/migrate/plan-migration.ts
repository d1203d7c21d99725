import { didYouMean } from "../schema/nearest.js";
import type { AppliedMigration } from "./history.js";
import { MigrationError } from "./migration-errors.js";
import type { MigrationFile } from "./migration-files.js";

/** The migration that a name, its start (`0001`) or its number means; null where there is none. */
export function findMigration(files: readonly MigrationFile[], name: string): MigrationFile | null {
  return (
    files.find((file) => file.name === name) ??
    only(files.filter((file) => file.name.startsWith(name))) ??
    null
  );
}

/** As `findMigration`; throws `MigrationError` with the names there are. */
export function requireMigration(files: readonly MigrationFile[], name: string): MigrationFile {
  const found = findMigration(files, name);
  if (found !== null) return found;
  const names = files.map((file) => file.name);
  throw new MigrationError(`There is no migration ${JSON.stringify(name)}: ${didYouMean(name, names)}`);
}

/** What is to be applied, up to the target; throws `MigrationError` where the target lies behind. */
export function pendingMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
  target?: MigrationFile,
): MigrationFile[] {
  const done = new Set(applied.map(({ name }) => name));
  const beyond =
    target === undefined ? undefined : files.find((file) => file.name > target.name && done.has(file.name));
  if (target !== undefined && beyond !== undefined) {
    throw new MigrationError(
      `${beyond.name} has been applied already: going back to ${target.name} is not available yet`,
    );
  }
  return files.filter((file) => !done.has(file.name) && (target === undefined || file.name <= target.name));
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
