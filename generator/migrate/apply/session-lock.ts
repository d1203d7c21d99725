import { MigrationError } from "../migration-errors.js";
import { pause, rows, type Task } from "./task.js";

/** `ormgen` in ASCII: the key of the advisory lock under which migrations run. */
const LOCK = "122537252447598";
const POLL = 100;

/** Runs the task while no other process migrates this database; waits for them `patience` milliseconds at most. */
export function* withLock<T>(task: () => Task<T>, patience: number): Task<T> {
  let waited = 0;
  // Polled, not waited for on the server: that would hold a snapshot, for which an index built concurrently waits in turn.
  while (!(yield* taken())) {
    if (waited >= patience) {
      throw new MigrationError(
        "Another process has been migrating this database for too long: try again when it has ended",
      );
    }
    const milliseconds = POLL * (0.5 + Math.random());
    waited += milliseconds;
    yield* pause(milliseconds);
  }
  let result: T;
  try {
    result = yield* task();
  } catch (error) {
    yield* released();
    throw error;
  }
  yield* released();
  return result;
}

function* taken(): Task<boolean> {
  const [row] = yield* rows(`SELECT pg_try_advisory_lock(${LOCK})::text AS taken`);
  return row?.taken === "true";
}

function* released(): Task<void> {
  try {
    yield* rows(`SELECT pg_advisory_unlock(${LOCK})::text AS released`);
  } catch {
    // The connection is gone, and the lock with it.
  }
}

/** Throws `MigrationError` where the lock is held by another connection than the one that took it. */
export function* checkLock(): Task<void> {
  const [row] = yield* rows(
    `SELECT count(*)::text AS held FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()
     AND (classid::bigint << 32) | objid::bigint = ${LOCK}`,
  );
  if (row?.held === "1") return;
  throw new MigrationError(
    "The connection changed between two statements, as it does behind a transaction pooler, and with it the lock " +
      "that keeps others from migrating: name the server itself for migrations, by `migrateUrl` in ormgen.config.ts",
  );
}
