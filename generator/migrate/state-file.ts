import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationFile } from "./migration-files.js";
import { MigrationError } from "./migration-errors.js";
import { EMPTY, type DatabaseState } from "./state.js";

export const STATE_FILE = "state.json";

interface StateFile {
  /** The last migration that the state holds. */
  readonly migration: string;
  readonly state: DatabaseState;
}

export function printState(content: StateFile): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * The state that the folder's migrations lead to.
 *
 * Throws `MigrationError` where the state file is missing or belongs to other migrations.
 */
export function readState(folder: string, migrations: readonly MigrationFile[]): DatabaseState {
  const last = migrations.at(-1);
  // A state without a migration is what a run that was killed between the two files leaves.
  if (last === undefined) return EMPTY;
  const found = parse(folder);
  if (found === null) {
    throw new MigrationError(
      `${STATE_FILE} is missing from ${folder}, or cannot be read: restore it from your version control`,
    );
  }
  if (found.migration !== last.name) {
    throw new MigrationError(
      `${STATE_FILE} belongs to ${found.migration}, but the last migration is ${last.name}: restore both from your version control`,
    );
  }
  return found.state;
}

function parse(folder: string): StateFile | null {
  try {
    const content = JSON.parse(readFileSync(join(folder, STATE_FILE), "utf8")) as StateFile;
    return typeof content.migration === "string" && Array.isArray(content.state.tables) ? content : null;
  } catch {
    return null;
  }
}
