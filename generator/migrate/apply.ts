import { setTimeout as wait } from "node:timers/promises";
import { applyScript, APPLIED, LOCKED } from "./apply-script.js";
import type { MigrationDatabase } from "./database.js";
import { checkDrift, readHistory } from "./history.js";
import type { MigrationFile } from "./migration-files.js";
import { MigrationError } from "./migration-errors.js";

const POLL = 100;
/** On a line of its own; the BEGIN of a function's body has no semicolon behind it. */
const TRANSACTION_CONTROL =
  /^\s*(?:START\s+TRANSACTION\b[^;]*|(?:BEGIN|COMMIT|ROLLBACK)(?:\s+(?:WORK|TRANSACTION|AND\s+(?:NO\s+)?CHAIN))*)\s*;/im;

export interface ApplyOptions {
  /** How long to wait for another process that migrates the same database; a minute. */
  readonly lockTimeout?: number;
  readonly signal?: AbortSignal;
  /** Told of each migration that this call applied. */
  readonly onApplied?: (name: string) => void;
}

/**
 * Applies each migration that is not applied yet, each in a transaction of its own together with its entry
 * in the history: all of it or nothing. Many processes at once apply each migration once.
 *
 * Throws `MigrationDrift` before it changes anything where an applied file was edited or removed, and
 * `MigrationError` with file and line where the database refuses a statement.
 */
export async function applyMigrations(
  database: MigrationDatabase,
  files: readonly MigrationFile[],
  pending: readonly MigrationFile[],
  options: ApplyOptions = {},
): Promise<string[]> {
  const applied: string[] = [];
  for (const file of pending) {
    if (!(await applyOne(database, file, options))) {
      checkDrift(files, await readHistory(database));
      continue;
    }
    applied.push(file.name);
    options.onApplied?.(file.name);
  }
  return applied;
}

/** False where another process was faster. */
async function applyOne(
  database: MigrationDatabase,
  file: MigrationFile,
  { lockTimeout = 60_000, signal }: ApplyOptions,
): Promise<boolean> {
  if (TRANSACTION_CONTROL.test(file.sql)) {
    throw new MigrationError(
      `${file.name}.sql begins or ends a transaction: each migration runs in one of its own already`,
    );
  }
  const { text, offset } = applyScript(file);
  const deadline = Date.now() + lockTimeout;
  for (;;) {
    signal?.throwIfAborted();
    try {
      await database.script(text);
      return true;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === APPLIED) return false;
      if (code !== LOCKED) throw refused(file, error, offset);
    }
    // Polled, not waited for on the server: that could neither be stopped nor be told from a deadlock.
    if (Date.now() > deadline) {
      throw new MigrationError(
        "Another process has been migrating this database for too long: try again when it has ended",
      );
    }
    await wait(POLL, undefined, signal === undefined ? {} : { signal });
  }
}

interface ServerAnswer {
  readonly code?: unknown;
  readonly message: string;
  readonly position?: unknown;
}

/** The server counts characters in the text that was sent; the user knows lines of the file. */
function refused(file: MigrationFile, error: unknown, offset: number): unknown {
  const answer = serverAnswer(error);
  if (answer === null) return error;
  const at = Number(answer.position) - 1 - offset;
  const line = at >= 0 ? `:${String(Array.from(file.sql).slice(0, at).join("").split("\n").length)}` : "";
  return new MigrationError(
    `${file.name}.sql${line}: ${answer.message}. Nothing of this migration was applied`,
    {
      cause: error,
    },
  );
}

/** What the server said of a statement; null where the connection is what failed. */
function serverAnswer(error: unknown): ServerAnswer | null {
  if (!(error instanceof Error)) return null;
  const cause: unknown = error.cause;
  const answer = cause instanceof Error && "code" in cause ? cause : error;
  const { code } = answer as { code?: unknown };
  return typeof code === "string" && /^(?!08|57)[0-9A-Z]{5}$/.test(code) ? answer : null;
}
