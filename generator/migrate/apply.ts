import { setTimeout as wait } from "node:timers/promises";
import type { MigrationDatabase } from "./database.js";
import { checkDrift, createHistory, readHistory, record } from "./history.js";
import type { MigrationFile } from "./migration-files.js";
import { MigrationError } from "./migration-errors.js";

/** `ormgen` in ASCII: the key of the advisory lock under which migrations run. */
const LOCK = "122537252447598";
const POLL = 100;

export interface ApplyOptions {
  /** How long to wait for another process that migrates the same database. */
  readonly lockTimeout?: number;
  readonly signal?: AbortSignal;
  /** Told of each migration that this call applied. */
  readonly onApplied?: (name: string) => void;
}

/**
 * Applies each migration that is not applied yet, each in a transaction of its own together with its entry
 * in the history: all of it or nothing. Many processes at once apply each migration once.
 *
 * Throws `MigrationDrift` before anything is changed where an applied file was edited or removed.
 */
export async function applyMigrations(
  database: MigrationDatabase,
  files: readonly MigrationFile[],
  pending: readonly MigrationFile[],
  options: ApplyOptions = {},
): Promise<string[]> {
  const applied: string[] = [];
  for (const file of pending) {
    options.signal?.throwIfAborted();
    const done = await database.transaction(async () => {
      if (!database.singleSession) await lock(database, options);
      await createHistory(database);
      const history = await readHistory(database);
      checkDrift(files, history);
      if (history.some(({ name }) => name === file.name)) return false;
      await database.script(file.sql);
      await record(database, file);
      return true;
    });
    if (!done) continue;
    applied.push(file.name);
    options.onApplied?.(file.name);
  }
  return applied;
}

/** Polled, not waited for: a waiting lock would hold a snapshot open, and cannot be told to stop. */
async function lock(
  database: MigrationDatabase,
  { lockTimeout = 60_000, signal }: ApplyOptions,
): Promise<void> {
  const deadline = Date.now() + lockTimeout;
  for (;;) {
    const [row] = await database.rows(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS taken`);
    if (row?.taken === true) return;
    if (Date.now() > deadline) {
      throw new MigrationError(
        "Another process has been migrating this database for a minute: try again when it has ended",
      );
    }
    await wait(POLL, undefined, signal === undefined ? {} : { signal });
  }
}
