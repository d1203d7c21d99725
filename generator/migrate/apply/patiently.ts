import { MigrationError } from "../migration-errors.js";
import { isLockTimeout } from "./refusal.js";
import { pause, rows, type Task } from "./task.js";

const ATTEMPTS = 15;

/** How long a statement waits for a lock, so that who reads does not queue behind it. */
export const LOCK_TIMEOUT = 2000;

export function lockTimeoutSql(milliseconds: number): string {
  return `SELECT set_config('lock_timeout', '${String(milliseconds)}ms', true)`;
}

/** Does a transaction again where it did not get its locks in time: meanwhile the others go first. */
export function* patiently(
  place: string,
  transaction: () => Task<void>,
  refused: (error: unknown) => unknown,
  consequence: string,
): Task<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* transaction();
    } catch (error) {
      if (!isLockTimeout(error)) throw refused(error);
      if (attempt < ATTEMPTS) {
        yield* pause(100 * attempt * (0.5 + Math.random()));
        continue;
      }
      throw new MigrationError(
        `${place}: others hold the locks that this step needs: ${yield* holders()}. ` +
          `${consequence}; try again when they have ended, or give it longer by --lock-timeout`,
        { cause: error },
      );
    }
  }
}

/** Who has a transaction open, the oldest first. */
export function* holders(): Task<string> {
  const others = yield* rows(
    `SELECT pid::text AS pid, coalesce(nullif(application_name, ''), 'no name') AS name, state,
       date_trunc('second', now() - xact_start)::text AS since FROM pg_stat_activity
     WHERE pid <> pg_backend_pid() AND datname = current_database() AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 5`,
  );
  if (others.length === 0) return "they are gone by now";
  return others
    .map(
      ({ pid, name, state, since }) =>
        `process ${String(pid)} (${String(name)}, ${String(state)}, for ${String(since)})`,
    )
    .join(", ");
}
