import type { MigrationFile } from "./migration-files.js";
import { MigrationError } from "../migration-errors.js";
import { applyOperation } from "../operations/index.js";
import { EMPTY, type DatabaseState } from "../state/state.js";

/** The state that the migrations lead to. Throws `MigrationError` where a record does not fit those before it. */
export function foldMigrations(files: readonly MigrationFile[]): DatabaseState {
  return files.reduce((state, { name, record }) => {
    try {
      return (record?.operations ?? []).reduce(applyOperation, state);
    } catch (cause) {
      throw new MigrationError(
        `${name}.json does not fit the migrations before it: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }, EMPTY);
}
